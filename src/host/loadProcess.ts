/**
 * Starts the load process of Measure Scaling and reads its answer. It lives for one order at most, ends when it is
 * cancelled, and is killed when it takes longer than it was told to.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { LoadGenerator } from '../core/ports';
import { type LoadOrder, type LoadOutcome, readLoadOrder, readLoadOutcome } from '../shared/loadOrder';

/** Beyond its seconds: starting, the trial request, and requests that time out; milliseconds. */
const GRACE = 30_000;

/** The generator that runs this file. */
export function createLoadGenerator(file: string): LoadGenerator {
  return { run: (order, options) => runLoad(file, order, options) };
}

async function runLoad(
  file: string,
  order: LoadOrder,
  { node, signal }: Parameters<LoadGenerator['run']>[1],
): Promise<LoadOutcome> {
  const given = JSON.stringify(order);
  if (readLoadOrder(given) === undefined) throw new Error('Load goes to this machine only, and within its bounds.');
  // Its stdin stays open as long as we live: it ends with us.
  const child = spawn(node, [file, given], { stdio: 'pipe', env: plainEnvironment(), windowsHide: true });
  const patience = AbortSignal.timeout((order.warmUp + order.seconds) * 1000 + GRACE);
  const kill = (): void => void child.kill('SIGKILL');
  for (const one of [signal, patience]) one.addEventListener('abort', kill);
  try {
    const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    signal.throwIfAborted();
    const outcome = readLoadOutcome(said);
    if (outcome === undefined) throw new Error(complaint.trim() || 'The load process ended without an answer.');
    return outcome;
  } finally {
    signal.removeEventListener('abort', kill);
    patience.removeEventListener('abort', kill);
  }
}

/** What is meant for other processes of ours, or would load the user's modules, stays away. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_CLUSTER: _parameters, ...others } = process.env;
  return others;
}
