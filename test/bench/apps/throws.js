// Throws at once, as an app does whose configuration is wrong. Notes each of its births.
require('node:fs').appendFileSync(process.env.BENCH_BIRTHS, `${process.pid}\n`);
throw new Error('bench: thrown on purpose');
