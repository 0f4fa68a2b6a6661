/** What can go wrong with a file that a person wants to see or to have, as errors ready to show. */
import { ClusterError } from './clusterError';
import type { Translate } from './translate';

/** A file is gone, or may not be read: VS Code's own words say no more, at great length. */
export function cannotOpen(t: Translate, file: string): ClusterError {
  const message = t('{0} cannot be opened.', file);
  return new ClusterError('fileFailed', message, t('Look whether it is still there and you may read it.'));
}

/** The disk is full or read-only, or the folder is somebody else's. */
export function cannotWrite(t: Translate, file: string, reason: unknown): ClusterError {
  const message = t('{0} cannot be written: {1}.', file, wordsOf(reason));
  return new ClusterError('fileFailed', message, t('Look whether you may write there and the disk has room.'));
}

/** Node's own words without the call and the path that follow them: `EACCES: permission denied`. */
function wordsOf(reason: unknown): string {
  const message = reason instanceof Error ? reason.message : String(reason);
  return /E[A-Z]+: [^,]+/.exec(message)?.[0] ?? message.replace(/\.$/, '');
}
