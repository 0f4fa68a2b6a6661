/**
 * The rows of PM2: a group, its apps, their processes. An app that is one process in fork mode, as most are, has no row
 * below it: its own says all.
 */
import { age, baseName, duration, joined, memory, percent, restarts } from '../format';
import { escaped, table } from '../markdown';
import type { Row, RowIcon } from '../row';
import type { Usage } from '../state';
import type { Translate } from '../translate';
import { findApp, type Pm2App, type Pm2Node, type Pm2Process, type Pm2State } from './pm2State';

const GROUP = 'pm2';

/** The row's id: the same for the same thing, whatever happens to it. */
export function pm2RowId(node: Pm2Node): string {
  if (node.kind === 'pm2') return GROUP;
  return node.kind === 'pm2App' ? `${GROUP}/${node.app}` : `${GROUP}/${node.app}/${node.id}`;
}

/** The rows under a row of PM2; without one, the group where PM2 has something to show. */
export function pm2ChildrenOf(state: Pm2State | undefined, node?: Pm2Node): readonly Pm2Node[] {
  if (!state || (state.apps.length === 0 && !state.isSilent)) return [];
  if (!node) return [{ kind: 'pm2' }];
  if (node.kind === 'pm2') return state.apps.map(({ name }) => ({ kind: 'pm2App', app: name }));
  const app = node.kind === 'pm2App' ? findApp(state, node.app) : undefined;
  if (!app || isOneProcess(app)) return [];
  return app.processes.map(({ id }) => ({ kind: 'pm2Process', app: app.name, id }));
}

/** The row above a row of PM2. */
export function pm2ParentOf(node: Pm2Node): Pm2Node | undefined {
  if (node.kind === 'pm2') return undefined;
  return node.kind === 'pm2App' ? { kind: 'pm2' } : { kind: 'pm2App', app: node.app };
}

/** What a row says now, or nothing when the thing is gone. */
export function pm2RowOf(t: Translate, state: Pm2State | undefined, node: Pm2Node, now: number): Row | undefined {
  if (!state) return undefined;
  if (node.kind === 'pm2') return groupRow(t, state);
  const app = findApp(state, node.app);
  if (!app) return undefined;
  if (node.kind === 'pm2App') return appRow(t, state, app, now);
  const instance = app.processes.find(({ id }) => id === node.id);
  return instance && processRow(t, state, instance, now);
}

const isOneProcess = ({ processes }: Pm2App): boolean => processes.length === 1 && processes[0]?.mode === 'fork';
const isUp = ({ status }: Pm2Process): boolean => status === 'online';
const isErrored = ({ status }: Pm2Process): boolean => status === 'errored';

function groupRow(t: Translate, state: Pm2State): Row {
  const processes = state.apps.flatMap((app) => app.processes);
  const parts = [
    ...(processes.length === 0 ? [] : [upCount(t, processes)]),
    ...(state.isSilent ? [t('PM2 does not answer')] : []),
  ];
  return {
    id: pm2RowId({ kind: 'pm2' }),
    label: t('PM2'),
    description: joined(parts),
    icon: state.isSilent ? { id: 'warning', color: 'list.warningForeground' } : { id: 'server-environment' },
    contextValue: 'pm2',
    accessibilityLabel: [t('Apps of PM2'), ...parts].join(', '),
    isExpandable: true,
  };
}

const upCount = (t: Translate, processes: readonly Pm2Process[]): string =>
  t('{0}/{1} online', processes.filter(isUp).length, processes.length);

function appRow(t: Translate, state: Pm2State, app: Pm2App, now: number): Row {
  const [first] = app.processes;
  const isOne = isOneProcess(app);
  const parts = isOne && first ? processParts(t, state, first, now) : appParts(t, state, app);
  return {
    id: pm2RowId({ kind: 'pm2App', app: app.name }),
    label: app.name,
    description: joined(parts),
    icon: isOne && first ? iconOf(first) : appIcon(app),
    contextValue: ['pm2App', first?.mode ?? 'fork', app.processes.some(isLiving) ? 'alive' : 'dead'].join('+'),
    accessibilityLabel: [t('PM2 app {0}', app.name), ...parts].join(', '),
    isExpandable: !isOne,
  };
}

const isLiving = ({ pid }: Pm2Process): boolean => pid !== undefined;

function appParts(t: Translate, state: Pm2State, { processes }: Pm2App): readonly string[] {
  const used = processes.flatMap((instance) => usageOf(state, instance) ?? []);
  const sum = (read: (usage: Usage) => number): number => used.reduce((total, one) => total + read(one), 0);
  const restarted = processes.reduce((total, instance) => total + instance.restarts, 0);
  return [
    upCount(t, processes),
    ...(used.length === 0 ? [] : [percent(sum(({ cpu }) => cpu)), memory(sum((one) => one.memory))]),
    ...(restarted > 0 ? [restarts(t, restarted)] : []),
    processes[0]?.mode === 'cluster' ? t('cluster mode') : t('fork mode'),
  ];
}

function processRow(t: Translate, state: Pm2State, instance: Pm2Process, now: number): Row {
  const { app, id } = instance;
  return {
    id: pm2RowId({ kind: 'pm2Process', app, id }),
    label: `#${id}`,
    description: joined(processParts(t, state, instance, now)),
    icon: iconOf(instance),
    contextValue: ['pm2Process', instance.mode, isLiving(instance) ? 'alive' : 'dead'].join('+'),
    accessibilityLabel: [
      t('Process {0} of {1}', id, app),
      statusWord(t, instance.status),
      ...spokenParts(t, instance),
    ].join(', '),
    isExpandable: false,
  };
}

function processParts(t: Translate, state: Pm2State, instance: Pm2Process, now: number): readonly string[] {
  const usage = usageOf(state, instance);
  return [
    ...(isUp(instance) ? [] : [statusWord(t, instance.status)]),
    ...(instance.pid === undefined ? [] : [String(instance.pid)]),
    ...(usage ? [percent(usage.cpu), memory(usage.memory)] : []),
    ...(instance.restarts > 0 ? [restarts(t, instance.restarts)] : []),
    ...(instance.startedAt === undefined ? [] : [t('up {0}', age(t, now - instance.startedAt))]),
  ];
}

const spokenParts = (t: Translate, { pid, restarts: count }: Pm2Process): readonly string[] => [
  ...(pid === undefined ? [] : [t('pid {0}', pid)]),
  ...(count > 0 ? [restarts(t, count)] : []),
];

const usageOf = ({ usage }: Pm2State, { pid }: Pm2Process): Usage | undefined =>
  pid === undefined ? undefined : usage.get(pid);

/** PM2's word for a state in the person's language; one that is not known yet stays as it is. */
function statusWord(t: Translate, status: string): string {
  const words: Readonly<Record<string, string>> = {
    online: t('online'),
    launching: t('launching'),
    stopping: t('stopping'),
    stopped: t('stopped'),
    errored: t('errored'),
    'waiting restart': t('waits to be restarted'),
  };
  return words[status] ?? status;
}

const ICONS: Readonly<Record<string, RowIcon>> = {
  online: { id: 'pass-filled', color: 'charts.green' },
  launching: { id: 'loading~spin', color: 'charts.blue' },
  stopping: { id: 'arrow-circle-down', color: 'charts.orange' },
  stopped: { id: 'stop-circle', color: 'disabledForeground' },
  errored: { id: 'error', color: 'list.errorForeground' },
  'waiting restart': { id: 'history', color: 'charts.orange' },
};

const iconOf = ({ status }: Pm2Process): RowIcon => ICONS[status] ?? { id: 'question' };

function appIcon({ processes }: Pm2App): RowIcon {
  if (processes.some(isErrored)) return { id: 'warning', color: 'list.warningForeground' };
  return processes.some(isUp)
    ? { id: 'server-process', color: 'charts.green' }
    : { id: 'circle-slash', color: 'disabledForeground' };
}

/** The details of a row as Markdown; nothing for the group and for what is gone. */
export function pm2TooltipOf(
  t: Translate,
  state: Pm2State | undefined,
  node: Pm2Node,
  now: number,
): string | undefined {
  if (!state) return undefined;
  if (node.kind === 'pm2') return escaped(t('Apps of your own PM2. Node Cluster asks its command line about them.'));
  const app = findApp(state, node.app);
  const instance = node.kind === 'pm2App' ? app?.processes[0] : app?.processes.find(({ id }) => id === node.id);
  if (!app || !instance) return undefined;
  if (node.kind === 'pm2App' && !isOneProcess(app))
    return table([app.name, upCount(t, app.processes)], commonPairs(t, instance));
  return table(
    [app.name, statusWord(t, instance.status)],
    [...ownPairs(t, instance, now), ...commonPairs(t, instance)],
  );
}

type Pair = readonly [string, string | undefined];

const ownPairs = (t: Translate, instance: Pm2Process, now: number): readonly Pair[] => [
  [t('Process'), instance.pid === undefined ? undefined : String(instance.pid)],
  [t('Number in PM2'), String(instance.id)],
  [t('Up'), instance.startedAt === undefined ? undefined : duration(t, now - instance.startedAt)],
  [t('Restarts'), String(instance.restarts)],
  [t('Last exit'), instance.exitCode === undefined ? undefined : t('code {0}', instance.exitCode)],
];

const commonPairs = (t: Translate, instance: Pm2Process): readonly Pair[] => [
  [t('Mode'), instance.mode === 'cluster' ? t('cluster mode') : t('fork mode')],
  [t('Script'), instance.script && baseName(instance.script)],
  [t('Folder'), instance.cwd],
  [t('Namespace'), instance.namespace === 'default' ? undefined : instance.namespace],
  [t('Node.js'), instance.node],
];
