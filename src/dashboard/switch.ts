/** A choice of one of a few, all in sight: buttons side by side of which one is pressed. */
import { element, setAttribute } from './element';

export interface SwitchOptions<Value> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onChoose: (value: Value) => void;
}

export class Switch<Value extends string | number> {
  readonly root: HTMLElement;
  private readonly buttons: ReadonlyMap<Value, HTMLButtonElement>;

  constructor({ label, options, onChoose }: SwitchOptions<Value>) {
    this.buttons = new Map(
      options.map(({ value, text }) => [value, element('button', { text, onClick: () => onChoose(value) })]),
    );
    this.root = element('div', { class: 'switch', attributes: { role: 'group', 'aria-label': label } });
    this.root.append(...this.buttons.values());
  }

  draw(chosen: Value): void {
    for (const [value, button] of this.buttons) setAttribute(button, 'aria-pressed', String(value === chosen));
  }
}
