/** The menu that a right click opens, wherever that was. */
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually';

/** Right-clicks a row and chooses the entry with that title. */
export async function chooseFromContextMenu(page: Page, row: Locator, title: string): Promise<void> {
  await openContextMenu(page, row);
  await eventually(`the menu to take "${title}"`, () => clickEntry(page, title), { timeout: 10_000 });
}

/** Right-clicks a row and answers with the titles of the entries, leaving no menu open. */
export async function readContextMenu(page: Page, row: Locator): Promise<string[]> {
  await openContextMenu(page, row);
  const titles = await menu(page).locator('.action-item:not(.disabled) .action-label:not(.separator)').allInnerTexts();
  await page.keyboard.press('Escape');
  await menu(page).waitFor({ state: 'detached' });
  return titles.map((title) => title.trim()).filter((title) => title !== '');
}

async function openContextMenu(page: Page, row: Locator): Promise<void> {
  await row.click({ button: 'right' });
  await menu(page).waitFor();
}

/** A menu ignores clicks in its first moments, so that the click that opened it chooses nothing. Then it takes another. */
async function clickEntry(page: Page, title: string): Promise<true> {
  if ((await menu(page).count()) === 0) return true;
  await entry(page, title).click({ timeout: 3_000 });
  await menu(page).waitFor({ state: 'detached', timeout: 1_000 });
  return true;
}

function menu(page: Page): Locator {
  return page.locator('.monaco-menu').first();
}

/** An entry by its title; the accessible name carries the key binding after it. */
function entry(page: Page, title: string): Locator {
  return menu(page).getByText(title, { exact: true });
}
