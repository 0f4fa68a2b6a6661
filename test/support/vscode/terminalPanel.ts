/** The terminal in front: its text as the emulator holds it, and keys typed into it. */
import type { Page } from 'playwright-core';
import { eventually } from './eventually';

const ACTIVE = '.terminal-wrapper.active';

export class TerminalPanel {
  constructor(private readonly page: Page) {}

  /** The whole buffer, scrolled-out lines included, without the empty end. */
  async text(): Promise<string> {
    await this.page.locator(`${ACTIVE} .xterm`).waitFor();
    const lines: unknown = await this.page.evaluate(`window.driver.getTerminalBuffer('${ACTIVE}')`);
    return Array.isArray(lines) ? lines.join('\n').trimEnd() : '';
  }

  /** Waits until the text matches and answers with the match. */
  async waitForText(pattern: RegExp, timeout = 20_000): Promise<RegExpExecArray> {
    let last = '';
    const look = async () => {
      last = await this.text();
      return pattern.exec(last) ?? undefined;
    };
    return eventually(`${pattern} in the terminal`, look, { timeout }).catch((error: unknown) => {
      throw new Error(`${String(error)}; the terminal showed:\n${last}`, { cause: error });
    });
  }

  async type(text: string): Promise<void> {
    await this.focus();
    await this.page.keyboard.type(text);
  }

  /** Ctrl+C. */
  async interrupt(): Promise<void> {
    await this.focus();
    await this.page.keyboard.press('Control+C');
  }

  private async focus(): Promise<void> {
    await this.page.locator(`${ACTIVE} .xterm-helper-textarea`).focus();
  }
}
