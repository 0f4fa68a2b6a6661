/** VS Code by keyboard alone: nothing here moves or clicks the mouse. */
import type { Page } from 'playwright-core';
import { eventually } from './eventually';

/** No menu and no list of a test is longer. */
const MOST_STEPS = 60;

export class Keyboard {
  constructor(private readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Runs a command by the palette, by its full title. */
  async runCommand(title: string): Promise<void> {
    await this.press('F1');
    await this.page.locator('.quick-input-widget .quick-input-box input').waitFor();
    await this.page.keyboard.type(title);
    const first = this.page.locator('.quick-input-list .monaco-list-row.focused');
    await first.getByText(title, { exact: true }).waitFor();
    await this.press('Enter');
  }

  /** Goes down the list that has the focus until a row says this. */
  async goToRow(label: string): Promise<void> {
    await this.press('Home');
    await this.walk(
      `a row ${label}`,
      'ArrowDown',
      () => this.focusedRow(),
      (text) => text.startsWith(label),
    );
  }

  /** The label that a screen reader reads of the row that has the focus in a tree. */
  async focusedRow(): Promise<string> {
    const row = this.page.locator('.monaco-list:focus .monaco-list-row.focused');
    return ((await row.first().getAttribute('aria-label', { timeout: 5_000 })) ?? '').trim();
  }

  /** Opens the menu of what has the focus and chooses an entry. */
  async chooseFromMenu(title: string): Promise<void> {
    await this.press('Shift+F10');
    await this.page.locator('.monaco-menu').first().waitFor();
    const focused = this.page.locator('.monaco-menu .action-item.focused .action-label');
    const read = async () => ((await focused.count()) > 0 ? ((await focused.first().textContent()) ?? '') : '');
    await this.walk(`the entry ${title}`, 'ArrowDown', read, (text) => text.trim() === title);
    // A menu takes no key in its first moments, as it takes no click.
    await eventually(`the menu to take ${title}`, async () => {
      if ((await this.page.locator('.monaco-menu').count()) === 0) return true;
      await this.press('Enter');
      return undefined;
    });
  }

  /** Presses Tab until what has the focus is named like this. */
  async tabTo(name: RegExp, read: () => Promise<string>): Promise<void> {
    await this.walk(String(name), 'Tab', read, (text) => name.test(text));
  }

  private async walk(
    what: string,
    key: string,
    read: () => Promise<string>,
    isWanted: (text: string) => boolean,
  ): Promise<void> {
    const seen: string[] = [];
    for (let step = 0; step < MOST_STEPS; step++) {
      const text = await read();
      if (isWanted(text)) return;
      seen.push(text);
      await this.press(key);
    }
    throw new Error(`${what} was not among ${[...new Set(seen)].join(' | ')}`);
  }
}
