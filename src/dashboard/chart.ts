/**
 * One chart: title, legend, canvas and, when asked for, the same as a table. The mouse and the arrow keys read values;
 * what is drawn is decided by core/dashboard/charts.ts.
 */
import { type ChartLine, type ChartSpec, hasValues, runLines, workerLines } from '../core/dashboard/charts';
import { marksBetween } from '../core/dashboard/marks';
import type { DashboardWords } from '../core/dashboard/words';
import { ChartTable } from './chartTable';
import { toggled } from './choices';
import { clockTime } from './clockTime';
import { element, setAttribute, setText } from './element';
import { Legend } from './legend';
import type { Choose, Model, Part } from './model';
import { firstRow, Plot } from './plot';

export interface ChartOptions {
  readonly spec: ChartSpec;
  readonly model: Model;
  readonly choose: Choose;
  /** Says a value to a screen reader. */
  readonly say: (text: string) => void;
}

export class Chart implements Part {
  readonly root: HTMLElement;
  private readonly spec: ChartSpec;
  private readonly options: ChartOptions;
  private readonly title = element('h3');
  private readonly at = element('span', { class: 'at' });
  private readonly empty = element('p', { class: 'empty' });
  private readonly area = element('div', { class: 'plot', attributes: { tabindex: '0', role: 'img' } });
  private readonly legends: Readonly<Record<'run' | 'workers', Legend>>;
  private readonly plot: Plot;
  private readonly table: ChartTable;
  private model: Model;
  private cursor: number | undefined;

  constructor(options: ChartOptions) {
    const { spec, model } = options;
    this.options = options;
    this.spec = spec;
    this.model = model;
    this.legends = { run: this.makeLegend(true), workers: this.makeLegend(false) };
    this.plot = new Plot(this.area, {
      t: model.t,
      unit: spec.unit,
      reach: spec.reach,
      onCursor: (row) => this.point(row),
    });
    this.table = new ChartTable(model, spec.unit);
    this.area.addEventListener('keydown', (event) => this.onKey(event));
    this.area.addEventListener('blur', () => this.plot.pointAt(undefined));
    this.root = this.build(model.words);
  }

  draw(model: Model): void {
    this.model = model;
    const { choices, series, words } = model;
    const lines = this.lines();
    const shown = lines.filter(({ key }) => !this.hidden().includes(key));
    const from = (series.latest ?? 0) - choices.seconds;
    const hasLines = hasValues(this.allLines(), firstRow(series.times, from));
    this.plot.draw({
      times: series.times,
      lines: shown,
      marks: marksBetween(model.events, from, series.latest ?? 0),
      seconds: choices.seconds,
      ...(this.spec.limit && { limit: series.runColumn(this.spec.limit) }),
    });
    setText(this.title, words[this.titleKey()]);
    setText(this.empty, hasLines ? (shown.length > 0 ? '' : words.noLines) : words[this.spec.empty]);
    this.table.draw(model, lines);
    this.drawLegend();
    this.describe(lines);
  }

  resize(): void {
    this.plot.resize();
    this.draw(this.model);
  }

  repaint(): void {
    this.plot.repaint();
  }

  /** Lets the line of a worker stand out. */
  emphasize(slot: number | undefined): void {
    if (this.model.choices.lines === 'workers') this.plot.emphasize(slot === undefined ? undefined : `#${slot}`);
  }

  private build(words: DashboardWords): HTMLElement {
    const head = element('div', { class: 'chart-head' }, [this.title, this.at, this.table.button]);
    const body = element('div', { class: 'plot-box' }, [this.area, this.empty]);
    const legends = [this.legends.run.root, this.legends.workers.root];
    const attributes = { 'data-chart': this.spec.key, 'aria-label': words[this.titleKey()] };
    return element('figure', { class: 'chart', attributes }, [head, ...legends, body, this.table.root]);
  }

  private makeLegend(canToggle: boolean): Legend {
    const { model, choose } = this.options;
    const onToggle = (key: string): void =>
      choose({ hiddenLines: toggled(this.model.choices.hiddenLines, `${this.spec.key}/${key}`) });
    return new Legend({ words: model.words, t: model.t, unit: this.spec.unit, onToggle, canToggle });
  }

  private titleKey(): keyof DashboardWords {
    const { workerTitle, title } = this.spec;
    return this.model.choices.lines === 'workers' ? (workerTitle ?? title) : title;
  }

  private lines(): readonly ChartLine[] {
    const { series, words, choices } = this.model;
    if (choices.lines === 'run') return runLines(this.spec, series, words);
    const slots = series.slots.filter((slot) => !choices.hiddenSlots.includes(slot));
    return workerLines(this.spec, series, slots);
  }

  private allLines(): readonly ChartLine[] {
    return runLines(this.spec, this.model.series, this.model.words);
  }

  private hidden(): readonly string[] {
    if (this.model.choices.lines === 'workers') return [];
    const prefix = `${this.spec.key}/`;
    return this.model.choices.hiddenLines
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  }

  private drawLegend(): void {
    const { lines: mode } = this.model.choices;
    const row = this.row();
    const limit = this.spec.limit && this.model.series.runColumn(this.spec.limit)[row];
    const data = { lines: this.lines(), hidden: this.hidden(), row, ...(limit !== undefined && { limit }) };
    this.legends[mode].draw(data);
    this.legends.run.root.hidden = mode !== 'run';
    this.legends.workers.root.hidden = mode !== 'workers';
    const time = this.model.series.times[row];
    setText(this.at, this.cursor === undefined || time === undefined ? this.model.words.now : clockTime(time, true));
  }

  /** The row under the cursor, else the last. */
  private row(): number {
    const { length } = this.model.series;
    return Math.min(this.cursor ?? length - 1, length - 1);
  }

  private point(row: number | undefined): void {
    if (row === this.cursor) return;
    this.cursor = row;
    this.drawLegend();
  }

  private describe(lines: readonly ChartLine[]): void {
    const { words } = this.model;
    const values = lines.length > 8 ? '' : `${this.valuesAt(lines, this.model.series.length - 1)}. `;
    setAttribute(this.area, 'aria-label', `${words[this.titleKey()]}: ${values}${words.readBy}`);
  }

  private valuesAt(lines: readonly ChartLine[], row: number): string {
    return lines.map((line) => `${line.label} ${this.table.text(line, row)}`).join(', ');
  }

  private onKey(event: KeyboardEvent): void {
    const last = this.model.series.length - 1;
    const first = firstRow(this.model.series.times, (this.model.series.latest ?? 0) - this.model.choices.seconds);
    const row = rowAfterKey(event.key, { row: this.row(), first, last });
    if (row === undefined) return;
    event.preventDefault();
    this.plot.pointAt(row);
    this.point(row);
    this.options.say(`${clockTime(this.model.series.times[row] ?? 0, true)}: ${this.valuesAt(this.lines(), row)}`);
  }
}

/** Where an arrow key leads; a page is ten rows. */
function rowAfterKey(key: string, at: { row: number; first: number; last: number }): number | undefined {
  const within = (row: number): number => Math.min(Math.max(row, at.first), at.last);
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };
  if (key === 'Home') return at.first;
  if (key === 'End') return at.last;
  const step = steps[key];
  return step === undefined ? undefined : within(at.row + step);
}
