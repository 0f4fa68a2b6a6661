/** Node Cluster without VS Code: the built preload before the app, as a launch puts it there. */

import { rmSync } from 'node:fs';
import path from 'node:path';
import type { LaunchParameters } from '../../../src/shared/launchParameters';
import { makeRunDirectory, PRELOAD, readRecords } from '../../support/clusterRun';
import { eventually } from '../../support/vscode/eventually';
import { WireClient } from '../../support/wireClient';
import { startOwnPrimary } from './ownPrimary';
import { APPS, type Runner, type RunningApp, type StartOptions } from './runner';

export const nodeCluster: Runner = {
  name: 'nodeCluster',
  title: 'Node Cluster',
  start: async (options) => startWith({}, options),
};

export const nodeClusterOs: Runner = {
  name: 'nodeClusterOs',
  title: 'Node Cluster with the scheduling "os"',
  start: async (options) => startWith({ scheduling: 'os' }, options),
};

export const nodeClusterReusePort: Runner = {
  name: 'nodeClusterReusePort',
  title: 'Node Cluster with the scheduling "reusePort"',
  worksOn: (major, minor) => process.platform === 'linux' && (major > 22 || (major === 22 && minor >= 12)),
  start: async (options) => startWith({ scheduling: 'reusePort' }, options),
};

async function startWith(parameters: Partial<LaunchParameters>, options: StartOptions): Promise<RunningApp> {
  const dir = makeRunDirectory();
  const removeDirectory = options.cleanup.add(() => rmSync(dir, { recursive: true, force: true }));
  const running = startOwnPrimary({
    ...options,
    args: ['--require', PRELOAD, path.join(APPS, options.app)],
    env: { ...options.env, NODE_CLUSTER: JSON.stringify({ ...parameters, workers: options.workers, dir }) },
    more: { runDirectory: dir, reload: () => reload(dir) },
  });
  const stop = async (): Promise<void> => {
    await running.stop();
    await removeDirectory();
  };
  return { ...running, stop };
}

/** Asks for a reload as the extension does, and waits for its end. */
async function reload(dir: string): Promise<void> {
  const record = await eventually('the run record', () => readRecords(dir)[0], { interval: 20 });
  const wire = await WireClient.open(record);
  const isOver = new Promise<void>((resolve, reject) => {
    let begun = false;
    wire.onMessage((message) => {
      if (message.type !== 'run') return;
      begun ||= message.run.state === 'reloading';
      if (begun && message.run.state !== 'reloading') resolve();
    });
    void wire.closed.then(() => reject(new Error('the run ended while it reloaded')));
  });
  try {
    const answer = await wire.request({ type: 'reload' });
    if (answer.type === 'error') throw new Error(answer.message);
    await isOver;
  } finally {
    isOver.catch(() => {});
    wire.close();
  }
}
