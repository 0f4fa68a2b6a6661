/**
 * Which worker served it: a bar for each worker, in the time window or since the run began, or for the connections that
 * are open now, with the sentence that says
 * what the shares are like and why bars that differ are mostly no fault.
 */
import {
  connectionSentence,
  type Share,
  shareSentence,
  sharesOfAll,
  sharesOfConnections,
  sharesOfWindow,
} from '../core/dashboard/distribution';
import type { ServedBy } from './choices';
import { element, setAttribute, setText } from './element';
import { colorClass } from './lineStyle';
import type { Choose, Model, Part } from './model';
import { Switch } from './switch';

/** With more bars than this, only the bars themselves fit. */
const LABELLED = 16;

interface Bar {
  readonly root: HTMLElement;
  readonly column: HTMLElement;
  readonly part: HTMLElement;
}

export class ServedChart implements Part {
  readonly root: HTMLElement;
  private readonly sentence = element('p', { class: 'sentence' });
  private readonly list = element('ul', { class: 'bars' });
  private readonly bars = new Map<number, Bar>();
  private readonly choice: Switch<ServedBy>;

  constructor({ words }: Model, choose: Choose) {
    this.choice = new Switch({
      label: words.whoServed,
      options: [
        { value: 'window', text: words.inWindow },
        { value: 'all', text: words.sinceStart },
        { value: 'connections', text: words.openNow },
      ],
      onChoose: (served) => choose({ served }),
    });
    const head = element('div', { class: 'chart-head' }, [element('h3', { text: words.whoServed }), this.choice.root]);
    const explanation = element('p', { class: 'explanation', text: words.explanation });
    const attributes = { 'data-chart': 'served', 'aria-label': words.whoServed };
    this.root = element('figure', { class: 'chart', attributes }, [head, this.sentence, this.list, explanation]);
  }

  draw(model: Model): void {
    const { choices, words, t } = model;
    this.choice.draw(choices.served);
    const shares = sharesFor(model);
    const isOfConnections = choices.served === 'connections';
    setText(this.sentence, isOfConnections ? connectionSentence(t, model.view.rows) : shareSentence(t, shares));
    const name = isOfConnections ? words.connected : words.served;
    const highest = Math.max(...shares.map(({ share }) => share), 0);
    const bars = shares.map((share) => this.barOf(share, highest, t(name, share.slot, share.count, percentOf(share))));
    if (bars.length !== this.list.children.length || bars.some(({ root }, index) => this.list.children[index] !== root))
      this.list.replaceChildren(...bars.map(({ root }) => root));
    this.list.classList.toggle('dense', shares.length > LABELLED);
  }

  private barOf(share: Share, highest: number, text: string): Bar {
    const bar = this.bars.get(share.slot) ?? makeBar(share.slot);
    this.bars.set(share.slot, bar);
    setAttribute(bar.root, 'title', text);
    setAttribute(bar.root, 'aria-label', text);
    setText(bar.part, `${percentOf(share)} %`);
    bar.column.style.height = `${highest > 0 ? (share.share / highest) * 100 : 0}%`;
    return bar;
  }
}

function sharesFor({ view, series, choices }: Model): readonly Share[] {
  if (choices.served === 'connections') return sharesOfConnections(view.rows);
  return choices.served === 'all' ? sharesOfAll(view.rows) : sharesOfWindow(series, view.rows, choices.seconds);
}

const percentOf = ({ share }: Share): number => Math.round(share * 100);

function makeBar(slot: number): Bar {
  const column = element('span', { class: `bar ${colorClass(slot - 1)}` });
  const part = element('span', { class: 'part' });
  const name = element('span', { class: 'name', text: `#${slot}` });
  const room = element('span', { class: 'room' }, [column]);
  return { root: element('li', { attributes: { 'data-slot': String(slot) } }, [part, room, name]), column, part };
}
