/** A run as exports see it: everything has a sensible value, a test says what matters. */
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
