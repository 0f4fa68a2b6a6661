/**
 * VS Code's window as a person meets it: every method is something done with the mouse or the keyboard, or something
 * read from the screen. It owns no page and starts nothing; `session.ts` does.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { chooseFromContextMenu, readContextMenu } from './contextMenu';
import { eventually } from './eventually';
import { RESULTS } from './layout';
import { QuickPick } from './quickPick';
import { readText } from './readText';
import { TerminalPanel } from './terminalPanel';
import { TreeView } from './treeView';

export class Workbench {
  readonly quickPick: QuickPick;
  readonly terminal: TerminalPanel;
  /** The view titled "Cluster". */
  readonly cluster: TreeView;

  constructor(readonly page: Page) {
    this.quickPick = new QuickPick(page);
    this.terminal = new TerminalPanel(page);
    this.cluster = new TreeView(page, 'Cluster');
  }

  /** Goes to a workbench and waits until a person could begin. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.waitForFunction('window.driver !== undefined');
    await this.page.evaluate('window.driver.whenWorkbenchRestored()');
    await this.explorerRows().first().waitFor();
  }

  /** A tree in the side bar by its title. */
  tree(title: string): TreeView {
    return new TreeView(this.page, title);
  }

  /** Runs a command by the palette, by its full title: "Node Cluster: Stop All". */
  async runCommand(title: string): Promise<void> {
    await this.quickPick.runCommand(title);
  }

  /** Clicks an icon of the activity bar. */
  async openContainer(title: string): Promise<void> {
    await this.activityBarIcon(title).click();
  }

  activityBarIcon(title: string): Locator {
    return this.page.locator(`.part.activitybar .action-label[aria-label^="${title}"]`);
  }

  /** Right-clicks a file in the explorer and chooses an entry of the menu. */
  async chooseInExplorer(file: string, entry: string): Promise<void> {
    await this.showExplorer();
    await chooseFromContextMenu(this.page, this.explorerRow(file), entry);
  }

  /** The entries of the menu of a file in the explorer. */
  async readExplorerMenu(file: string): Promise<string[]> {
    await this.showExplorer();
    return readContextMenu(this.page, this.explorerRow(file));
  }

  /** Opens a file by a double click in the explorer. */
  async openFile(file: string): Promise<void> {
    await this.showExplorer();
    await this.explorerRow(file).dblclick();
    await this.page.locator(`.tab[data-resource-name="${file}"]`).waitFor();
  }

  /** The visible lines of the editor in front. */
  async editorText(): Promise<string> {
    const lines = this.page.locator('.editor-group-container.active .editor-instance .view-line');
    await lines.first().waitFor();
    const placed = (await lines.all()).map(async (line) => ({
      top: Number(/top:\s*(\d+)/.exec((await line.getAttribute('style')) ?? '')?.[1]),
      text: (await line.textContent()) ?? '',
    }));
    const sorted = (await Promise.all(placed)).sort((one, other) => one.top - other.top);
    return sorted.map(({ text }) => text.replace(/\u00a0/g, ' ').trimEnd()).join('\n');
  }

  /** Waits until the text of the editor in front matches and answers with it. */
  async waitForEditorText(pattern: RegExp): Promise<string> {
    return eventually(`${pattern} in the editor`, async () => {
      const text = await this.editorText();
      return pattern.test(text) ? text : undefined;
    });
  }

  /** Closes an editor that lies over the window, as the one of workspace trust does. */
  async closeModalEditor(): Promise<void> {
    const modal = this.page.locator('.monaco-modal-editor-block');
    await modal.getByRole('button', { name: 'Close Modal Editor' }).click();
    await modal.waitFor({ state: 'detached' });
  }

  /** The file names of the open editors. */
  async editorTitles(): Promise<string[]> {
    const tabs = await this.page.locator('.tabs-container .tab').all();
    const names = await Promise.all(tabs.map((tab) => tab.getAttribute('data-resource-name')));
    return names.map((name) => name ?? '');
  }

  /** The texts of the notifications that are up. */
  async notifications(): Promise<string[]> {
    const messages = await this.notificationItems().locator('.notification-list-item-message').allInnerTexts();
    return messages.map((message) => message.trim());
  }

  /** Waits for a notification and answers with its whole text. The test driver shows none until the list is opened. */
  async waitForNotification(pattern: RegExp): Promise<string> {
    if ((await this.page.locator('.notifications-center.visible').count()) === 0) {
      await this.runCommand('Notifications: Show Notifications');
    }
    const item = this.notificationItems().filter({ hasText: pattern }).first();
    return readText(item.locator('.notification-list-item-message'));
  }

  /** Whether a notification that is up is an error, a warning, or only says something. */
  async severityOf(pattern: RegExp): Promise<string> {
    const icon = this.notificationItems().filter({ hasText: pattern }).first().locator('.notification-list-item-icon');
    return /codicon-(error|warning|info)/.exec((await icon.getAttribute('class')) ?? '')?.[1] ?? '';
  }

  /** Clicks a button of the notification that matches. */
  async clickNotificationButton(pattern: RegExp, button: string): Promise<void> {
    const item = this.notificationItems().filter({ hasText: pattern }).first();
    await item.getByRole('button', { name: button }).click();
  }

  /** An entry of the status bar by its text; its `aria-label` and text are what a person gets. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  /** Waits until the window is drawn in a theme of this kind, after the setting `workbench.colorTheme` has changed. */
  async waitForTheme(kind: 'light' | 'dark' | 'high contrast'): Promise<void> {
    const classes = { light: 'vs', dark: 'vs-dark', 'high contrast': 'hc-black' };
    await this.page.locator(`.monaco-workbench.${classes[kind]}`).waitFor();
  }

  /** Reloads the window, as "Developer: Reload Window" does. */
  async reload(): Promise<void> {
    await this.open(this.page.url());
  }

  /** Leaves a picture in `test-results/` and answers with its path. */
  async screenshot(name: string): Promise<string> {
    await mkdir(RESULTS, { recursive: true });
    const file = path.join(RESULTS, `${name}.png`);
    await this.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    return file;
  }

  private async showExplorer(): Promise<void> {
    if (!(await this.explorerRows().first().isVisible())) await this.page.keyboard.press('Control+Shift+E');
    await this.explorerRows().first().waitFor();
  }

  private explorerRows(): Locator {
    return this.page.locator('.explorer-folders-view .monaco-list-row');
  }

  private explorerRow(file: string): Locator {
    const name = this.page.getByText(file, { exact: true });
    return this.explorerRows().filter({ has: name }).first();
  }

  private notificationItems(): Locator {
    return this.page.locator(
      '.notifications-toasts .notification-list-item, .notifications-center .notification-list-item',
    );
  }
}
