/**
 * The dashboard's page: takes what the extension sends, keeps the series and the choices, and has its parts draw. It is
 * built when the first message comes, which brings the words with it, and again when the run is another one.
 */
import type { DashboardMemory, ToPage } from '../core/dashboard/messages';
import { pageTranslate } from '../core/dashboard/words';
import { RunSeries } from '../core/series';
import { Announcer } from './announcer';
import { ChartGrid } from './chartGrid';
import type { Choices } from './choices';
import { element } from './element';
import { EventList } from './eventList';
import { Header } from './header';
import { onMessage, remember, rememberedChoices, tellHost } from './host';
import { markLegend } from './markLayer';
import type { Model, Part } from './model';
import { Tiles } from './tiles';
import { WorkerChips } from './workerChips';
import { WorkersTable } from './workersTable';

/** Shows the run that the first message brings. */
export function startDashboard(): void {
  let dashboard: Dashboard | undefined;
  onMessage((message) => {
    if (message.type === 'update') return dashboard?.update(message);
    const { memory, words, view, series } = message;
    const t = pageTranslate(words);
    const choices = rememberedChoices();
    dashboard = new Dashboard(memory, {
      words,
      t,
      view,
      events: view.events ?? [],
      series: RunSeries.from(series),
      choices,
    });
  });
  tellHost({ type: 'ready' });
}

class Dashboard {
  private readonly memory: DashboardMemory;
  private readonly announcer = new Announcer();
  private readonly parts: readonly Part[];
  private readonly body: HTMLElement;
  private model: Model;

  constructor(memory: DashboardMemory, model: Model) {
    this.memory = memory;
    this.model = model;
    const choose = (change: Partial<Choices>): void => this.choose(change);
    const header = new Header(model, choose);
    const grid = new ChartGrid({ model, choose, say: (text) => this.announcer.say(text) });
    const emphasize = (slot: number | undefined): void => grid.emphasize(slot);
    const tiles = new Tiles(model);
    const chips = new WorkerChips({ model, choose, emphasize });
    const table = new WorkersTable(model, choose, emphasize);
    const events = new EventList(model);
    this.parts = [header, tiles, chips, grid, table, events];
    const aboveCharts = element('div', { class: 'above-charts' }, [chips.root, markLegend(model.words)]);
    this.body = element('div', {}, [tiles.root, aboveCharts, grid.root, table.root, events.root]);
    document.body.replaceChildren(element('main', {}, [header.root, this.body]), this.announcer.root);
    remember(memory, model.choices);
    this.draw();
  }

  update({ view, tick }: Extract<ToPage, { type: 'update' }>): void {
    if (tick) this.model.series.append(tick);
    this.model = { ...this.model, view, events: view.events ?? this.model.events };
    this.draw();
  }

  private choose(change: Partial<Choices>): void {
    this.model = { ...this.model, choices: { ...this.model.choices, ...change } };
    remember(this.memory, this.model.choices);
    this.draw();
  }

  private draw(): void {
    const { headline } = this.model.view;
    this.body.hidden = headline.standing === 'gone' || headline.standing === 'waiting';
    for (const part of this.parts) part.draw(this.model);
    this.announcer.announce(headline.spoken);
  }
}
