/**
 * A run as files for containers see it: what the run itself says, and what is known of its project. How many processes a
 * container has is decided here: one worker each, since it is the replicas that are scaled there; an app that forks by
 * itself goes on doing so.
 */
import type { PackageManagerName } from '../packageManifest';
import { type ExportedRun, type ExportedVariable, pathFrom } from './exportedRun';

/** The most that a worker used while somebody looked. */
export interface MeasuredUse {
  /** Bytes. */
  readonly memory: number;
  /** Percent of one core. */
  readonly cpu: number;
}

export interface Project {
  readonly manager: PackageManagerName;
  /** The lockfile beside `package.json`. */
  readonly lockfile?: string;
  readonly hasManifest: boolean;
  /** It has a script `build`. */
  readonly hasBuild: boolean;
}

export interface ContainerRun {
  readonly run: ExportedRun;
  /** Without the `v`: `20.20.2`. */
  readonly node: string;
  readonly port: number;
  /** The app listens on this machine only, where nobody outside of its container reaches it. */
  readonly isLoopbackOnly: boolean;
  /** Absent where nothing was measured. */
  readonly use?: MeasuredUse;
  readonly project: Project;
  /** Paths that the app answers health checks on, where it has them. */
  readonly health?: { readonly live: string; readonly ready: string };
  /** The requests of one client have to reach the same worker. */
  readonly isSticky: boolean;
}

/** How long a container that is to go still gets requests, seconds: until everybody has heard of it. */
export const NOTICE = 5;

/** How many containers there are: one for each worker, or one for an app that forks its own. */
export function replicasOf({ run }: ContainerRun): number {
  return run.mode === 'supervise' ? run.workers : 1;
}

/** From the notice to the end by force, seconds: what a worker has here to drain and to stop. */
export function graceOf({ run }: ContainerRun): number {
  return NOTICE + Math.ceil((run.drainTimeout + run.stopTimeout) / 1000);
}

/** What the container runs; paths are of the project's folder, which is the container's. */
export function commandOf({ run }: ContainerRun): readonly string[] {
  return ['node', ...run.runtimeArgs, pathFrom(run.cwd, run.entry), ...run.args];
}

/** A name that Kubernetes and Compose both take: lower case, digits and hyphens. */
export function resourceName(name: string): string {
  const safe = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50);
  return safe.replace(/^[^a-z]+|-+$/g, '') || 'app';
}

/** What is measured, with room to breathe. Memory in megabytes (1024 * 1024 bytes), CPU in thousandths of a core. */
export interface Resources {
  readonly cpu: number;
  readonly memory: number;
  readonly memoryLimit: number;
}

const MEGABYTE = 1024 * 1024;

/** Undefined where nothing was measured: an invented number would be worse than none. */
export function resourcesOf({ run, use }: ContainerRun): Resources | undefined {
  if (use === undefined) return undefined;
  const processes = run.mode === 'supervise' ? 1 : run.workers;
  const memory = roundUp((processes * use.memory * 1.25) / MEGABYTE, 16);
  const ownLimit = roundUp(run.memoryLimit * processes * 1.25, 16);
  return {
    cpu: roundUp(processes * use.cpu * 10, 50),
    memory,
    memoryLimit: Math.max(ownLimit || roundUp(memory * 2, 16), memory),
  };
}

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;

/** What the app is told in the container, whatever else there is. */
export function fixedVariables({ run, port }: ContainerRun): readonly Required<ExportedVariable>[] {
  const own = new Set(run.variables.filter(({ value }) => value !== undefined).map(({ name }) => name));
  const fixed = [
    { name: 'NODE_ENV', value: 'production' },
    { name: 'PORT', value: String(port) },
  ];
  return fixed.filter(({ name }) => !own.has(name));
}

/** The variables that are only named: those that we set ourselves are not among them. */
export function namedVariables(container: ContainerRun): readonly string[] {
  const fixed = fixedVariables(container).map(({ name }) => name);
  const named = container.run.variables.filter(({ value }) => value === undefined);
  return named.map(({ name }) => name).filter((name) => !fixed.includes(name));
}

/** The variables whose values a person wants written. */
export function writtenVariables({ run }: ContainerRun): readonly Required<ExportedVariable>[] {
  return run.variables.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
}
