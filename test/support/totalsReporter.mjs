/** Mocha's own spec report, which leaves its totals for `testAll.mjs` at the end. */
import Mocha from 'mocha';
import { appendTotals } from './totals.mjs';

export class TotalsReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => appendTotals(this.stats));
  }
}

// biome-ignore lint/style/noDefaultExport: mocha loads a reporter by its default export.
export default TotalsReporter;
