/** Verifies that VS Code finds the extension, activates it, and knows every command that the manifest promises. */
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';

const ID = 'node-cluster.node-cluster';

describe('the extension', () => {
  it('is loaded from the checkout', () => {
    const checkout = process.env.NODE_CLUSTER_CHECKOUT ?? '';

    assert.equal(path.relative(checkout, findExtension().extensionPath), '');
  });

  it('activates', async () => {
    await findExtension().activate();

    assert.equal(findExtension().isActive, true);
  });

  it('registers every command of its manifest', async () => {
    const registered = new Set(await vscode.commands.getCommands());

    const missing = promisedCommands().filter((command) => !registered.has(command));

    assert.deepEqual(missing, []);
  });
});

function findExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension(ID);
  assert.ok(extension, `${ID} is not there`);
  return extension;
}

function promisedCommands(): string[] {
  const manifest: { contributes?: { commands?: { command: string }[] } } = findExtension().packageJSON;
  return (manifest.contributes?.commands ?? []).map(({ command }) => command);
}
