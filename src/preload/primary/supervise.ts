/**
 * Runs the supervisor as this process's only business: sets the cluster up, passes signals on to the workers, and ends
 * as the workers ended. The entry itself runs in the workers alone.
 */
import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import { isatty } from 'node:tty';
import { workerExecArgv } from './forkEnvironment';
import { killsOver } from './hardKill';
import { type OutputReader, surviveBrokenPipes } from './output';
import { PortShares } from './portShares';
import type { RunParts } from './run';
import { applyScheduling } from './scheduling';
import type { RunEnd } from './slotKeeper';
import { Spawner } from './spawner';
import { Supervisor } from './supervisor';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm and `node --watch` pass a Ctrl+C on that the terminal has sent already: so soon, milliseconds, nobody is impatient. */
const ECHO_WITHIN_MS = 500;
/** How long the last events and output may take to leave before the process ends, milliseconds. */
const FLUSH_MS = 500;

/** Forks the run's workers and answers their supervisor. */
export function superviseHere({ start, roster, output, environment, publish, unpublish }: RunParts): Supervisor {
  const { parameters, named } = start.target;
  const { scheduling = 'roundRobin' } = roster.run;
  applyScheduling(cluster, scheduling);
  cluster.setupPrimary({
    exec: start.main,
    args: [...start.args],
    execArgv: workerExecArgv(start.target.preload),
    windowsHide: true,
    ...(output.kept ? { stdio: ['inherit', 'pipe', 'pipe', 'ipc'] } : {}),
  });
  let ended = false;
  const onEnd = (end: RunEnd): void => {
    if (ended) return;
    ended = true;
    roster.changeRun({ state: 'ended' });
    void Promise.all([unpublish(), killsOver()]).then(() => leave(end, output));
  };
  const spawner = new Spawner({
    cluster,
    roster,
    environment,
    output,
    onSample: publish,
    ...(scheduling === 'reusePort' && { portShares: new PortShares() }),
  });
  const supervisor = new Supervisor({ roster, spawner, parameters, onEnd });
  passSignals(supervisor);
  forwardWatchReports();
  const workers = parameters.workers === 'auto' ? availableParallelism() : parameters.workers;
  supervisor.start({ workers, scout: !named });
  // Not before: what the workers wait for comes first.
  surviveBrokenPipes();
  return supervisor;
}

/** The first signal ends the workers gently, a later one at once. */
function passSignals(supervisor: Supervisor): void {
  let askedAt: number | undefined;
  const terminal = isatty(0) || isatty(1) || isatty(2);
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const now = performance.now();
      if (askedAt !== undefined) return now - askedAt > ECHO_WITHIN_MS ? supervisor.forceStop() : undefined;
      askedAt = now;
      // Ctrl+C reaches the whole foreground group: the workers have this signal already and must not get it twice.
      if (signal === 'SIGINT' && terminal) supervisor.awaitAll();
      else supervisor.endAll(signal);
    });
  }
}

/** Under `node --watch` the loaded files are reported over the channel; the parent must hear of the workers' too. */
function forwardWatchReports(): void {
  if (!process.send) return;
  cluster.on('message', (_worker, message: Record<string, unknown> | null) => {
    if (message?.['watch:require'] || message?.['watch:import']) process.send?.(message);
  });
}

/** Ends this process as the workers ended: with their code, or by their signal. */
function leave({ code, signal }: RunEnd, output: OutputReader): void {
  for (const name of SIGNALS) process.removeAllListeners(name);
  const go = (): void => {
    if (signal) process.kill(process.pid, signal);
    else process.exit(code);
  };
  setTimeout(go, FLUSH_MS);
  void output.untilRead().then(() => process.stdout.write('', () => process.stderr.write('', () => setImmediate(go))));
}
