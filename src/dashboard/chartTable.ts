/** The values behind a chart as a table, newest first: for a screen reader, and for whoever wants numbers. */
import { type ChartLine, tableIndexes, type Unit, withUnit } from '../core/dashboard/charts';
import { clockTime } from './clockTime';
import { element, setAttribute } from './element';
import type { Model } from './model';

export class ChartTable {
  readonly root = element('div', { class: 'chart-table', attributes: { tabindex: '0' } });
  readonly button: HTMLButtonElement;
  private readonly unit: Unit;
  private model: Model;
  private lines: readonly ChartLine[] = [];
  private drawn = 0;

  constructor(model: Model, unit: Unit) {
    this.model = model;
    this.unit = unit;
    this.root.hidden = true;
    this.button = element('button', { class: 'quiet', text: model.words.showTable, onClick: () => this.toggle() });
    this.button.setAttribute('aria-expanded', 'false');
  }

  /** Once every few seconds is enough for a table that is read. */
  draw(model: Model, lines: readonly ChartLine[]): void {
    this.model = model;
    this.lines = lines;
    const now = model.series.latest ?? 0;
    if (this.root.hidden || Math.abs(now - this.drawn) < 5) return;
    this.drawn = now;
    this.root.replaceChildren(this.makeTable());
  }

  /** A value of a line as the table says it. */
  text(line: ChartLine, row: number): string {
    return withUnit(this.model.t, this.unit, line.values[row]) || this.model.words.unknown;
  }

  private toggle(): void {
    this.root.hidden = !this.root.hidden;
    this.drawn = 0;
    setAttribute(this.button, 'aria-expanded', String(!this.root.hidden));
    this.draw(this.model, this.lines);
  }

  private makeTable(): HTMLElement {
    const { words, series, choices } = this.model;
    const heads = [words.time, ...this.lines.map(({ label }) => label)];
    const head = element(
      'tr',
      {},
      heads.map((text) => element('th', { text, attributes: { scope: 'col' } })),
    );
    const rows = tableIndexes(series, choices.seconds).map((row) => this.makeRow(row));
    return element('table', {}, [element('thead', {}, [head]), element('tbody', {}, rows)]);
  }

  private makeRow(row: number): HTMLElement {
    const time = clockTime(this.model.series.times[row] ?? 0, true);
    const cells = this.lines.map((line) =>
      element('td', { text: withUnit(this.model.t, this.unit, line.values[row]) || '–' }),
    );
    return element('tr', {}, [element('th', { text: time, attributes: { scope: 'row' } }), ...cells]);
  }
}
