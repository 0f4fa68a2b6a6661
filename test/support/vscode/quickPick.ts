/** The quick input: the command palette, the lists that commands show, and the boxes that they ask in. */
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually';

/** How long one look at the palette waits, in ms, before the palette is asked for again. */
const LOOK = 4_000;

export class QuickPick {
  constructor(private readonly page: Page) {}

  /** The visible entries: label, then description and detail where there are any. */
  async items(): Promise<string[]> {
    await this.rows().first().waitFor();
    const texts = await this.rows().allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** Chooses the entry that holds this text, by filtering for it first, since a long list shows only a part. */
  async choose(text: string): Promise<void> {
    await this.input().fill(text);
    await this.rows().filter({ hasText: text }).first().click();
  }

  /** Replaces what stands in the box and confirms it. */
  async type(text: string): Promise<void> {
    await this.input().fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Answers the dialog that asks for a folder, which the server build shows here, by its path and its button. */
  async chooseFolder(folder: string, button: string): Promise<void> {
    await this.input().fill(`${folder}/`);
    // While it looks the folder up it takes no click.
    await eventually(`the dialog to take ${folder}`, async () => {
      if (await this.widget().isHidden()) return true;
      await this.widget().getByRole('button', { name: button }).click({ timeout: 1_000 });
      return undefined;
    });
  }

  /** Waits until the question or the validation message under the box matches; a check takes its moment. */
  async waitForMessage(pattern: RegExp): Promise<void> {
    await this.widget().locator('.quick-input-message').filter({ hasText: pattern }).waitFor();
  }

  /** The title bar and the placeholder, which together say what is asked. */
  async prompt(): Promise<string> {
    const titles = await this.widget().locator('.quick-input-title').allInnerTexts();
    const placeholder = await this.input().getAttribute('placeholder');
    return [titles.join(' ').trim(), placeholder ?? ''].filter((part) => part !== '').join(': ');
  }

  /** Closes it without a choice. */
  async cancel(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.widget().waitFor({ state: 'hidden' });
  }

  /** Waits until it is open. */
  async waitForOpen(): Promise<void> {
    await this.input().waitFor();
  }

  /** Runs a command by the command palette, by its full title with the category before it. */
  async runCommand(title: string): Promise<void> {
    // A busy window draws its list once more, or closes it, under a click: then it is asked for anew.
    await eventually(`the palette to take "${title}"`, () => this.tryCommand(title));
  }

  /** Chooses with Enter: a row may be covered or move away under the mouse, the first one that matches has the focus. */
  private async tryCommand(title: string): Promise<true> {
    if (await this.widget().isHidden()) await this.page.keyboard.press('F1');
    await this.input().fill(`>${title}`, { timeout: LOOK });
    const label = this.page.getByText(title, { exact: true });
    await this.rows().and(this.page.locator('.focused')).filter({ has: label }).waitFor({ timeout: LOOK });
    await this.input().press('Enter', { timeout: LOOK });
    await eventually('the palette to close', () => this.isDone(`>${title}`), { timeout: LOOK });
    return true;
  }

  /** Whether the palette is gone, or what the command itself asks has taken its place. */
  private async isDone(typed: string): Promise<true | undefined> {
    if (await this.widget().isHidden()) return true;
    return (await this.input().inputValue({ timeout: LOOK })) === typed ? undefined : true;
  }

  private widget(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  private input(): Locator {
    return this.widget().locator('.quick-input-box input');
  }

  private rows(): Locator {
    return this.widget().locator('.quick-input-list .monaco-list-row');
  }
}
