/**
 * Runs a piece of code as a person would: written into a folder of its own, started with plain Node, asked over HTTP.
 * The folder sees the packages of this repository. Its owner disposes it, and whatever still runs of it ends with it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './process.mjs';
import { eventually } from './vscode/eventually';

/** The Node that examples run on; the tests themselves stay on the one that runs mocha. */
const NODE = process.env.NODE_CLUSTER_TEST_NODE ?? process.execPath;
const TSX = pathToFileURL(require.resolve('tsx')).href;

export interface Example {
  /** Its extension decides how it is run. */
  readonly fileName: string;
  readonly text: string;
  /** The `type` of the package.json beside it. */
  readonly packageType?: 'module' | 'commonjs';
  readonly env?: Readonly<Record<string, string>>;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A folder that ends with its test, in which the packages of this repository resolve. */
export function makeExampleFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'node-cluster-example-'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  return folder;
}

/** Writes the example's files into a folder and returns the path of its script. */
export function writeExample(folder: string, { fileName, text, packageType }: Example): string {
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'example', type: packageType }));
  const file = path.join(folder, fileName);
  writeFileSync(file, text);
  return file;
}

export class ExampleApp {
  readonly exited: Promise<Exit>;
  /** What it has printed so far, on both streams. */
  output = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly port: number,
  ) {
    this.exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
  }

  /** Starts the example; `PORT` names a port that is free. */
  static async start(example: Example): Promise<ExampleApp> {
    const folder = makeExampleFolder();
    const file = writeExample(folder, example);
    const port = await findFreePort();
    const loader = /\.[cm]?ts$/.test(file) ? ['--import', TSX] : [];
    const env = { ...process.env, NODE_OPTIONS: '', ...example.env, PORT: String(port) };
    return new ExampleApp(spawn(NODE, [...loader, file], { cwd: folder, env }), folder, port);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The workers that have said so far that they listen, the dead among them included. */
  get births(): readonly number[] {
    return [...this.output.matchAll(/Worker (\d+) listens/g)].map((match) => Number(match[1]));
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /**
   * Asks over a connection of its own, so that the primary may choose any worker; answers with that worker's pid. Node's
   * primary never hears back from a worker that dies with a connection in its hands, so a client must not wait for long.
   */
  async ask(): Promise<number> {
    const { text } = await get({ port: this.port, agent: false, signal: AbortSignal.timeout(500) });
    return Number(/worker (\d+)/.exec(text)?.[1]);
  }

  /** Asks until so many different workers have answered; those in `but` do not count. */
  async untilAnswered(count: number, but: readonly number[] = []): Promise<number[]> {
    const pids = new Set<number>();
    await eventually(
      `${count} answering workers`,
      async () => {
        const pid = await this.ask();
        if (!but.includes(pid)) pids.add(pid);
        return pids.size >= count ? true : undefined;
      },
      { timeout: 10_000, interval: 20 },
    );
    return [...pids];
  }

  async untilPrinted(pattern: RegExp): Promise<void> {
    await eventually(`the output to match ${pattern}`, () => pattern.test(this.output) || undefined, {
      timeout: 15_000,
      interval: 20,
    });
  }

  /** Resolves when none of the workers that ever listened is left. */
  async untilNoWorkerIsLeft(): Promise<void> {
    await eventually('the workers to be gone', () => !this.births.some(isAlive) || undefined, {
      timeout: 5_000,
      interval: 20,
    });
  }

  dispose(): void {
    for (const pid of [this.pid, ...this.births]) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Answer {
  readonly status: number | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

export async function get(options: http.RequestOptions): Promise<Answer> {
  const request = http.get({ host: '127.0.0.1', signal: AbortSignal.timeout(10_000), ...options });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}

/** Whether a process runs; one that ended and that nobody has waited for does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    // There is no such process, or the pid is somebody else's by now.
    return false;
  }
  return process.platform !== 'linux' || !/\) Z /.test(readStat(pid));
}

function readStat(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // It ended between the two looks: report it as what it would have been, an ended process.
    return ') Z ';
  }
}

/** A TCP port that nothing listens on right now. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return address.port;
}
