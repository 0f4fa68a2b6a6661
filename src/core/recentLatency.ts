/**
 * Latency over the last ten seconds: one second of a quiet app has too few requests for a percentile that stands still.
 * Histograms of all that time are merged. Owned by the history of its run.
 */
import { mergePairs, percentile } from '../shared/histogram';
import type { Sample } from '../shared/runInfo';

const SECONDS = 10;

interface Slot {
  /** When the newest sample was measured, by the worker's clock. */
  at: number;
  readonly histograms: (readonly number[])[];
}

export class RecentLatency {
  private readonly slots = new Map<number, Slot>();

  /** Takes the latest sample of each worker; those that are not among them are forgotten. */
  take(samples: readonly Sample[]): void {
    const present = new Set(samples.map(({ slot }) => slot));
    for (const slot of this.slots.keys()) if (!present.has(slot)) this.slots.delete(slot);
    for (const sample of samples) this.add(sample);
  }

  /** In milliseconds; of one worker, or of all. Undefined where there were no requests. */
  percentile(share: number, slot?: number): number | undefined {
    const slots = [...this.slots].filter(([id]) => slot === undefined || id === slot);
    return percentile(mergePairs(slots.flatMap(([, { histograms }]) => histograms)), share);
  }

  private add({ slot, at, latency }: Sample): void {
    const known = this.slots.get(slot) ?? { at: 0, histograms: [] };
    this.slots.set(slot, known);
    if (at <= known.at) return;
    known.at = at;
    known.histograms.push(latency);
    if (known.histograms.length > SECONDS) known.histograms.shift();
  }
}
