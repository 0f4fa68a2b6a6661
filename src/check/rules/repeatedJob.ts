/**
 * Jobs that every worker would run: those of the schedulers, and intervals that do more than look after their process.
 * An interval is quiet unless it waits for something or is a minute long: heartbeats and clean-ups belong to each worker.
 */
import type { Node } from '@babel/types';
import type { Edit, Finding } from '../../core/stateless/finding';
import type { ProjectFacts } from '../../core/stateless/projectFacts';
import { happensOnce } from '../guards';
import { type Imported, nameOf, type Script } from '../script';

type Call = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

/** What starts a job, by module. */
const STARTERS: Readonly<Record<string, RegExp>> = {
  'node-cron': /^schedule$/,
  cron: /^CronJob(?:\.from)?$/,
  'node-schedule': /^scheduleJob$/,
  croner: /^(?:Cron)?$/,
  'toad-scheduler': /^(?:SimpleIntervalJob|LongIntervalJob|CronJob)$/,
};
const NEST = '@nestjs/schedule';
/** Milliseconds. */
const LONG_INTERVAL = 60_000;
const WAITS = /\bawait\b|\.then\s*\(|\bfetch\s*\(|\baxios\b|\basync\b/;
/** Looking after what this process holds. */
const OWN_AFFAIRS =
  /\bping\b|heartbeat|keep-?alive|\.clients\b|memoryUsage|cpuUsage|metrics?|stats\b|\bgc\(|clean|purge|prune|evict|expire|sweep|flush|refresh|reload|poll|\block/i;

export function findRepeatedJobs(script: Script, { isServer }: ProjectFacts): readonly Finding[] {
  if (!isServer) return [];
  const calls: readonly Call[] = [...script.nodes('CallExpression'), ...script.nodes('NewExpression')];
  const jobs = calls.flatMap((call) => scheduled(script, call));
  const intervals = script.nodes('CallExpression').flatMap((call) => interval(script, call));
  return [...jobs, ...intervals, ...decorated(script)];
}

function scheduled(script: Script, call: Call): Finding[] {
  const made = script.resolve(call.callee);
  if (!made || !starts(made) || isValidation(call) || happensOnce(script, call) || isLocked(script, call)) return [];
  return [finding(script, call, call.callee, made.module)];
}

/** A schedule that does nothing only tells whether it is one. */
function isValidation({ arguments: given }: Call): boolean {
  return given.some((argument) => {
    if (argument.type !== 'ArrowFunctionExpression' && argument.type !== 'FunctionExpression') return false;
    return argument.body.type === 'BlockStatement' && argument.body.body.length === 0;
  });
}

function starts({ module, name }: Imported): boolean {
  return STARTERS[module]?.test(name) === true;
}

function interval(script: Script, call: Extract<Node, { type: 'CallExpression' }>): Finding[] {
  const [job, period] = call.arguments;
  if (nameOf(call.callee) !== 'setInterval' || !job || !isAtStart(script, call)) return [];
  const text = bodyText(script, job);
  if (OWN_AFFAIRS.test(text) || !(WAITS.test(text) || milliseconds(script, period) >= LONG_INTERVAL)) return [];
  return happensOnce(script, call) ? [] : [finding(script, call, call.callee, 'setInterval')];
}

/** Whether it stands on the file's own level, or in what is called when the server listens: not in a request or a class. */
function isAtStart(script: Script, node: Node): boolean {
  for (const outer of script.ancestors(node)) {
    if (/^Class/.test(outer.type)) return false;
    if (!/Function/.test(outer.type)) continue;
    const call = script.parent(outer);
    const isListening = call?.type === 'CallExpression' && /\.listen$|^main$|^start$/.test(script.textOf(call.callee));
    if (!isListening) return false;
  }
  return true;
}

/** The text of the job: of the function itself, or of the one that is named. */
function bodyText(script: Script, job: Node): string {
  if (job.type !== 'Identifier') return script.textOf(job);
  const declared = script.nodes('FunctionDeclaration').find(({ id }) => id?.name === job.name);
  const [value] = script.valuesOf(job.name);
  return `${job.name} ${[declared, value].map((node) => (node ? script.textOf(node) : '')).join(' ')}`;
}

/** A period that is written as a product of numbers, or a constant of that kind; 0 for any other. */
function milliseconds(script: Script, node: Node | undefined): number {
  if (node?.type === 'NumericLiteral') return node.value;
  if (node?.type === 'BinaryExpression' && node.operator === '*')
    return milliseconds(script, node.left) * milliseconds(script, node.right);
  if (node?.type === 'Identifier') return milliseconds(script, script.valuesOf(node.name)[0]);
  return 0;
}

/** `@Cron()` of Nest on a method. */
function decorated(script: Script): Finding[] {
  return script.nodes('Decorator').flatMap(({ expression }): Finding[] => {
    if (expression.type !== 'CallExpression') return [];
    const made = script.resolve(expression.callee);
    const isJob = made?.module === NEST && /^(?:Cron|Interval)$/.test(made.name);
    if (!isJob || isLocked(script, script.parent(expression) ?? expression)) return [];
    return [{ rule: 'repeated-job', start: expression.start ?? 0, end: expression.end ?? 0, detail: `@${made.name}` }];
  });
}

function isLocked(script: Script, node: Node): boolean {
  const method = script.parent(node);
  return /\b(?:red)?lock\b|acquireLock|withLock|advisory|isLeader/i.test(script.textOf(method ?? node));
}

function finding(script: Script, call: Call, { start, end }: Node, detail: string): Finding {
  const found = { rule: 'repeated-job', start: start ?? 0, end: end ?? 0, detail } as const;
  const fix = onlyInFirst(script, call);
  return fix ? { ...found, fix: [fix] } : found;
}

/** A condition before the statement, where the call is a statement of its own. */
function onlyInFirst(script: Script, call: Call): Edit | undefined {
  const parent = script.parent(call);
  if (parent?.type !== 'ExpressionStatement' || parent.start == null) return undefined;
  const text = "if ((process.env.NODE_APP_INSTANCE ?? '0') === '0') ";
  return { start: parent.start, end: parent.start, text };
}
