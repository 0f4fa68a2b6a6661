/** A run as exports see it: everything has a sensible value, a test says what matters. */
import type { ContainerRun } from '../../src/core/exports/containerRun';
import type { ExportedRun } from '../../src/core/exports/exportedRun';

export function exportedRun(given: Partial<ExportedRun> = {}): ExportedRun {
  return {
    name: 'shop',
    entry: '/app/server.js',
    cwd: '/app',
    args: [],
    runtimeArgs: [],
    workers: 4,
    mode: 'supervise',
    memoryLimit: 0,
    drainTimeout: 10_000,
    stopTimeout: 10_000,
    baseDelay: 500,
    saysReady: false,
    variables: [],
    ...given,
  };
}

/** The same in a container: an Express-like app on port 3000 with npm and a lockfile, whose workers were measured. */
export function containerRun(given: Partial<ContainerRun> = {}): ContainerRun {
  return {
    run: exportedRun(),
    node: '20.20.2',
    port: 3000,
    isLoopbackOnly: false,
    use: { memory: 90 * 1024 * 1024, cpu: 23 },
    project: { manager: 'npm', lockfile: 'package-lock.json', hasManifest: true, hasBuild: false },
    isSticky: false,
    ...given,
  };
}
