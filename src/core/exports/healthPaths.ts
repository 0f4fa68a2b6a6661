/** Finds the paths on which an app answers health checks, by the names that everybody gives them. */

const LIVE = ['/livez', '/healthz', '/health/live', '/health', '/ping'];
const READY = ['/readyz', '/health/ready', '/ready', '/healthz', '/health', '/livez', '/ping'];

/** The paths that a source names, in quotes; undefined where there are none. */
export function healthPaths(source: string): { readonly live: string; readonly ready: string } | undefined {
  const has = (path: string): boolean => ["'", '"', '`'].some((quote) => source.includes(`${quote}${path}${quote}`));
  const [live, ready] = [LIVE.find(has), READY.find(has)];
  if (live === undefined && ready === undefined) return undefined;
  return { live: live ?? ready ?? '', ready: ready ?? live ?? '' };
}
