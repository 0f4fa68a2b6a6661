/** The dashboard as a person reads and uses it, inside the frames in which VS Code shows a webview. */
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { eventually } from './eventually';

export class DashboardPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The document of the webview that is in sight. */
  get frame(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** Waits until a run is shown. */
  async waitForOpen(name: string): Promise<void> {
    await this.frame.getByRole('heading', { level: 1, name }).waitFor();
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  chart(key: string): Locator {
    return this.frame.locator(`[data-chart="${key}"]`);
  }

  /** What the legend of a chart says: `all workers 812 req/s`. */
  async legend(key: string): Promise<string[]> {
    const entries = await this.chart(key).locator('.legend:not([hidden]) li').allInnerTexts();
    return entries.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  async waitForLegend(key: string, pattern: RegExp): Promise<string> {
    let last: string[] = [];
    const look = async (): Promise<string | undefined> => {
      last = await this.legend(key);
      return last.find((entry) => pattern.test(entry));
    };
    return eventually(`the legend of ${key} to say ${pattern}`, look).catch((error: unknown) => {
      throw new Error(`${String(error)}; it said ${last.join(' | ')}`, { cause: error });
    });
  }

  /** The table of workers, cell by cell, as it is drawn. */
  async workers(): Promise<string[][]> {
    const rows = await this.frame.locator('table.workers tbody tr').all();
    return Promise.all(
      rows.map(async (row) => (await row.locator('th, td:not(.actions)').allInnerTexts()).map(trimmed)),
    );
  }

  /** What the event list says, newest first. */
  async events(): Promise<string[]> {
    const rows = await this.frame.locator('table.events tbody tr').allInnerTexts();
    return rows.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  async waitForEvent(pattern: RegExp): Promise<string> {
    return eventually(`an event ${pattern}`, async () => (await this.events()).find((event) => pattern.test(event)));
  }

  /** The accessible name of what has the focus in the page, as far as it has a label or a text of its own. */
  async focused(): Promise<string> {
    const element = this.frame.locator(':focus');
    if ((await element.count()) === 0) return '';
    return (await element.getAttribute('aria-label')) ?? (await element.innerText());
  }

  /** Clicks an action of a worker's row by its accessible name: "Kill Worker #2". */
  async act(name: string): Promise<void> {
    await this.button(name).click();
  }
}

const trimmed = (text: string): string => text.trim();
