/**
 * An app that a file watcher has started ends with all its workers at each change and starts anew. That works, but it
 * loses requests, and a person who came for a cluster should know that a reload does not.
 */
import type { Roster } from './roster';

/** The watcher that started this process, as far as it can be told. */
export function fileWatcherOf(env: NodeJS.ProcessEnv): string | undefined {
  if (env.WATCH_REPORT_DEPENDENCIES !== undefined) return 'node --watch';
  return /\b(nodemon|tsx watch|ts-node-dev)\b/.exec(env.npm_lifecycle_script ?? '')?.[1];
}

/** Says so in the run's notices. */
export function noticeFileWatcher(roster: Roster): void {
  const watcher = fileWatcherOf(process.env);
  if (watcher === undefined) return;
  const instead = 'With nodeCluster.reloadOnSave they are replaced one by one, and no request is lost.';
  roster.notice('fileWatcher', `${watcher} ends all workers when a file changes and starts them anew. ${instead}`);
}
