/** What the measuring part inside VS Code is told. */
export const ORDER_VARIABLE = 'NODE_CLUSTER_BENCH';

export interface InsideOrder {
  readonly measure: 'activation' | 'use';
  /** The file for the figures. */
  readonly result: string;
  /** The Node and the preload of the run that is watched. */
  readonly node: string;
  readonly preload: string;
  readonly workers: number;
  /** How long each phase is. */
  readonly seconds: number;
}
