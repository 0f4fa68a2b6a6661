/**
 * Speaks for those who listen: the headline when it changes, at most once every few seconds, and values that were asked
 * for by a key at once.
 */
import { element } from './element';

const SILENCE = 5000;

export class Announcer {
  readonly root = element('div', { class: 'spoken', attributes: { 'aria-live': 'polite' } });
  private said = '';
  private next: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Says how the run stands, unless that was the last thing said. */
  announce(text: string): void {
    if (text === this.said || text === this.next) return;
    this.next = text;
    this.timer ??= setTimeout(() => this.speak(), this.said === '' ? 0 : SILENCE);
  }

  /** Says at once what a person asked for. */
  say(text: string): void {
    this.root.textContent = text;
  }

  private speak(): void {
    this.timer = undefined;
    if (this.next === undefined || this.next === this.said) return;
    this.said = this.next;
    this.root.textContent = this.said;
  }
}
