/**
 * The totals of a suite as one line of JSON in the file that NODE_CLUSTER_TEST_TOTALS names, which `testAll.mjs` adds up.
 * Nothing happens where the variable is not set.
 */
import { appendFileSync } from 'node:fs';

export function appendTotals({ passes, failures, pending }) {
  const file = process.env.NODE_CLUSTER_TEST_TOTALS;
  if (!file) return;
  appendFileSync(file, `${JSON.stringify({ passed: passes, failed: failures, skipped: pending })}\n`);
}
