/**
 * What the page of Measure Scaling shows, and what it and its host say to each other: all texts are made here, so that
 * the page only draws.
 */
import { baseName, milliseconds, percent, rate } from '../format';
import type { Translate } from '../translate';
import { analyse, failureShare } from './analysis';
import type { Measurement, ScalingStep } from './measurement';
import { explanations, resultSentence } from './sentences';

/** Where a measurement stands. */
export type Standing = 'measuring' | 'done' | 'stopped';

export interface ScalingColumn {
  readonly title: string;
  /** Of each step, in the steps' order. */
  readonly cells: readonly string[];
}

export interface ScalingView {
  readonly title: string;
  /** Address, connections, seconds, cores, Node.js: what has to be known to measure the same again. */
  readonly facts: string;
  readonly standing: Standing;
  readonly sentence: string;
  readonly explanations: readonly string[];
  readonly workers: readonly number[];
  readonly perSecond: readonly number[];
  readonly p50: readonly number[];
  readonly p99: readonly number[];
  /** The number of workers that is worth having; absent while there is none to tell. */
  readonly knee?: number;
  readonly columns: readonly ScalingColumn[];
  readonly words: ScalingWords;
}

/** The words of the page itself. */
function scalingWords(t: Translate) {
  return {
    throughput: t('Requests per second'),
    latency: t('Latency'),
    byWorkers: t('{0} by number of workers'),
    measured: t('measured'),
    even: t('if each added as much as the first'),
    knee: t('knee'),
    figures: t('Figures'),
    again: t('Measure Again'),
    change: t('Choose Path and Connections...'),
    exportJson: t('Export JSON'),
    exportCsv: t('Export CSV'),
    atWorkers: t('workers: {0}'),
  };
}

export type ScalingWords = ReturnType<typeof scalingWords>;

/** The view of a measurement that goes on, is done, or was stopped half-way. */
export function scalingView(t: Translate, measurement: Measurement, standing: Standing): ScalingView {
  const { steps, entry } = measurement;
  const finding = standing === 'done' ? analyse(measurement) : undefined;
  const isKnee = finding?.verdict === 'knee' || finding?.verdict === 'flat';
  return {
    title: t('Scaling: {0}', baseName(entry)),
    facts: factsOf(t, measurement),
    standing,
    sentence: finding ? resultSentence(t, measurement, finding) : standingSentence(t, standing, steps.length + 1),
    explanations: finding ? explanations(t, measurement, finding) : [],
    workers: steps.map(({ workers }) => workers),
    perSecond: steps.map(({ load }) => load.perSecond),
    p50: steps.map(({ load }) => load.p50),
    p99: steps.map(({ load }) => load.p99),
    ...(isKnee && { knee: finding.knee }),
    columns: columnsOf(t, measurement),
    words: scalingWords(t),
  };
}

function standingSentence(t: Translate, standing: Standing, workers: number): string {
  if (standing === 'stopped') return t('The measurement was stopped before its end.');
  return workers === 1 ? t('Measuring one worker...') : t('Measuring {0} workers...', workers);
}

function factsOf(t: Translate, { url, connections, seconds, cores, node }: Measurement): string {
  const load = t('{0} connections for {1} s each', connections, seconds);
  return [url, load, cores === 1 ? t('1 core') : t('{0} cores', cores), `Node.js ${node}`].join(' · ');
}

function columnsOf(t: Translate, { steps }: Measurement): readonly ScalingColumn[] {
  const one = steps[0]?.load.perSecond ?? 0;
  const column = (title: string, cell: (step: ScalingStep) => string): ScalingColumn => ({
    title,
    cells: steps.map(cell),
  });
  return [
    column(t('Workers'), ({ workers }) => String(workers)),
    column(t('Requests per second'), ({ load }) => rate(t, load.perSecond)),
    column(t('Times one worker'), ({ load }) => (one > 0 ? (load.perSecond / one).toFixed(2) : '–')),
    column('p50', ({ load }) => milliseconds(load.p50)),
    column('p99', ({ load }) => milliseconds(load.p99)),
    column(t('Failed'), ({ load }) => failedText(failureShare(load))),
    column(t('CPU of workers'), ({ use }) => (use ? percent(use.cpu) : '–')),
    column(t('Event loop use'), ({ use }) => (use ? percent(use.loop) : '–')),
    column(t('CPU of the load'), ({ load }) => percent(load.cpu)),
    column(t('Whole machine'), ({ load }) => percent(load.machine)),
  ];
}

/** A few failures among many are not none. */
const failedText = (share: number): string => (share > 0 && share < 0.005 ? '< 1 %' : percent(share * 100));

const SCALING_FORMATS = ['json', 'csv'] as const;
export type ScalingFormat = (typeof SCALING_FORMATS)[number];

export type ToScalingPage = { readonly type: 'show'; readonly view: ScalingView };

export type FromScalingPage =
  | { readonly type: 'ready' }
  | { readonly type: 'again' }
  | { readonly type: 'change' }
  | { readonly type: 'export'; readonly format: ScalingFormat };

/** Reads what a page said; undefined where it is nothing of the above. */
export function readFromScalingPage(value: unknown): FromScalingPage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, format } = value as Readonly<Record<string, unknown>>;
  if (type === 'ready' || type === 'again' || type === 'change') return { type };
  const known = SCALING_FORMATS.find((one) => one === format);
  return type === 'export' && known ? { type, format: known } : undefined;
}
