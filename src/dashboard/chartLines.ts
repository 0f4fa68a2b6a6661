/**
 * Which lines a chart draws and which it names: those of the whole run, one for each of a few workers, or the spread of
 * many with the line of the one that is pointed at.
 */
import { type ChartLine, type ChartSpec, runLines, workerLines } from '../core/dashboard/charts';
import { extremeSlot, type Spread } from '../core/dashboard/spread';
import { BAND } from './lineStyle';
import type { Model } from './model';

/** As many workers have a line each; more are drawn as their spread. */
export const FEW_WORKERS = 12;

export interface ChartLines {
  readonly drawn: readonly ChartLine[];
  /** For the legend and the table. */
  readonly named: readonly ChartLine[];
  readonly band?: { readonly low: Float32Array; readonly high: Float32Array };
}

/** The workers whose lines are wanted. */
export function chosenSlots({ series, choices }: Model): readonly number[] {
  return series.slots.filter((slot) => !choices.hiddenSlots.includes(slot));
}

export interface LinesQuery {
  readonly spec: ChartSpec;
  readonly model: Model;
  readonly spread: Spread;
  readonly pointed: number | undefined;
  /** The row that the legend reads. */
  readonly row: number;
}

/** The lines of a chart now. */
export function chartLines(query: LinesQuery): ChartLines {
  const { spec, model } = query;
  if (model.choices.lines === 'run') return allOf(runLines(spec, model.series, model.words));
  const slots = chosenSlots(model);
  if (slots.length > FEW_WORKERS) return spreadLines(query, slots);
  return allOf(workerLines(spec, model.series, slots));
}

const allOf = (lines: readonly ChartLine[]): ChartLines => ({ drawn: lines, named: lines });

function spreadLines(query: LinesQuery, slots: readonly number[]): ChartLines {
  const { model, spread } = query;
  spread.update(model.series, slots);
  const { low, middle, high } = spread;
  const median: ChartLine = { key: 'middle', label: model.words.middle, style: 0, values: middle };
  const pointed = pointedLine(query);
  const ends = [
    { key: 'high', label: extremeLabel(query, slots, 1), style: BAND, values: high },
    median,
    { key: 'low', label: extremeLabel(query, slots, -1), style: BAND, values: low },
  ];
  const named = query.pointed === undefined ? ends : [...ends, pointed];
  return { drawn: [median, pointed], named, band: { low, high } };
}

/** There always is such a line, so that pointing at a worker does not make the chart anew; it may be empty. */
function pointedLine({ spec, model, pointed }: LinesQuery): ChartLine {
  const [line] = pointed === undefined ? [] : workerLines(spec, model.series, [pointed]);
  return { label: '', style: 0, values: new Float32Array(), ...line, key: 'pointed' };
}

function extremeLabel({ spec, model, row }: LinesQuery, slots: readonly number[], sign: 1 | -1): string {
  const slot = extremeSlot(model.series, slots, { metric: spec.worker, row, sign });
  const text = sign > 0 ? model.words.highest : model.words.lowest;
  return model.t(text, slot === undefined ? '' : `#${slot}`).trim();
}
