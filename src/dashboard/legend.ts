/**
 * The legend of one chart: each line with its swatch and its value, at the cursor or now. In the view of the whole run
 * its entries switch lines on and off; of many workers it names the ones with the highest values, and the row of workers
 * above the charts does the switching.
 */
import { type ChartLine, type Unit, withUnit } from '../core/dashboard/charts';
import type { DashboardWords } from '../core/dashboard/words';
import type { Translate } from '../core/translate';
import { element, setAttribute, setText } from './element';
import { swatch } from './lineStyle';

const NAMED = 4;

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
  readonly value: HTMLElement;
}

export class Legend {
  readonly root = element('ul', { class: 'legend' });
  private readonly rest = element('li', { class: 'rest' });
  private readonly limit = element('li', { class: 'rest limit' });
  private readonly entries = new Map<string, Entry>();
  private readonly options: LegendOptions;

  constructor(options: LegendOptions) {
    this.options = options;
  }

  draw({ lines, hidden, row, limit }: LegendData): void {
    const named = highest(lines, row);
    const roots = named.map((line) => this.entryOf(line, row, hidden.includes(line.key)).root);
    const restCount = lines.length - named.length;
    setText(this.rest, restCount > 0 ? this.options.t(this.options.words.more, restCount) : '');
    setText(this.limit, this.limitText(limit));
    const shown = [...roots, ...(restCount > 0 ? [this.rest] : []), ...(this.limit.textContent ? [this.limit] : [])];
    if (!isSame(shown, [...this.root.children])) this.root.replaceChildren(...shown);
  }

  private entryOf(line: ChartLine, row: number, isHidden: boolean): Entry {
    const entry = this.entries.get(line.key) ?? this.make(line);
    this.entries.set(line.key, entry);
    const { t, unit } = this.options;
    setText(entry.value, isHidden ? '' : withUnit(t, unit, line.values[row]) || '–');
    const button = entry.root.firstElementChild;
    if (button && this.options.canToggle) setAttribute(button, 'aria-pressed', String(!isHidden));
    return entry;
  }

  private make(line: ChartLine): Entry {
    const value = element('span', { class: 'value' });
    const content = [swatch(line.style), element('span', { text: line.label }), value];
    if (!this.options.canToggle)
      return { root: element('li', {}, [element('span', { class: 'entry' }, content)]), value };
    const button = element('button', { class: 'entry', onClick: () => this.options.onToggle(line.key) }, content);
    return { root: element('li', {}, [button]), value };
  }

  private limitText(limit: number | undefined): string {
    const { t, unit, words } = this.options;
    return limit === undefined || Number.isNaN(limit) ? '' : `${words.limit} ${withUnit(t, unit, limit)}`;
  }
}

/** All lines while they are few; else those with the highest values, in the order of the lines. */
function highest(lines: readonly ChartLine[], row: number): readonly ChartLine[] {
  if (lines.length <= NAMED + 1) return lines;
  const valueAt = ({ values }: ChartLine): number =>
    Number.isNaN(values[row] ?? Number.NaN) ? -1 : (values[row] ?? -1);
  return lines.toSorted((a, b) => valueAt(b) - valueAt(a)).slice(0, NAMED);
}

const isSame = (a: readonly Element[], b: readonly Element[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index]);
