/**
 * Evaluates a PM2 file. It is a program, so it runs in a process of its own on the user's Node.js, never in the extension
 * host, with a time limit; what it prints is dropped, and its apps come back over a pipe that it does not know of.
 */
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { EcosystemRequest } from '../../core/ports';
import { cleanEnvironment } from './pm2Cli';

/** A file that asks a server for its apps may take a moment. */
const PATIENCE = 10_000;
const MOST_OUTPUT = 8 * 1024 * 1024;

/** Runs under any Node.js from 18 on. A JSON file may have comments, as PM2 allows. */
const PROGRAM = `
const { readFileSync, writeSync } = require('node:fs');
const file = process.argv[1];
const tell = (message) => {
  let rest = Buffer.from(JSON.stringify(message));
  while (rest.length > 0) rest = rest.subarray(writeSync(3, rest));
  process.exit();
};
const evaluate = async () => {
  if (file.endsWith('.json')) return require('node:vm').runInNewContext('(' + readFileSync(file, 'utf8') + '\\n)');
  const module = await import(require('node:url').pathToFileURL(file).href);
  return module.default ?? module;
};
evaluate().then((config) => {
  const apps = config?.apps ?? config?.pm2 ?? config;
  tell({ apps: Array.isArray(apps) ? apps : [apps] });
}).catch((error) => tell({ error: String(error?.message ?? error) }));
`;

/** The apps of a file; rejects with an error whose message says what is wrong with it. */
export async function readEcosystem(request: EcosystemRequest): Promise<readonly unknown[]> {
  const answer = parseAnswer(await evaluate(request));
  if (answer === undefined) throw new Error('it ends or takes too long before it tells its apps');
  if ('error' in answer) throw new Error(answer.error);
  return answer.apps;
}

/** What the process wrote to the pipe: nothing where it was killed or left early. */
function evaluate({ file, node, env, patience = PATIENCE }: EcosystemRequest): Promise<string> {
  const child = spawn(node, ['-e', PROGRAM, file], {
    cwd: dirname(file),
    env: { ...cleanEnvironment(process.env), ...definedIn(env) },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    timeout: patience,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_OUTPUT) child.kill('SIGKILL');
    else chunks.push(chunk);
  });
  return new Promise((settle, reject) => {
    child.once('error', reject);
    child.once('close', () => settle(Buffer.concat(chunks).toString('utf8')));
  });
}

function definedIn(env: EcosystemRequest['env']): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

function parseAnswer(text: string): { readonly apps: readonly unknown[] } | { readonly error: string } | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== 'object' || answer === null) return undefined;
    if ('error' in answer) return { error: String(answer.error) };
    const { apps } = answer as Readonly<Record<string, unknown>>;
    return Array.isArray(apps) ? { apps } : undefined;
  } catch {
    return undefined;
  }
}
