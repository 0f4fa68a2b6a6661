/**
 * What the rest of a project says about a file of it: whether it is a server, whether several workers are meant, and what
 * is taken care of in another file. Read from the texts as they stand, by words: it only ever keeps the check quiet.
 */
import { packagesOf } from '../packageManifest';

export interface ProjectFacts {
  readonly isServer: boolean;
  /** It forks workers itself or has itself forked, so what is found is no longer only a possibility. */
  readonly isClustered: boolean;
  readonly endsGracefully: boolean;
  /** A client's requests stay with a worker, or its first one is a WebSocket already. */
  readonly hasSticky: boolean;
  readonly hasSocketAdapter: boolean;
  readonly packages: ReadonlySet<string>;
}

const LISTENS = /\.listen\s*\(|createServer\s*\(|\bserve\s*\(/;
const CLUSTERS = /["'](?:node:)?cluster["']|exec_mode|["'](?:throng|recluster|@socket\.io\/sticky)["']/;
const ENDS =
  /SIGTERM|SIGINT|enableShutdownHooks|close-with-grace|http-terminator|http-graceful-shutdown|@godaddy\/terminus|stoppable|lightship|death\b/;
const STICKY =
  /@socket\.io\/(?:sticky|cluster-engine)|sticky-session|setupWorker\s*\(|transports\s*:\s*\[\s*["']websocket["']\s*\]/;
const ADAPTER = /@socket\.io\/[\w-]*adapter|socket\.io-redis|socket\.io-emitter|\.adapter\s*\(/;

/** Reads the facts from a manifest and the sources that were read of the project. */
export function projectFacts(manifest: string, sources: readonly string[]): ProjectFacts {
  const all = [manifest, ...sources];
  const some = (pattern: RegExp): boolean => all.some((text) => pattern.test(text));
  return {
    isServer: sources.some((text) => LISTENS.test(text)),
    isClustered: some(CLUSTERS) || /\bpm2\b/.test(manifest),
    endsGracefully: some(ENDS),
    hasSticky: some(STICKY),
    hasSocketAdapter: some(ADAPTER),
    packages: packagesOf(manifest),
  };
}
