// The tutorial's primary: forks so many workers, and another whenever one ends. BENCH_APP is what the workers run.
const cluster = require('node:cluster');

if (cluster.isPrimary) {
  for (let count = 0; count < Number(process.env.BENCH_WORKERS); count++) cluster.fork();
  cluster.on('exit', () => cluster.fork());
} else {
  require(process.env.BENCH_APP);
}
