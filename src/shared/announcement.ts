/**
 * The lines that a run prints in its terminal where it is asked to: a task that waits for the app (`preLaunchTask`)
 * knows by them when it begins and when it is ready. English, and fixed: the manifest's problem matcher reads them.
 */

/** Printed as the run begins. */
export function startLine(name: string): string {
  return `Node Cluster starts ${name}`;
}

/** Printed as its workers are about to be replaced. */
export function reloadLine(name: string): string {
  return `Node Cluster reloads ${name}`;
}

/** Printed before the line that says that it serves, where a reload has not brought the new version. */
export function reloadFailedLine(name: string): string {
  return `Node Cluster: the reload of ${name} failed, the workers from before serve on`;
}

/** Printed when it serves. */
export function readyLine(name: string): string {
  return `Node Cluster: ${name} is ready`;
}
