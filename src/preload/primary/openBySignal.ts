/**
 * Opens the inspector of a worker whose loop is blocked. SIGUSR1 (on Windows its counterpart) makes Node open it from a
 * thread of its own, at the port that the probe has prepared, as soon as JavaScript runs or is about to run again.
 */
import { get } from 'node:http';
import { inspectorPort } from '../../shared/inspectorPort';
import type { Incarnation } from './incarnation';
import type { Refuse } from './runControl';

/** Native code that has not come back after this long may not come back at all. */
const OPEN_WITHIN_MS = 3000;
const LOOK_EVERY_MS = 50;
const ANSWER_WITHIN_MS = 1000;

/** Answers where it is open, and whether it is because of us; rejects with a `Refusal`. */
export async function openBySignal(
  process: Incarnation,
  refuse: Refuse,
): Promise<{ readonly url: string; readonly ours: boolean }> {
  // As a pid 0 means this process and all of its group.
  if (process.pid === 0) throw refuse('noSuchWorker', 'The worker has not been started.');
  const typed = typedPort(process);
  const port = typed ?? inspectorPort(process.pid);
  const before = await readUrl(port);
  if (before?.url !== undefined) return { url: before.url, ours: false };
  if (before) throw refuse('noInspector', `Port ${port}, which its inspector would open, is another program's.`);
  if (process.ownSignal) throw refuse('noInspector', 'The app uses SIGUSR1, which would open it, for itself.');
  signal(process.pid);
  const end = Date.now() + OPEN_WITHIN_MS;
  while (Date.now() < end) {
    const url = (await readUrl(port))?.url;
    if (url !== undefined) return { url, ours: typed === undefined };
    if (process.gone) throw refuse('noSuchWorker', 'The worker has ended.');
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw refuse('notInterruptible', 'Its inspector did not open: it runs native code that nothing interrupts.');
}

/** Whether the inspector of a process is open at its port: what looks like a blocked loop may be a breakpoint then. */
export async function isInspected(process: Incarnation): Promise<boolean> {
  return (await readUrl(typedPort(process) ?? inspectorPort(process.pid)))?.url !== undefined;
}

/** With `node --inspect` the cluster gives each worker a port by its command line. */
function typedPort({ worker }: Incarnation): number | undefined {
  const option = worker.process.spawnargs.findLast((argument) => argument.startsWith('--inspect-port='));
  return option === undefined
    ? undefined
    : Number(
        option
          .slice(option.lastIndexOf('=') + 1)
          .split(':')
          .pop(),
      );
}

function signal(pid: number): void {
  const internals = process as unknown as { _debugProcess(pid: number): void };
  if (process.platform === 'win32') internals._debugProcess(pid);
  else process.kill(pid, 'SIGUSR1');
}

/** The address of the inspector at a port; one without a `url` where something else answers, nothing where nothing does. */
function readUrl(port: number): Promise<{ readonly url?: string } | undefined> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/json/list', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(urlIn(text)));
    });
    // For the whole answer: another program at this port may begin one and never end it.
    const late = setTimeout(() => request.destroy(), ANSWER_WITHIN_MS);
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? undefined : {}));
    request.on('close', () => {
      clearTimeout(late);
      resolve({});
    });
  });
}

function urlIn(text: string): { readonly url?: string } {
  try {
    const url: unknown = JSON.parse(text)[0].webSocketDebuggerUrl;
    return typeof url === 'string' ? { url } : {};
  } catch {
    return {};
  }
}
