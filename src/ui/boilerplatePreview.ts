/**
 * Shows a boilerplate's code in an editor beside the one it would go into, for as long as a person chooses. One read-only
 * document whose text changes with the choice, so that no tab is left over. Owned by the pick that opened it.
 */
import * as vscode from 'vscode';
import type { ScriptLanguage } from '../core/boilerplate';

/** The scheme of the preview's document. */
export const PREVIEW_SCHEME = 'node-cluster-boilerplate';

const EXTENSIONS: Readonly<Record<ScriptLanguage, string>> = { javascript: 'js', typescript: 'ts' };

export class BoilerplatePreview implements vscode.Disposable {
  readonly #uri: vscode.Uri;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  #text = '';
  #opening: Promise<unknown> | undefined;

  constructor(language: ScriptLanguage) {
    const name = vscode.l10n.t('Cluster Boilerplate (Preview)');
    this.#uri = vscode.Uri.from({ scheme: PREVIEW_SCHEME, path: `/${name}.${EXTENSIONS[language]}` });
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(PREVIEW_SCHEME, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: () => this.#text,
    });
  }

  /** Shows this text from now on; the keyboard stays where it is. */
  show(text: string): void {
    this.#text = text;
    this.#changed.fire(this.#uri);
    this.#opening ??= this.#open();
  }

  async #open(): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.#uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  /** Closes the preview's tab, and waits for it so that what follows finds the editors as they were. */
  async close(): Promise<void> {
    await this.#opening;
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(
      tabs.filter((tab) => this.#isOurs(tab)),
      true,
    );
  }

  #isOurs({ input }: vscode.Tab): boolean {
    return input instanceof vscode.TabInputText && input.uri.toString() === this.#uri.toString();
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
