/**
 * The row of workers above the charts: each switches its lines on and off in all of them, and pointing at one lets its
 * lines stand out. In sight only while the charts show each worker. One Tab stop; arrow keys move inside.
 */
import { CHARTED_WORKERS } from '../core/series';
import { chosenSlots, FEW_WORKERS } from './chartLines';
import { toggled } from './choices';
import { element, setAttribute, setText } from './element';
import { swatch } from './lineStyle';
import type { Choose, Model, Part } from './model';
import { roveFocus } from './roveFocus';

export interface WorkerChipsOptions {
  readonly model: Model;
  readonly choose: Choose;
  readonly emphasize: (slot: number | undefined) => void;
}

export class WorkerChips implements Part {
  readonly root: HTMLElement;
  private readonly options: WorkerChipsOptions;
  private readonly note = element('p', { class: 'note' });
  private readonly row: HTMLElement;
  private readonly chips = new Map<number, HTMLButtonElement>();
  private model: Model;

  constructor(options: WorkerChipsOptions) {
    const { words } = options.model;
    this.options = options;
    this.model = options.model;
    this.row = element('div', { class: 'chips', attributes: { role: 'toolbar', 'aria-label': words.workers } }, [
      element('button', { class: 'quiet', text: words.allWorkers, onClick: () => this.show(() => true) }),
      element('button', { class: 'quiet', text: words.noWorkers, onClick: () => this.show(() => false) }),
    ]);
    roveFocus(this.row, 'button');
    this.root = element('div', { class: 'worker-chips' }, [this.row, this.note]);
  }

  draw(model: Model): void {
    this.model = model;
    const { slots } = model.series;
    this.root.hidden = model.choices.lines !== 'workers';
    for (const [slot, chip] of this.chips) if (!slots.includes(slot)) this.remove(slot, chip);
    for (const slot of slots) setAttribute(this.chipOf(slot), 'aria-pressed', String(!this.isHidden(slot)));
    setText(this.note, this.noteText());
  }

  private noteText(): string {
    const { words, t, view } = this.model;
    const many = chosenSlots(this.model).length > FEW_WORKERS ? [words.manyLines] : [];
    const cut = view.rows.length > CHARTED_WORKERS ? [t(words.onlyCharted, CHARTED_WORKERS)] : [];
    return [...many, ...cut].join(' ');
  }

  private isHidden(slot: number): boolean {
    return this.model.choices.hiddenSlots.includes(slot);
  }

  private show(isShown: (slot: number) => boolean): void {
    this.options.choose({ hiddenSlots: this.model.series.slots.filter((slot) => !isShown(slot)) });
  }

  private remove(slot: number, chip: HTMLElement): void {
    chip.remove();
    this.chips.delete(slot);
  }

  private chipOf(slot: number): HTMLButtonElement {
    const known = this.chips.get(slot);
    if (known) return known;
    const onClick = (): void => this.options.choose({ hiddenSlots: toggled(this.model.choices.hiddenSlots, slot) });
    const chip = element('button', { class: 'chip', onClick, attributes: { tabindex: '-1' } }, [
      swatch(slot - 1),
      document.createTextNode(`#${slot}`),
    ]);
    chip.addEventListener('mouseenter', () => this.options.emphasize(slot));
    chip.addEventListener('mouseleave', () => this.options.emphasize(undefined));
    this.chips.set(slot, chip);
    this.row.append(chip);
    return chip;
  }
}
