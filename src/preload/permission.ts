/**
 * Node's permission model (`--permission`) may forbid an app to start processes, or us to read our own files. There is
 * no cluster then: the app runs alone, as if we were not there, and one line says why.
 */
import { PARAMETERS_VARIABLE } from '../shared/parametersVariable';
import { restoreNodeOptions } from './environment';

interface Permission {
  has(scope: string, reference?: string): boolean;
}

/** The option that this process lacks to become a primary; nothing where it may. */
export function missingPermission(): string | undefined {
  const { permission } = process as { permission?: Permission };
  if (!permission) return undefined;
  if (!permission.has('child')) return '--allow-child-process';
  return permission.has('fs.read', __dirname) ? undefined : `--allow-fs-read=${__dirname}`;
}

/** Leaves the process to the app and says what is missing. */
export function stayAlone(option: string, preload: string): void {
  delete process.env[PARAMETERS_VARIABLE];
  restoreNodeOptions(process.env, preload);
  process.stderr.write(`node-cluster: Node.js runs with --permission and without ${option}, so the app runs alone\n`);
}
