/**
 * Gathers what files for containers say of a run beside what every export says: its Node.js, its port, what its workers
 * used, and how its project is installed and built.
 */
import { join } from 'node:path';
import type { ContainerRun, MeasuredUse, Project } from '../../core/exports/containerRun';
import type { ExportedRun } from '../../core/exports/exportedRun';
import { healthPaths } from '../../core/exports/healthPaths';
import { LOCKFILES, packagesOf, parseManifest } from '../../core/packageManifest';
import type { Machine } from '../../core/ports';
import type { RunSeries } from '../../core/series';
import type { RunState } from '../../core/state';
import type { ListeningAddress } from '../../shared/runInfo';
import type { CommandServices } from '../commands/commandServices';
import { setting } from '../config';
import { packageManager } from '../launchTarget';
import { folderFor } from '../workspaceGuard';

/** What most apps listen on that nobody told anything else. */
const USUAL_PORT = 3000;

/** How long to wait for a first measurement, milliseconds. */
const PATIENCE = 5_000;

type Services = Pick<CommandServices, 'machine' | 'recorder' | 'scaling' | 'tasks'>;

/** Reads everything; waits some seconds for a measurement where there was none yet. */
export async function containerRunOf(services: Services, state: RunState, run: ExportedRun): Promise<ContainerRun> {
  const { machine } = services;
  const manifest = (await machine.readText(join(run.cwd, 'package.json'))) ?? '';
  const health = healthPaths((await machine.readText(run.entry)) ?? '');
  const use = await measuredUse(services, state);
  const addresses = state.workers.flatMap((worker) => worker.addresses).filter(isTcp);
  return {
    run,
    node: state.info.node.replace(/^v/, ''),
    port: addresses[0]?.port ?? USUAL_PORT,
    isLoopbackOnly: addresses.length > 0 && addresses.every(({ host }) => host === '127.0.0.1' || host === '::1'),
    project: await projectOf(machine, run.cwd, manifest),
    isSticky: isSticky(services, state) || packagesOf(manifest).has('socket.io'),
    ...(health && { health }),
    ...(use && { use }),
  };
}

/** As the run was started. A project with socket.io counts as well: only the worker that began can answer its polling. */
function isSticky({ tasks }: Services, { info }: RunState): boolean {
  const sticky = tasks.taskOf(info.id)?.parameters.sticky ?? setting('sticky', folderFor(info.entry));
  return sticky !== 'off';
}

const isTcp = ({ port, udp }: ListeningAddress): boolean => port !== undefined && udp !== true;

async function projectOf(machine: Machine, folder: string, manifest: string): Promise<Project> {
  const present = await Promise.all(Object.keys(LOCKFILES).map((file) => machine.kindOf(join(folder, file))));
  const manager = await packageManager(machine, folder, folderFor(folder)?.uri.fsPath);
  const lockfile = Object.keys(LOCKFILES).find(
    (file, index) => present[index] === 'file' && LOCKFILES[file] === manager,
  );
  return {
    manager,
    hasManifest: manifest !== '',
    hasBuild: 'build' in parseManifest(manifest).scripts,
    ...(lockfile !== undefined && { lockfile }),
  };
}

async function measuredUse(
  { recorder, scaling }: Services,
  { info, link }: RunState,
): Promise<MeasuredUse | undefined> {
  const measured = (): MeasuredUse | undefined => highestUse(recorder.of(info.id).series);
  if (measured() || link === 'ended') return measured();
  const viewer = {};
  scaling.viewers.set(viewer, true);
  try {
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        subscription.dispose();
        resolve();
      };
      const timer = setTimeout(finish, PATIENCE);
      const subscription = recorder.onDidRecord(() => measured() && finish());
    });
    return measured();
  } finally {
    scaling.viewers.set(viewer, false);
  }
}

/** The most that any worker had; undefined before the first measurement. */
function highestUse(series: RunSeries): MeasuredUse | undefined {
  const highest = (metric: 'memory' | 'cpu'): number =>
    Math.max(
      0,
      ...series.slots.map((slot) =>
        series.workerColumn(slot, metric).reduce((most, value) => (value > most ? value : most), 0),
      ),
    );
  const memory = highest('memory');
  return memory > 0 ? { memory, cpu: highest('cpu') } : undefined;
}
