/**
 * The legend of one chart: each line with its swatch and its value, at the cursor or now. In the view of the whole run
 * its entries switch lines on and off; in that of each worker the row of workers above the charts does it.
 */
import { type ChartLine, type Unit, withUnit } from '../core/dashboard/charts';
import type { DashboardWords } from '../core/dashboard/words';
import type { Translate } from '../core/translate';
import { element, setAttribute, setText } from './element';
import { swatch } from './lineStyle';

export interface LegendData {
  readonly lines: readonly ChartLine[];
  readonly hidden: readonly string[];
  /** The row whose values are shown. */
  readonly row: number;
  /** What the limit is, where the chart has one. */
  readonly limit?: number;
}

export interface LegendOptions {
  readonly words: DashboardWords;
  readonly t: Translate;
  readonly unit: Unit;
  readonly onToggle: (key: string) => void;
  readonly canToggle: boolean;
}

interface Entry {
  readonly root: HTMLElement;
  readonly label: HTMLElement;
  readonly value: HTMLElement;
}

export class Legend {
  readonly root = element('ul', { class: 'legend' });
  private readonly limit = element('li', { class: 'rest limit' });
  private readonly entries = new Map<string, Entry>();
  private readonly options: LegendOptions;

  constructor(options: LegendOptions) {
    this.options = options;
  }

  draw({ lines, hidden, row, limit }: LegendData): void {
    const roots = lines.map((line) => this.entryOf(line, row, hidden.includes(line.key)).root);
    setText(this.limit, this.limitText(limit));
    const shown = this.limit.textContent ? [...roots, this.limit] : roots;
    if (!isSame(shown, [...this.root.children])) this.root.replaceChildren(...shown);
  }

  private entryOf(line: ChartLine, row: number, isHidden: boolean): Entry {
    const key = `${line.key}/${line.style}`;
    const entry = this.entries.get(key) ?? this.make(line);
    this.entries.set(key, entry);
    setText(entry.label, line.label);
    const { t, unit } = this.options;
    setText(entry.value, isHidden ? '' : withUnit(t, unit, line.values[row]) || '–');
    const button = entry.root.firstElementChild;
    if (button && this.options.canToggle) setAttribute(button, 'aria-pressed', String(!isHidden));
    return entry;
  }

  private make({ key, style }: ChartLine): Entry {
    const label = element('span');
    const value = element('span', { class: 'value' });
    const content = [swatch(style), label, value];
    const entry = this.options.canToggle
      ? element('button', { class: 'entry', onClick: () => this.options.onToggle(key) }, content)
      : element('span', { class: 'entry' }, content);
    return { root: element('li', { attributes: { 'data-line': key } }, [entry]), label, value };
  }

  private limitText(limit: number | undefined): string {
    const { t, unit, words } = this.options;
    return limit === undefined || Number.isNaN(limit) ? '' : `${words.limit} ${withUnit(t, unit, limit)}`;
  }
}

const isSame = (a: readonly Element[], b: readonly Element[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index]);
