/**
 * What Measure Scaling found: one step for each number of workers, and the first one once more at the end, which tells
 * how steady the machine was. Plain data, made by `host/scalingMeter.ts`, read by the analysis, the page and the export.
 */
import type { LoadFigures } from '../../shared/loadOrder';

/** What the workers used while the load ran, over all of them. */
export interface WorkerUse {
  /** Percent of one core, all workers together. */
  readonly cpu: number;
  /** How much of the time their event loops were busy, on average, percent. */
  readonly loop: number;
}

export interface ScalingStep {
  readonly workers: number;
  readonly load: LoadFigures;
  /** Absent where the workers told nothing. */
  readonly use?: WorkerUse;
}

export interface Measurement {
  /** Absolute path of the file that the workers run. */
  readonly entry: string;
  /** `process.version` of the run. */
  readonly node: string;
  readonly url: string;
  readonly connections: number;
  /** Measured seconds of each step. */
  readonly seconds: number;
  /** How many processes can compute at once on this machine. */
  readonly cores: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** By number of workers, from one on. */
  readonly steps: readonly ScalingStep[];
  /** One worker again, after all others; absent until then. */
  readonly control?: ScalingStep;
}
