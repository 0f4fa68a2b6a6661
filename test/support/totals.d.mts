/** The types of `totals.mjs`. */
interface Stats {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
}

export declare function appendTotals(stats: Stats): void;
