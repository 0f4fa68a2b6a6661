/**
 * All charts. Their words are always up to date, for who listens; canvases are drawn where they are on the screen, as
 * many in one frame as fit into it and the others in the next, so that 64 workers do not make the window stutter.
 */
import { CHARTS } from '../core/dashboard/charts';
import { Chart } from './chart';
import { element } from './element';
import type { Choose, Model, Part } from './model';
import { ServedChart } from './servedChart';
import { onDidChangeTheme } from './theme';

/** How long a frame may be spent on drawing, in milliseconds. */
const SHARE_OF_FRAME = 4;

export interface ChartGridOptions {
  readonly model: Model;
  readonly choose: Choose;
  readonly say: (text: string) => void;
}

export class ChartGrid implements Part {
  readonly root: HTMLElement;
  private readonly charts: readonly Chart[];
  private readonly served: ServedChart;
  private readonly visible = new Set<Element>();
  private queue: Chart[] = [];
  private model: Model;

  constructor({ model, choose, say }: ChartGridOptions) {
    this.model = model;
    this.charts = CHARTS.map((spec) => new Chart({ spec, model, choose, say }));
    this.served = new ServedChart(model, choose);
    this.root = element('section', { class: 'charts', attributes: { 'aria-label': model.words.charts } });
    this.root.append(...this.charts.map(({ root }) => root), this.served.root);
    this.watchSight();
    new ResizeObserver(() => this.charts.forEach((chart) => void chart.resize())).observe(this.root);
    onDidChangeTheme(() => this.charts.forEach((chart) => void chart.repaint()));
  }

  draw(model: Model): void {
    this.model = model;
    for (const chart of this.charts) chart.drawText(model);
    this.served.draw(model);
    if (this.queue.length === 0) requestAnimationFrame(() => this.drawSome());
    this.queue = this.charts.filter(({ root }) => this.visible.has(root));
  }

  /** Lets the lines of a worker stand out in all charts. */
  emphasize(slot: number | undefined): void {
    for (const chart of this.charts) chart.emphasize(slot);
  }

  private drawSome(): void {
    const begun = performance.now();
    while (this.queue.length > 0 && performance.now() - begun < SHARE_OF_FRAME) this.queue.shift()?.draw(this.model);
    if (this.queue.length > 0) requestAnimationFrame(() => this.drawSome());
  }

  private watchSight(): void {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) this.visible.add(target);
          else this.visible.delete(target);
        }
        this.draw(this.model);
      },
      { rootMargin: '200px' },
    );
    for (const { root } of this.charts) observer.observe(root);
  }
}
