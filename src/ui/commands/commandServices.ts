/** What the commands work with: made by `extension.ts`, handed to each group of commands. Types only. */

import type { Uri } from 'vscode';
import type { Paths } from '../../core/paths';
import type { Pm2Control } from '../../core/pm2/pm2Ports';
import type { Insight, Machine, RunGateway, ScalingMeter, StateSource } from '../../core/ports';
import type { ClusterNode } from '../../core/state';
import type { Captures } from '../captures';
import type { Dashboards } from '../dashboards';
import type { DebugRuns } from '../debugRuns';
import type { ExecutingLine } from '../executingLine';
import type { ExtensionLog } from '../extensionLog';
import type { LastCounts } from '../lastCounts';
import type { Launcher } from '../launcher';
import type { Notifier } from '../notify';
import type { RunRecorder } from '../runRecorder';
import type { RunTasks } from '../runTasks';
import type { ScalingMemory } from '../scalingMemory';
import type { ScalingPanels } from '../scalingPanels';
import type { Viewers } from '../viewers';
import type { WorkerDebuggers } from '../workerDebuggers';

export interface CommandServices {
  readonly state: StateSource;
  readonly gateway: RunGateway;
  readonly insight: Insight;
  readonly executingLine: ExecutingLine;
  readonly captures: Captures;
  readonly machine: Machine;
  readonly paths: Paths;
  readonly pm2: Pm2Control;
  readonly launcher: Launcher;
  readonly tasks: RunTasks;
  readonly debugRuns: DebugRuns;
  readonly workerDebuggers: WorkerDebuggers;
  readonly counts: LastCounts;
  readonly dashboards: Dashboards;
  readonly recorder: RunRecorder;
  readonly scaling: ScalingServices;
  readonly notifier: Notifier;
  readonly log: ExtensionLog;
  /** The folder of the sample app that is part of the extension. */
  readonly sample: Uri;
  /** The folder of the snippet files that are part of the extension. */
  readonly snippets: Uri;
  showLog(node: ClusterNode): Promise<void>;
}

/** What Measure Scaling works with. */
export interface ScalingServices {
  readonly meter: ScalingMeter;
  readonly panels: ScalingPanels;
  readonly memory: ScalingMemory;
  /** Told while a measurement goes on, so that workers say what they use. */
  readonly viewers: Viewers;
}

/** How a command ended when it did not fail. */
export type Ended = 'done' | 'cancelled';
