/**
 * Opens the workbench of a server in a browser page and keeps what the page said, for the report of a failure. Owned by
 * whoever opened it; closing it closes the browser.
 */
import type { Page } from 'playwright-core';
import { type Chromium, launchChromium } from './chromium';

export interface BrowserPage {
  readonly page: Page;
  readonly consoleLines: readonly string[];
  close(): Promise<void>;
}

/** How long a single wait of a page object may take. A loaded machine with two cores needs some air. */
const ACTION_TIMEOUT = 20_000;
const VIEWPORT = { width: 1280, height: 800 };

/** Opens an empty page. The caller may expose functions on it before it goes anywhere. */
export async function openBrowserPage(chromium: Chromium): Promise<BrowserPage> {
  const browser = await launchChromium(chromium);
  const context = await browser.newContext({
    viewport: VIEWPORT,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(ACTION_TIMEOUT);
  const page = await context.newPage();
  const consoleLines: string[] = [];
  page.on('console', (message) => consoleLines.push(message.text()));
  page.on('pageerror', (error) => consoleLines.push(`uncaught: ${error.stack ?? error.message}`));
  return { page, consoleLines, close: () => browser.close() };
}
