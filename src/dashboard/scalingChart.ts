/** One chart of the scaling page: title, legend with values at the cursor, and the curves over the number of workers. */
import type { Unit } from '../core/dashboard/charts';
import { fillPlaces, untranslated } from '../core/translate';
import { type CountLine, CountPlot } from './countPlot';
import { element, setText } from './element';
import { swatch } from './lineStyle';

export interface NamedLine extends CountLine {
  readonly name: string;
  /** The values as they are said; absent for a line that has none to say. */
  readonly texts?: readonly string[];
}

export interface ScalingChartOptions {
  readonly title: string;
  /** `{0} workers`, for the cursor. */
  readonly at: string;
  /** What a screen reader says of the picture. */
  readonly description: string;
  readonly unit: Unit;
  readonly workers: readonly number[];
  readonly lines: readonly NamedLine[];
  readonly knee: number | undefined;
  readonly kneeWord: string;
}

export class ScalingChart {
  readonly root: HTMLElement;
  private readonly options: ScalingChartOptions;
  private readonly plot: CountPlot;
  private readonly cursor = element('span', { class: 'at' });
  private readonly values: readonly HTMLElement[];

  constructor(options: ScalingChartOptions) {
    this.options = options;
    const { title, description, unit } = options;
    const attributes = { role: 'img', 'aria-label': description };
    const area = element('div', { class: 'plot', attributes });
    const onCursor = (index: number | undefined): void => this.read(index);
    this.plot = new CountPlot(area, { t: untranslated, unit, reach: 4, onCursor });
    this.values = options.lines.map(() => element('span', { class: 'value' }));
    const head = element('div', { class: 'chart-head' }, [element('h2', { text: title }), this.cursor]);
    const legend = element(
      'ul',
      { class: 'legend' },
      options.lines.map((line, index) => this.entry(line, index)),
    );
    this.root = element('figure', { class: 'chart' }, [head, legend, element('div', { class: 'plot-box' }, [area])]);
    this.read(undefined);
  }

  /** Draws; the chart must be in the page by now. */
  draw(): void {
    const { workers, lines, knee, kneeWord } = this.options;
    this.plot.draw({ workers, lines, knee, kneeWord });
  }

  repaint(): void {
    this.plot.repaint();
  }

  dispose(): void {
    this.plot.dispose();
  }

  private entry(line: NamedLine, index: number): HTMLElement {
    const value = this.values[index];
    const mark = line.isQuiet ? element('span', { class: 'quiet-line' }) : swatch(line.style);
    const parts = [mark, element('span', { text: line.name }), ...(line.texts && value ? [value] : [])];
    return element('li', {}, [element('span', { class: 'entry' }, parts)]);
  }

  /** The values at the cursor; without one those of the knee, else the last. */
  private read(index: number | undefined): void {
    const { workers, lines, knee, at } = this.options;
    const shown = index ?? (knee === undefined ? workers.length - 1 : workers.indexOf(knee));
    const count = workers[shown];
    setText(this.cursor, count === undefined ? '' : fillPlaces(at, [count]));
    lines.forEach(({ texts }, line) => {
      const value = this.values[line];
      if (value) setText(value, texts?.[shown] ?? '');
    });
  }
}
