/**
 * A tree in the side bar, found by its title: reads its rows and uses their inline actions and context menus the way a
 * hand on the mouse does.
 */
import type { Locator, Page } from 'playwright-core';
import { chooseFromContextMenu, readContextMenu } from './contextMenu';
import { eventually } from './eventually';
import { readText } from './readText';

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly ariaLabel: string;
  /** 1 for a root. */
  readonly level: number;
  readonly icon: string;
}

export class TreeView {
  constructor(
    private readonly page: Page,
    private readonly title: string,
  ) {}

  /** The rows on the screen, from top to bottom. Rows scrolled out of sight are not there. */
  async rows(): Promise<TreeRow[]> {
    const rows = await this.allRows().all();
    const read = await Promise.all(rows.map(readRow));
    return read.sort((one, other) => one.index - other.index).map(({ index: _, ...row }) => row);
  }

  /** Waits until the rows are as wanted and answers with them; the message of a failure shows what was there. */
  async waitForRows(what: string, isWanted: (rows: TreeRow[]) => boolean, timeout = 30_000): Promise<TreeRow[]> {
    let last: TreeRow[] = [];
    const look = async () => {
      last = await this.rows();
      return isWanted(last) ? last : undefined;
    };
    return eventually(what, look, { timeout }).catch((error: unknown) => {
      const seen = last.map((row) => `${'  '.repeat(row.level)}${row.label} | ${row.description}`).join('\n');
      throw new Error(`${String(error)}; the tree "${this.title}" showed:\n${seen}`, { cause: error });
    });
  }

  /** Hovers a row and clicks the inline action with that title. */
  async clickAction(row: string, title: string): Promise<void> {
    await this.row(row).hover();
    await this.row(row).locator(`.actions .action-label[aria-label^="${title}"]`).click();
  }

  /** The titles of a row's inline actions. */
  async readActions(row: string): Promise<string[]> {
    await this.row(row).hover();
    return readLabels(this.row(row).locator('.actions .action-label'));
  }

  /** Clicks a button of the view's title bar. */
  async clickTitleAction(title: string): Promise<void> {
    await this.page.locator(`.part.sidebar .title-actions .action-label[aria-label^="${title}"]`).click();
  }

  async chooseFromContextMenu(row: string, title: string): Promise<void> {
    await chooseFromContextMenu(this.page, this.row(row), title);
  }

  async readContextMenu(row: string): Promise<string[]> {
    return readContextMenu(this.page, this.row(row));
  }

  /** Clicks the row itself: selects it and, where it is a link to something, opens it. */
  async click(row: string): Promise<void> {
    await this.row(row).click();
  }

  /** The text that the view shows while it is empty. */
  async welcome(): Promise<string> {
    return readText(this.pane().locator('.welcome-view-content'));
  }

  /** Clicks a button of the empty view. */
  async clickWelcomeButton(title: string): Promise<void> {
    await this.pane().locator('.welcome-view-content').getByRole('button', { name: title }).click();
  }

  /** The text of the hover of a row. The mouse comes from elsewhere, since only a move onto the row brings it up. */
  async hover(row: string): Promise<string> {
    return eventually(`the hover of "${row}"`, async () => {
      await this.page.mouse.move(0, 0);
      await this.row(row).locator('.label-name').hover();
      const hover = this.page.locator('.monaco-hover .hover-contents').first();
      await hover.waitFor({ timeout: 3_000 });
      return (await hover.textContent({ timeout: 500 })) || undefined;
    });
  }

  private pane(): Locator {
    return this.page.locator('.pane').filter({ has: this.page.locator(`.pane-header[aria-label^="${this.title}"]`) });
  }

  private allRows(): Locator {
    return this.pane().locator('.monaco-list-row');
  }

  /** The first row whose label is, or begins with, this text. */
  private row(label: string): Locator {
    const name = this.page.locator('.label-name', { hasText: new RegExp(`^${escapeForPattern(label)}`) });
    return this.allRows().filter({ has: name }).first();
  }
}

async function readRow(row: Locator): Promise<TreeRow & { index: number }> {
  const attribute = async (name: string) => (await row.getAttribute(name, { timeout: 1_000 })) ?? '';
  const text = async (selector: string) => (await row.locator(selector).allInnerTexts()).join(' ').trim();
  const icon = row.locator('.custom-view-tree-node-item-icon');
  return {
    index: Number(await attribute('data-index')),
    level: Number(await attribute('aria-level')),
    ariaLabel: await attribute('aria-label'),
    label: await text('.label-name'),
    description: await text('.label-description'),
    icon: (await icon.count()) > 0 ? ((await icon.first().getAttribute('class', { timeout: 1_000 })) ?? '') : '',
  };
}

async function readLabels(actions: Locator): Promise<string[]> {
  const labels = await Promise.all((await actions.all()).map((action) => action.getAttribute('aria-label')));
  return labels.filter((label): label is string => label !== null);
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
