/**
 * One chart: title, legend, canvas and, when asked for, the same as a table. The mouse and the arrow keys read values;
 * what is drawn is decided by core/dashboard/charts.ts.
 */
import { type ChartLine, type ChartSpec, hasValues, runLines } from '../core/dashboard/charts';
import { marksBetween } from '../core/dashboard/marks';
import { Spread } from '../core/dashboard/spread';
import type { DashboardWords } from '../core/dashboard/words';
import { type ChartLines, chartLines } from './chartLines';
import { ChartTable } from './chartTable';
import { toggled } from './choices';
import { clockTime } from './clockTime';
import { element, setAttribute, setText } from './element';
import { Legend } from './legend';
import type { Choose, Model, Part } from './model';
import { firstRow, Plot } from './plot';
import { rowAfterKey } from './rowAfterKey';

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
  private readonly spread: Spread;
  private cursor: number | undefined;
  private pointed: number | undefined;

  constructor(options: ChartOptions) {
    const { spec, model } = options;
    this.options = options;
    this.spec = spec;
    this.spread = new Spread(spec.worker);
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

  /** Everything but the canvas: words are read even where they are out of sight. */
  drawText(model: Model): void {
    this.model = model;
    const { named, drawn } = this.lines();
    const { words } = model;
    const hasAny = hasValues(runLines(this.spec, model.series, words), this.firstRow());
    const hasShown = drawn.some(({ key }) => !this.hidden().includes(key));
    setText(this.title, words[this.titleKey()]);
    setText(this.empty, hasAny ? (hasShown ? '' : words.noLines) : words[this.spec.empty]);
    this.table.draw(model, named);
    this.drawLegend(named);
    this.describe(named);
  }

  draw(model: Model): void {
    this.model = model;
    const { choices, series, events } = model;
    const { drawn, band } = this.lines();
    const to = series.latest ?? 0;
    this.plot.draw({
      times: series.times,
      lines: drawn.filter(({ key }) => !this.hidden().includes(key)),
      marks: marksBetween(events, to - choices.seconds, to),
      seconds: choices.seconds,
      ...(band && { band }),
      ...(this.spec.limit && { limit: series.runColumn(this.spec.limit) }),
    });
  }

  resize(): void {
    this.plot.resize();
    this.draw(this.model);
  }

  repaint(): void {
    this.plot.repaint();
  }

  /** Lets the line of a worker stand out, or shows it where many are drawn as their spread. */
  emphasize(slot: number | undefined): void {
    if (this.model.choices.lines !== 'workers') return;
    this.pointed = slot;
    if (this.lines().band) this.redraw();
    else this.plot.emphasize(slot === undefined ? undefined : `#${slot}`);
  }

  private redraw(): void {
    this.draw(this.model);
    this.drawText(this.model);
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

  private lines(): ChartLines {
    const { spec, model, spread, pointed } = this;
    return chartLines({ spec, model, spread, pointed, row: this.row() });
  }

  private hidden(): readonly string[] {
    if (this.model.choices.lines === 'workers') return [];
    const prefix = `${this.spec.key}/`;
    return this.model.choices.hiddenLines
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  }

  private drawLegend(lines: readonly ChartLine[]): void {
    const { lines: mode } = this.model.choices;
    const row = this.row();
    const limit = this.spec.limit && this.model.series.runColumn(this.spec.limit)[row];
    const data = { lines, hidden: this.hidden(), row, ...(limit !== undefined && { limit }) };
    this.legends[mode].draw(data);
    this.legends.run.root.hidden = mode !== 'run';
    this.legends.workers.root.hidden = mode !== 'workers';
    const time = this.model.series.times[row];
    const isNow = this.cursor === undefined && this.model.view.headline.standing === 'live';
    setText(this.at, isNow || time === undefined ? this.model.words.now : clockTime(time, true));
  }

  /** The row under the cursor, else the last. */
  private row(): number {
    const { length } = this.model.series;
    return Math.min(this.cursor ?? length - 1, length - 1);
  }

  /** The first row of the window. */
  private firstRow(): number {
    const { series, choices } = this.model;
    return firstRow(series.times, (series.latest ?? 0) - choices.seconds);
  }

  private point(row: number | undefined): void {
    if (row === this.cursor) return;
    this.cursor = row;
    this.drawLegend(this.lines().named);
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
    const row = rowAfterKey(event.key, { row: this.row(), first: this.firstRow(), last });
    if (row === undefined) return;
    event.preventDefault();
    this.plot.pointAt(row);
    this.point(row);
    this.options.say(
      `${clockTime(this.model.series.times[row] ?? 0, true)}: ${this.valuesAt(this.lines().named, row)}`,
    );
  }
}
