/**
 * Starts and stops VS Code's server build on a free port of the loopback interface. Its owner stops it; should the owner
 * die first, the whole process group goes with it.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Scratch, scratchEnvironment } from './scratch';
import type { ServerInstall } from './serverInstall';

export interface CodeServer {
  readonly port: number;
  readonly logFile: string;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Variables for the server, which the extension host and the terminals get too. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether VS Code has restricted mode at all. */
  readonly asksForTrust?: boolean;
}

/** What the page is told beyond the folder: pairs of a workbench option and its value. */
export type Payload = readonly (readonly [string, string])[];

const READY = /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/;
const START_TIMEOUT = 30_000;
const STOP_TIMEOUT = 5_000;

/** Starts the server and answers when it listens. */
export async function startCodeServer(
  install: ServerInstall,
  scratch: Scratch,
  { env = {}, asksForTrust = false }: ServerOptions = {},
): Promise<CodeServer> {
  const logFile = path.join(scratch.root, 'server.log');
  const trust = asksForTrust ? [] : ['--disable-workspace-trust'];
  const args = [install.entry, ...commonArguments(scratch), ...trust, ...serverArguments(scratch)];
  const child = spawn(install.node, args, {
    env: { ...scratchEnvironment(scratch), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const killGroup = () => signalGroup(child, 'SIGKILL');
  process.once('exit', killGroup);
  const stop = async () => {
    process.removeListener('exit', killGroup);
    await stopGroup(child);
  };
  try {
    return { port: await readPort(child, logFile), logFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Installs a packaged extension the way a person's command line would. */
export async function installExtension(install: ServerInstall, scratch: Scratch, vsix: string): Promise<void> {
  const args = [install.entry, ...commonArguments(scratch), '--install-extension', vsix];
  await promisify(execFile)(install.node, args, { env: scratchEnvironment(scratch) });
}

/** The address of the workbench with a folder open in it. */
export function workbenchUrl({ port }: CodeServer, folder: string, payload: Payload = []): string {
  const query = new URLSearchParams({ folder, payload: JSON.stringify([['skipWelcome', 'true'], ...payload]) });
  return `http://localhost:${port}/?${query}`;
}

/** How the page names a folder of the machine that the server runs on. */
export function remoteUri({ port }: CodeServer, file: string): string {
  return `vscode-remote://localhost:${port}${file}`;
}

function commonArguments(scratch: Scratch): string[] {
  const config = path.join(scratch.root, 'config.yaml');
  return ['--config', config, '--user-data-dir', scratch.userData, '--extensions-dir', scratch.extensions];
}

function serverArguments(scratch: Scratch): string[] {
  return [
    ...['--auth', 'none', '--bind-addr', '127.0.0.1:0'],
    ...['--disable-telemetry', '--disable-update-check'],
    ...['--vscode-option', 'enable-smoke-test-driver'],
    scratch.workspace,
  ];
}

async function readPort(child: ChildProcess, logFile: string): Promise<number> {
  const log = createWriteStream(logFile);
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no server after ${START_TIMEOUT} ms`)), START_TIMEOUT);
    let said = '';
    const read = (chunk: Buffer) => {
      said += chunk;
      const port = READY.exec(said)?.[1];
      if (port) settle(() => resolve(Number(port)));
    };
    const ended = (code: number | null) => settle(() => reject(new Error(`the server ended with ${code}:\n${said}`)));
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      child.stdout?.off('data', read);
      child.off('exit', ended);
      finish();
    };
    child.stdout?.on('data', read);
    child.once('exit', ended);
  });
}

async function stopGroup(child: ChildProcess): Promise<void> {
  const isOver = child.exitCode !== null || child.signalCode !== null;
  if (!isOver) {
    const ended = once(child, 'exit');
    signalGroup(child, 'SIGTERM');
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_TIMEOUT);
    await ended;
    clearTimeout(timer);
  }
  signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // ESRCH: the group is gone already, which is what we wanted.
  }
}
