/** Makes what `activate` returns: snapshots of the state for other extensions, and `run` in its rejecting form. */
import * as vscode from 'vscode';
import type { NodeClusterApi, RunSnapshot } from '../api';
import { ClusterError } from '../core/clusterError';
import { readLaunchOptions } from '../core/launchOptions';
import type { StateSource } from '../core/ports';
import type { ClusterState, RunState } from '../core/state';
import type { Launcher } from './launcher';
import type { Notifier } from './notify';
import type { RunTasks } from './runTasks';

export interface ApiParts {
  readonly state: StateSource;
  readonly launcher: Launcher;
  readonly tasks: RunTasks;
  readonly notifier: Notifier;
}

/** The API over the extension's parts. */
export function createApi({ state, launcher, tasks, notifier }: ApiParts): NodeClusterApi {
  return {
    version: 1,
    get runs() {
      return snapshots(state.state);
    },
    get lastError() {
      return notifier.lastError?.code;
    },
    onDidChangeRuns: (listener) => state.onDidChange((now) => listener(snapshots(now))),
    async run(options) {
      const launch = await launcher.prepare(readLaunchOptions(vscode.l10n.t, { ...options }));
      const id = await tasks.start(launch);
      const run = state.state.runs.find(({ info }) => info.id === id);
      return run ? snapshot(run) : fail(launch.plan.title);
    },
  };
}

function snapshots({ runs }: ClusterState): readonly RunSnapshot[] {
  return runs.map(snapshot);
}

function snapshot({ info, link, workers }: RunState): RunSnapshot {
  return { ...info, link, workers };
}

function fail(title: string): never {
  const { t } = vscode.l10n;
  throw new ClusterError(
    'endedEarly',
    t('{0} ended before it came up as a cluster.', title),
    t('Look at its terminal.'),
  );
}
