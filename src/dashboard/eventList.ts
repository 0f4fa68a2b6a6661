/** The list of what happened, newest first, with time, worker and pid. Made anew only when there is something new. */
import type { TimelineEvent } from '../core/dashboard/timeline';
import { clockTime } from './clockTime';
import { element, setText } from './element';
import type { Model, Part } from './model';

export class EventList implements Part {
  readonly root: HTMLElement;
  private readonly body = element('tbody');
  private readonly empty = element('p', { class: 'note' });
  private shown: readonly TimelineEvent[] | undefined;

  constructor({ words }: Model) {
    const heads = [words.time, words.who, words.columnPid, words.what, words.detail];
    const head = element(
      'tr',
      {},
      heads.map((text) => element('th', { text, attributes: { scope: 'col' } })),
    );
    const table = element('table', { class: 'events' }, [element('thead', {}, [head]), this.body]);
    this.root = element('section', { attributes: { 'aria-label': words.events } }, [
      element('h2', { text: words.events }),
      element(
        'div',
        { class: 'table-box events-box', attributes: { tabindex: '0', role: 'region', 'aria-label': words.events } },
        [table],
      ),
      this.empty,
    ]);
  }

  draw({ events, words }: Model): void {
    if (events === this.shown) return;
    this.shown = events;
    this.body.replaceChildren(...events.map((event) => makeRow(event, words.run)));
    setText(this.empty, events.length === 0 ? words.noEvents : '');
  }
}

function makeRow({ at, kind, slot, pid, what, detail }: TimelineEvent, run: string): HTMLElement {
  const texts = [
    clockTime(at / 1000, true),
    slot === undefined ? run : `#${slot}`,
    pid === undefined ? '' : String(pid),
  ];
  const cells = texts.map((text) => element('td', { class: 'when', text }));
  const word = element('td', {}, [element('span', { class: `event event-${kind}`, text: what })]);
  return element('tr', { attributes: { 'data-kind': kind } }, [
    ...cells,
    word,
    element('td', { class: 'detail', text: detail }),
  ]);
}
