/** Puts the errors in what a primary says at the places in their sources, before anything shows them. */

import type { RunEvent, Snapshot } from '../shared/protocol';
import type { ExitInfo, RunInfo, WorkerInfo } from '../shared/runInfo';
import { atSource } from './sourceMaps';

/** A snapshot whose errors are at their sources. */
export function placed(snapshot: Snapshot): Snapshot {
  const history = snapshot.history.map((entry) => (entry.exit ? { ...entry, exit: placedExit(entry.exit) } : entry));
  return { ...snapshot, run: placedRun(snapshot.run), workers: snapshot.workers.map(placedWorker), history };
}

/** An event whose error is at its source. */
export function placedEvent(event: RunEvent): RunEvent {
  return event.type === 'worker'
    ? { ...event, worker: placedWorker(event.worker) }
    : { ...event, run: placedRun(event.run) };
}

function placedWorker(worker: WorkerInfo): WorkerInfo {
  return worker.lastExit ? { ...worker, lastExit: placedExit(worker.lastExit) } : worker;
}

function placedRun(run: RunInfo): RunInfo {
  return run.reload?.exit ? { ...run, reload: { ...run.reload, exit: placedExit(run.reload.exit) } } : run;
}

function placedExit(exit: ExitInfo): ExitInfo {
  return exit.error ? { ...exit, error: atSource(exit.error) } : exit;
}
