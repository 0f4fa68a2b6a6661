/**
 * `npm run chaos -- --minutes 10 --seed 7`: the chaos of the process test at a large size. Prints what it did, what the
 * figures are and everything that is wrong, and ends with 1 if anything is. The same seed does the same actions in the
 * same order; when exactly each of them hits is up to the machine.
 */
import { parseArgs } from 'node:util';
import type { LoadResult } from '../support/load';
import { ChaosRun } from './chaosRun';
import { memoryOf, violations } from './invariants';

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes ?? 2);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

main().then(
  (problems) => {
    process.exitCode = problems > 0 ? 1 : 0;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);

async function main(): Promise<number> {
  console.log(`chaos for ${minutes} minutes with seed ${seed}`);
  const chaos = await ChaosRun.start(seed);
  try {
    const load = await chaos.rage({ duration: minutes * 60_000, onAction: noteProgress() });
    const problems = [...(await violations(chaos, load))];
    report(chaos, load);
    const { code, signal } = await chaos.stop();
    if (code !== 0) problems.push(`the run ended with ${code ?? signal} when it was stopped`);
    for (const problem of problems) console.log(`WRONG: ${problem}`);
    console.log(problems.length === 0 ? 'every invariant holds' : `${problems.length} invariants are broken`);
    return problems.length;
  } finally {
    await chaos.dispose();
  }
}

/** A sign of life each minute. */
function noteProgress(): () => void {
  const start = Date.now();
  let told = 0;
  let actions = 0;
  return () => {
    actions++;
    const minute = Math.floor((Date.now() - start) / 60_000);
    if (minute === told) return;
    told = minute;
    console.log(`  minute ${minute}: ${actions} actions`);
  };
}

function report(chaos: ChaosRun, { answered, failed, hung }: LoadResult): void {
  const { ledger, done } = chaos;
  const { warm, end } = memoryOf(chaos);
  const counted = [...ledger.pids].reduce((sum, pid) => sum + ledger.countedBy(pid), 0);
  console.log(`actions: ${[...done].map(([name, count]) => `${name} ${count}`).join(', ')}`);
  console.log(
    `processes: ${ledger.pids.size} shown, ${ledger.ended.size} ended, ${ledger.violent} of them by a signal`,
  );
  console.log(`requests: ${answered} answered, ${failed.length} failed, ${hung} hung, ${counted} counted by the run`);
  console.log(`events: ${chaos.faithful.events.length}, none missed and none twice`);
  console.log(`memory of the primary: ${warm.toFixed(1)} megabytes when warm, ${end.toFixed(1)} in the end`);
}
