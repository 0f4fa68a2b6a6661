/**
 * Measures what a worker that prints twenty megabytes a second costs: `npm run build` and then
 * `node --import=tsx test/bench/output.ts [seconds]`. The terminal reads all that comes, a megabyte a second, or nothing.
 */
import { flood } from '../support/flood';

const SECONDS = Number(process.argv[2] ?? 10);
const READERS: Readonly<Record<string, number | undefined>> = { fast: undefined, '1 MB/s': 1, none: 0 };

async function main(): Promise<void> {
  console.log('reader    printed   came through   memory of the primary   a request waits (median, worst)   complete');
  for (const rate of [1, 20, 100]) {
    for (const [reader, reads] of Object.entries(READERS)) {
      const { throughput, memory, waits, isComplete } = await flood({
        rate,
        seconds: SECONDS,
        ...(reads !== undefined && { reads }),
      });
      const [before, highest] = memory.map((megabytes) => megabytes.toFixed(0));
      const [median = 0, worst = 0] = [waits[Math.floor(waits.length / 2)], waits.at(-1)];
      const cells = [
        reader.padEnd(8),
        `${rate} MB/s`.padStart(9),
        `${throughput.toFixed(1)} MB/s`.padStart(12),
        `${before} -> ${highest} MB`.padStart(22),
        `${median.toFixed(0)} ms, ${worst.toFixed(0)} ms`.padStart(32),
        isComplete ? 'yes' : 'NO',
      ];
      console.log(cells.join('  '));
    }
  }
}

void main();
