/** The composition root: builds the rooms, connects them, and does nothing else. */
import type * as vscode from 'vscode';

export function activate(_context: vscode.ExtensionContext): void {}
