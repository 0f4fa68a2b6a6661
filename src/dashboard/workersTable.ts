/**
 * The table of workers: sorted by any column, with each worker's actions. Rows are kept and only their texts change, so
 * that what has the focus or lies under the mouse stays; they change places only while nobody is at them.
 */

import { sortRows } from '../core/dashboard/sortRows';
import type { DashboardWords } from '../core/dashboard/words';
import { TABLE_COLUMNS, type TableColumn, type TableRow } from '../core/dashboard/workerTable';
import { element, setAttribute, setText } from './element';
import { swatch } from './lineStyle';
import type { Choose, Model, Part } from './model';
import { roveFocus } from './roveFocus';
import { ACTIONS, actionButtons, drawActions } from './workerActions';

const TITLES = {
  slot: 'columnSlot',
  state: 'columnState',
  pid: 'columnPid',
  cpu: 'columnCpu',
  memory: 'columnMemory',
  heap: 'columnHeap',
  loop: 'columnLoop',
  delay: 'columnDelay',
  rate: 'columnRate',
  latency: 'columnLatency',
  connections: 'columnConnections',
  inFlight: 'columnInFlight',
  requests: 'columnRequests',
  restarts: 'columnRestarts',
} as const satisfies Readonly<Record<TableColumn, keyof DashboardWords>>;

/** Columns that read from left to right; the others are numbers. */
const TEXTS: ReadonlySet<TableColumn> = new Set(['slot', 'state']);

interface RowElements {
  readonly root: HTMLElement;
  readonly cells: ReadonlyMap<TableColumn, HTMLElement>;
  readonly actions: readonly HTMLButtonElement[];
}

export class WorkersTable implements Part {
  readonly root: HTMLElement;
  private readonly heads: ReadonlyMap<TableColumn, HTMLElement>;
  private readonly body = element('tbody');
  private readonly empty = element('p', { class: 'note' });
  private readonly rows = new Map<number, RowElements>();
  private readonly emphasize: (slot: number | undefined) => void;
  private readonly keepTabStop: () => void;
  private model: Model;

  constructor(model: Model, choose: Choose, emphasize: (slot: number | undefined) => void) {
    const { words } = model;
    this.model = model;
    this.emphasize = emphasize;
    this.heads = new Map(
      TABLE_COLUMNS.map((column) => [column, makeHead(column, words, () => this.sortBy(column, choose))]),
    );
    const actions = element('th', { class: 'actions', text: words.columnActions, attributes: { scope: 'col' } });
    const head = element('thead', {}, [element('tr', {}, [...this.heads.values(), actions])]);
    const table = element('table', { class: 'workers' }, [head, this.body]);
    this.keepTabStop = roveFocus(this.body, 'button', ACTIONS.length);
    this.root = element('section', { attributes: { 'aria-label': words.workers } }, [
      element('h2', { text: words.workers }),
      element('div', { class: 'table-box' }, [table]),
      this.empty,
    ]);
  }

  draw(model: Model): void {
    this.model = model;
    const { rows } = model.view;
    const slots = new Set(rows.map(({ slot }) => slot));
    for (const [slot, { root }] of this.rows) if (!slots.has(slot)) this.remove(slot, root);
    for (const row of rows) this.drawRow(row);
    this.drawHeads();
    this.order();
    this.keepTabStop();
    setText(this.empty, rows.length === 0 ? model.words.noWorkersYet : '');
  }

  private sortBy(column: TableColumn, choose: Choose): void {
    const { sortBy, isDescending } = this.model.choices;
    const isSame = sortBy === column;
    choose({ sortBy: column, isDescending: isSame ? !isDescending : !TEXTS.has(column) && column !== 'pid' });
    this.order(true);
  }

  private drawHeads(): void {
    const { sortBy, isDescending } = this.model.choices;
    for (const [column, head] of this.heads) {
      const order = isDescending ? 'descending' : 'ascending';
      setAttribute(head, 'aria-sort', column === sortBy ? order : 'none');
    }
  }

  private drawRow(row: TableRow): void {
    const shown = this.rows.get(row.slot) ?? this.makeRow(row);
    for (const [column, cell] of shown.cells) setText(cell, row.cells[column].text || '–');
    setAttribute(shown.root, 'data-state', row.stateFlag);
    shown.root.classList.toggle('trouble', row.isInTrouble);
    drawActions(shown.actions, row, this.model.view.headline.standing);
  }

  /** Puts the rows in order; not under somebody's hands unless they asked for it. */
  private order(isAsked = false): void {
    const isInUse = this.body.matches(':hover') || this.body.contains(document.activeElement);
    if (isInUse && !isAsked && this.body.children.length === this.rows.size) return;
    const { sortBy, isDescending } = this.model.choices;
    const roots = sortRows(this.model.view.rows, sortBy, isDescending).flatMap(
      ({ slot }) => this.rows.get(slot)?.root ?? [],
    );
    if (roots.some((root, index) => this.body.children[index] !== root)) this.body.replaceChildren(...roots);
  }

  private remove(slot: number, root: HTMLElement): void {
    root.remove();
    this.rows.delete(slot);
  }

  private makeRow({ slot }: TableRow): RowElements {
    const cells = new Map(TABLE_COLUMNS.map((column) => [column, element('span')]));
    const actions = actionButtons(slot, this.model.words, this.model.t);
    const root = element('tr', { attributes: { 'data-slot': String(slot) } }, [
      ...[...cells].map(([column, text]) => makeCell(column, text, slot)),
      element('td', { class: 'actions' }, actions),
    ]);
    root.addEventListener('mouseenter', () => this.emphasize(slot));
    root.addEventListener('mouseleave', () => this.emphasize(undefined));
    const made = { root, cells, actions };
    this.rows.set(slot, made);
    this.body.append(root);
    return made;
  }
}

function makeCell(column: TableColumn, text: HTMLElement, slot: number): HTMLElement {
  if (column === 'slot') return element('th', { attributes: { scope: 'row' } }, [swatch(slot - 1), text]);
  return element('td', { class: TEXTS.has(column) ? `text ${column}` : 'number' }, [text]);
}

function makeHead(column: TableColumn, words: DashboardWords, onClick: () => void): HTMLElement {
  const text = words[TITLES[column]];
  const button = element('button', { text, onClick });
  return element('th', { class: TEXTS.has(column) ? 'text' : 'number', attributes: { scope: 'col' } }, [button]);
}
