// throng as its documentation shows it. BENCH_APP is what the workers run, BENCH_THRONG where the package is.
const throng = require(process.env.BENCH_THRONG);

throng({ count: Number(process.env.BENCH_WORKERS), worker: () => require(process.env.BENCH_APP) });
