/** The latest output of a slot. It outlives a crash, and is read when somebody asks. */
import type { LogLine } from '../../shared/runInfo';
import { type LogBatch, linesOf, toLogLines } from './logBatch';

/** A ring holds at least the last so many lines, unless they are longer than so many bytes. */
const MOST_LINES = 10_000;
const MOST_BYTES = 1024 * 1024;
const TAIL_LINES = 40;

/** Batches, oldest first, bounded in lines and bytes. */
export class LogRing {
  readonly batches: LogBatch[] = [];
  private lines = 0;
  private bytes = 0;

  add(batch: LogBatch): void {
    this.batches.push(batch);
    this.count(batch, 1);
    while (this.batches.length > 1 && (this.lines > MOST_LINES || this.bytes > MOST_BYTES)) {
      const oldest = this.batches.shift();
      if (oldest) this.count(oldest, -1);
    }
  }

  /** The last lines that a process wrote to stderr. */
  tail(pid: number): string {
    const batches = this.batches.filter((batch) => batch.pid === pid && batch.stream === 'err');
    return latestBatches(batches, TAIL_LINES).flatMap(linesOf).slice(-TAIL_LINES).join('\n');
  }

  private count({ count, bytes }: LogBatch, sign: 1 | -1): void {
    this.lines += sign * count;
    this.bytes += sign * bytes.length;
  }
}

/** The latest lines of some rings, in the order of their time. */
export function latestLines(rings: readonly LogRing[], lines: number): LogLine[] {
  const batches = rings.flatMap(({ batches }) => batches).sort((a, b) => a.at - b.at);
  return latestBatches(batches, lines).flatMap(toLogLines).slice(-lines);
}

/** The last batches that have so many lines together, or all. */
function latestBatches(batches: readonly LogBatch[], lines: number): readonly LogBatch[] {
  let start = batches.length;
  for (let found = 0; start > 0 && found < lines; start--) found += batches[start - 1]?.count ?? 0;
  return batches.slice(start);
}
