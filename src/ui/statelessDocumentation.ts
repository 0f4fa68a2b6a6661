/**
 * Where the stateless check's page is, which comes with the extension: each rule has a heading of its own there. VS Code
 * runs no commands from the link of a diagnostic, so that one opens the page's text at the heading; the lamp shows it as
 * it is meant to be read.
 */
import * as vscode from 'vscode';
import type { RuleId } from '../core/stateless/finding';

export class StatelessDocumentation {
  private readonly page: vscode.Uri;
  private lines: readonly string[] | undefined;

  constructor(extensionUri: vscode.Uri) {
    this.page = vscode.Uri.joinPath(extensionUri, 'media', 'docs', 'stateless.md');
  }

  /** The page at the heading of a rule, for the preview of Markdown. */
  previewOf(rule: RuleId): vscode.Uri {
    return this.page.with({ fragment: rule });
  }

  /** Reads the page, once; without it `textOf` leads to its first line. */
  async load(): Promise<void> {
    if (this.lines) return;
    const bytes = await vscode.workspace.fs.readFile(this.page);
    this.lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  }

  /** The page's text at the line of a rule's heading. */
  textOf(rule: RuleId): vscode.Uri {
    const line = this.lines?.indexOf(`## ${rule}`) ?? 0;
    return this.page.with({ fragment: `L${line + 1}` });
  }
}
