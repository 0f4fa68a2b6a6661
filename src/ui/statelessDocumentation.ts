/** Where the stateless check's page is, which comes with the extension: each rule has a heading of its own there. */
import * as vscode from 'vscode';
import type { RuleId } from '../core/stateless/finding';

/** The page at the heading of a rule. */
export function documentationPage(rule: RuleId, extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'media', 'docs', 'stateless.md').with({ fragment: rule });
}

/** A link that shows the page as it is meant to be read. */
export function documentationOf(rule: RuleId, extensionUri: vscode.Uri): vscode.Uri {
  const args = encodeURIComponent(JSON.stringify([documentationPage(rule, extensionUri)]));
  return vscode.Uri.parse(`command:markdown.showPreview?${args}`);
}
