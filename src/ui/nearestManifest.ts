/** Finds the `package.json` that a folder belongs to, through VS Code's file system: virtual workspaces have one too. */
import * as vscode from 'vscode';

export interface Manifest {
  readonly folder: vscode.Uri;
  readonly text: string;
}

/** The nearest `package.json` in the folder or above it. */
export async function nearestManifest(folder: vscode.Uri): Promise<Manifest | undefined> {
  const text = await readText(vscode.Uri.joinPath(folder, 'package.json'));
  if (text !== undefined) return { folder, text };
  const parent = vscode.Uri.joinPath(folder, '..');
  return parent.path === folder.path ? undefined : nearestManifest(parent);
}

async function readText(file: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    // Most folders have no package.json, and one that cannot be read says nothing either.
    return undefined;
  }
}
