/** The six numbers of the whole run, each with what it means in small. */
import { element, setText } from './element';
import type { Model, Part } from './model';

interface TileElements {
  readonly root: HTMLElement;
  readonly title: HTMLElement;
  readonly value: HTMLElement;
  readonly detail: HTMLElement;
}

export class Tiles implements Part {
  readonly root: HTMLElement;
  private readonly tiles = new Map<string, TileElements>();

  constructor({ words }: Model) {
    this.root = element('dl', { class: 'tiles', attributes: { 'aria-label': words.summary } });
  }

  draw({ view, words }: Model): void {
    for (const { key, title, value, detail } of view.headline.tiles) {
      const tile = this.tileOf(key);
      setText(tile.title, title);
      setText(tile.value, value || '–');
      tile.value.title = value ? '' : words.unknown;
      setText(tile.detail, detail);
    }
  }

  private tileOf(key: string): TileElements {
    const known = this.tiles.get(key);
    if (known) return known;
    const title = element('dt');
    const value = element('dd', { class: 'value' });
    const detail = element('dd', { class: 'detail' });
    const root = element('div', { class: 'tile', attributes: { 'data-tile': key } }, [title, value, detail]);
    const made = { root, title, value, detail };
    this.tiles.set(key, made);
    this.root.append(root);
    return made;
  }
}
