/** What a crash means for the whole run, told once: these are mistakes that no restart mends. */
import type { ExitInfo, Notice } from '../../shared/runInfo';

/** The notice that a crash calls for, if any. `everReady` says whether some worker has served before. */
export function crashNotice({ reason, error }: ExitInfo, everReady: boolean): Omit<Notice, 'at'> | undefined {
  const text = error?.message ?? '';
  if (reason === 'not started') return { code: 'notStarted', message: `A worker could not be started: ${text}.` };
  if (reason === 'port in use' && !everReady) {
    return { code: 'portTaken', message: `${text}: another program has this port.` };
  }
  if (reason === 'port in use') {
    const message =
      'Another worker of this run holds the port: the app listens with exclusive, so only one can have it.';
    return { code: 'exclusivePort', message };
  }
  // In a worker `cluster.fork` is not there: the app took the branch of its own primary, or has no branches.
  if (/cluster\S*\.fork is not a function|export named 'fork'/.test(text)) {
    return { code: 'selfClustered', message: 'The app forks its workers itself. Run it in observe mode.' };
  }
  return undefined;
}
