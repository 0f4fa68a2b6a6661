/** Whether the primary that wrote a record is still the process of that number. */
import type { RunRecord } from '../shared/runRecord';
import { isAlive, startTimes } from './processTable';
import { START_TOLERANCE } from './reaper';

/** A process that started after the run did is another one that was given the same pid. */
export async function doesPrimaryLive({ pid, startedAt }: RunRecord): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const processStart = (await startTimes([pid])).get(pid);
  return processStart === undefined ? isAlive(pid) : processStart <= startedAt + START_TOLERANCE;
}
