/**
 * Insert Cluster Boilerplate in a real editor: the form follows the file, a preview comes and goes with the pick, and
 * where no script is open a new document takes the code.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { expandSnippet } from '../../src/core/expandSnippet';
import { PREVIEW_SCHEME } from '../../src/ui/boilerplatePreview';
import { type CommandOutcome, commandId } from '../../src/ui/commands/ids';
import { snippetFor } from '../support/snippets';
import { eventually } from '../support/vscode/eventually';

describe('Insert Cluster Boilerplate', () => {
  afterEach(async () => {
    while (vscode.window.activeTextEditor) {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  const files: readonly [string, RegExp][] = [
    ['boilerplate.cjs', /^const cluster = require\('node:cluster'\);/],
    ['boilerplate.mjs', /^import cluster from 'node:cluster';.*function runPrimary\(\) \{/s],
    ['boilerplate.ts', /^import cluster from 'node:cluster';.*function runPrimary\(\): void \{/s],
  ];
  for (const [name, expected] of files) {
    it(`gives ${name} the form that it needs, and asks nothing when the id is named`, async () => {
      const document = await showFile(name);

      assert.equal(await insert({ id: 'cluster' }), 'done');

      assert.match(document.getText(), expected);
      assert.equal(vscode.window.activeTextEditor?.document, document);
    });
  }

  it('indents as the editor does', async () => {
    const document = await showFile('boilerplate.cjs');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    editor.options = { insertSpaces: true, indentSize: 3, tabSize: 3 };

    await insert({ id: 'cluster' });

    assert.match(document.getText(), /\n {3}runPrimary\(\);/);
  });

  it('goes by the imports of a new document', async () => {
    const document = await showNew('javascript', "import 'node:fs';\n");
    await vscode.commands.executeCommand('cursorBottom');

    await insert({ id: 'cluster-graceful' });

    assert.match(document.getText(), /^import 'node:fs';\nimport cluster from/);
  });

  it('makes a blank document a JavaScript one', async () => {
    const document = await showNew('plaintext', '');

    await insert({ id: 'cluster-express' });

    assert.equal(document.languageId, 'javascript');
    assert.match(document.getText(), /require\('express'\)/);
  });

  it('opens a new document where the open one is no script', async () => {
    const notes = await showNew('markdown', '# Notes\n');

    await insert({ id: 'cluster' });

    assert.equal(notes.getText(), '# Notes\n');
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'javascript');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /cluster\.isPrimary/);
  });

  it('opens a new document where nothing is open', async () => {
    await insert({ id: 'cluster' });

    assert.equal(vscode.window.activeTextEditor?.document.isUntitled, true);
  });

  it('shows each choice in a preview beside, which goes away with the pick', async () => {
    const document = await showFile('boilerplate.mjs');
    const outcome = insert();
    const form = { language: 'javascript', moduleKind: 'esm' } as const;
    await untilPreviewed(expandSnippet(snippetFor('cluster', form).body));

    await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
    await untilPreviewed(expandSnippet(snippetFor('cluster-graceful', form).body));
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');

    assert.equal(await outcome, 'done');
    assert.match(document.getText(), /maxCrashes/);
    assert.deepEqual(previewTabs(), []);
    assert.equal(vscode.window.activeTextEditor?.document, document);
  });

  it('asks when the id is unknown, and changes nothing when the person leaves', async () => {
    const document = await showFile('boilerplate.ts');
    const outcome = insert({ id: 'nonsense' });
    await untilPreviewed(expandSnippet(snippetFor('cluster', { language: 'typescript', moduleKind: 'esm' }).body));

    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');

    assert.equal(await outcome, 'cancelled');
    assert.equal(document.getText(), '');
    assert.deepEqual(previewTabs(), []);
  });
});

async function insert(options?: { readonly id: string }): Promise<CommandOutcome['status']> {
  return (await vscode.commands.executeCommand<CommandOutcome>(commandId('insertBoilerplate'), options)).status;
}

/** Opens a file of the workspace that does not exist yet, as the explorer's New File does. */
async function showFile(name: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(uri, new Uint8Array());
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  assert.equal(path.basename(document.fileName), name);
  return document;
}

async function showNew(language: string, content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document);
  return document;
}

async function untilPreviewed(text: string): Promise<void> {
  await eventually(
    'the preview',
    () =>
      vscode.window.visibleTextEditors.find(
        ({ document }) => document.uri.scheme === PREVIEW_SCHEME && document.getText() === text,
      ),
    { timeout: 5_000, interval: 20 },
  );
}

function previewTabs(): readonly vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === PREVIEW_SCHEME);
}
