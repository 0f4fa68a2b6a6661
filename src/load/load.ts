/**
 * The load process of Measure Scaling: asks one address of this machine as fast as it answers, for some seconds, prints
 * what came of it as one line of JSON, and ends. A process of its own, so that neither the extension host nor the app
 * pays for it, and so that what it costs can be told from what they do.
 */
import { type LoadOrder, type LoadOutcome, readLoadOrder } from '../shared/loadOrder';
import { runLoad } from './runLoad';
import { tryOnce } from './tryOnce';

async function outcomeOf(order: LoadOrder): Promise<LoadOutcome> {
  const trial = await tryOnce(order.url);
  if (trial.refusal !== undefined) return { type: 'refused', reason: trial.refusal };
  return { type: 'figures', figures: await runLoad({ ...order, url: trial.url }) };
}

async function main(): Promise<void> {
  // Whoever started us holds the other end of stdin: when that is gone, nobody waits for the answer.
  process.stdin.resume().once('close', () => process.exit(1));
  const order = readLoadOrder(process.argv[2] ?? '');
  if (order === undefined) throw new Error('This is no order for load on this machine.');
  process.stdout.write(`${JSON.stringify(await outcomeOf(order))}\n`, () => process.exit(0));
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`, () => process.exit(1));
});
