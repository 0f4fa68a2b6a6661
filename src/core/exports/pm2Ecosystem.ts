/**
 * A run as an ecosystem file for PM2: a module that `pm2 start` reads, with a comment on each thing that will be
 * different there. CommonJS, since PM2 reads that in every project.
 */
import { isTypeScript } from '../entryFile';
import { baseName } from '../format';
import type { Translate } from '../translate';
import { type ExportedRun, type ExportedVariable, pathFrom } from './exportedRun';

/** The name that PM2 and editors know. */
export const ECOSYSTEM_FILE = 'ecosystem.config.cjs';

/** The file's text; it belongs into the folder that the app runs in. */
export function pm2Ecosystem(t: Translate, run: ExportedRun): string {
  const fields = [...processFields(run), ...limitFields(run)].map(([name, value]) => `      ${name}: ${value},`);
  return [
    ...headLines(t, run).map((line) => `// ${line}`.trimEnd()),
    'module.exports = {',
    '  apps: [',
    '    {',
    ...fields,
    ...environmentLines(t, run.variables),
    '    },',
    '  ],',
    '};',
    '',
  ].join('\n');
}

type Field = readonly [name: string, value: string];

function processFields(run: ExportedRun): readonly Field[] {
  const isCluster = run.mode === 'supervise';
  return [
    ['name', literal(run.name)],
    ['script', literal(pathFrom(run.cwd, run.entry))],
    ['cwd', '__dirname'],
    // For .ts files PM2 would choose another runtime.
    ['interpreter', literal('node')],
    ['exec_mode', literal(isCluster ? 'cluster' : 'fork')],
    ['instances', String(isCluster ? run.workers : 1)],
    ...(run.args.length > 0 ? [['args', list(run.args)] as const] : []),
    ...(run.runtimeArgs.length > 0 ? [['node_args', list(run.runtimeArgs)] as const] : []),
  ];
}

function limitFields(run: ExportedRun): readonly Field[] {
  const patience = Math.max(run.drainTimeout, run.stopTimeout);
  return [
    ...(run.memoryLimit > 0 ? [['max_memory_restart', literal(`${Math.ceil(run.memoryLimit)}M`)] as const] : []),
    ...(patience > 0 ? [['kill_timeout', String(patience)] as const] : []),
    ...(run.saysReady ? [['wait_ready', 'true'] as const] : []),
    ...(run.baseDelay > 0 ? [['exp_backoff_restart_delay', String(run.baseDelay)] as const] : []),
  ];
}

function environmentLines(t: Translate, variables: readonly ExportedVariable[]): readonly string[] {
  if (variables.length === 0) return [];
  const kept = variables.filter(({ value }) => value !== undefined);
  const named = variables.filter(({ value }) => value === undefined);
  return [
    '      env: {',
    ...kept.map(({ name, value = '' }) => `        ${key(name)}: ${literal(value)},`),
    ...(named.length === 0
      ? []
      : [`        // ${t('Not written here: these come from the shell that runs pm2 start.')}`]),
    ...named.map(({ name }) => `        ${key(name)}: process.env${member(name)},`),
    '      },',
  ];
}

function headLines(t: Translate, run: ExportedRun): readonly string[] {
  return [
    t('Made by Node Cluster from a run of {0}. Start it with: pm2 start {1}', baseName(run.entry), ECOSYSTEM_FILE),
    '',
    t('What is different under PM2:'),
    ...differences(t, run).map((line) => `- ${line}`),
  ];
}

/** Tried with PM2 7.0.4. */
function differences(t: Translate, run: ExportedRun): readonly string[] {
  if (run.mode === 'observe')
    return [
      t('The app forks its own workers, so PM2 runs it once and sees its primary only.'),
      t('pm2 reload is a restart: requests are lost.'),
    ];
  return [
    t('pm2 reload sends SIGINT to the old worker and does not finish its requests: the app has to, on SIGINT.'),
    t('A new version that does not start takes the place of the old workers all the same.'),
    t('A promise that is rejected and not handled does not end a worker: it stays online, broken or not.'),
    t('process.argv[1] is a file of PM2 and import.meta.main is not true: a check for the main file fails.'),
    ...(run.memoryLimit > 0 ? [t('Memory is looked at every 30 seconds only.')] : []),
    ...(run.saysReady ? [t('wait_ready: PM2 goes on after 3 seconds (listen_timeout), ready or not.')] : []),
    ...(isTypeScript(run.entry)
      ? [t('Where the project has ts-node, PM2 loads it before the loader in node_args.')]
      : []),
    t('Workers run on the Node.js that started the daemon of PM2, which may be another one.'),
  ];
}

const list = (values: readonly string[]): string => `[${values.map(literal).join(', ')}]`;
const isName = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name);
const key = (name: string): string => (isName(name) ? name : literal(name));
const member = (name: string): string => (isName(name) ? `.${name}` : `[${literal(name)}]`);

/** A text as a literal in single quotes. */
function literal(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inside}'`;
}
