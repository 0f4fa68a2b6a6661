/**
 * The stateless check in a real editor: marks that come, follow what is typed and go, the fixes and the explanation that
 * the lamp offers, and each way to silence them.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type CommandOutcome, commandId } from '../../src/ui/commands/ids';
import { eventually } from '../support/vscode/eventually';
import { execute } from '../support/vscode/insideHost';

const SESSION =
  "const session = require('express-session');\n\napp.use(session({ secret: 's' }));\napp.listen(3000);\n";

describe('the stateless check in the editor', () => {
  afterEach(async () => {
    for (const target of [WORKSPACE, vscode.ConfigurationTarget.Global])
      await vscode.workspace.getConfiguration('nodeCluster').update('ignoredDiagnostics', undefined, target);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('marks sessions in memory, and with the fix no more', async () => {
    const document = await show('stateless-session.cjs', SESSION);
    const [found] = await untilMarked(document, ['session-store']);
    assert.equal(document.getText(found?.range), 'session');
    assert.equal(found?.range.start.line, 2);

    await apply(document, 'Keep Sessions in Redis (connect-redis)');

    assert.match(document.getText(), /store: new RedisStore/);
    await untilMarked(document, []);
  });

  it('explains a rule on the page that comes with the extension', async () => {
    const document = await show('stateless-explain.cjs', SESSION);
    await untilMarked(document, ['session-store']);

    const explain = await actionOf(document, 'Explain "session-store"');
    await vscode.commands.executeCommand(explain.command?.command ?? '', ...(explain.command?.arguments ?? []));

    await eventually('the page', () => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      return tabs.find(({ label }) => label.includes('stateless.md'));
    });
  });

  it('leads from the name of a rule to its heading on the page', async () => {
    const document = await show('stateless-link.cjs', SESSION);
    const [mark] = await untilMarked(document, ['session-store']);

    const link = typeof mark?.code === 'object' && 'target' in mark.code ? mark.code.target : undefined;
    assert.ok(link);
    const page = await vscode.workspace.openTextDocument(link.with({ fragment: '' }));

    assert.equal(page.lineAt(Number(link.fragment.slice(1)) - 1).text, '## session-store');
  });

  it('needs no stickiness where our runs have it', async () => {
    const document = await show('stateless-sticky.cjs', "require('socket.io')(3000);\n");
    await untilMarked(document, ['socket-sticky']);

    await vscode.workspace.getConfiguration('nodeCluster').update('sticky', 'socket.io', WORKSPACE);
    await untilMarked(document, []);

    await vscode.workspace.getConfiguration('nodeCluster').update('sticky', undefined, WORKSPACE);
    await untilMarked(document, ['socket-sticky']);
  });

  it('is silenced by a comment, which the lamp writes', async () => {
    const document = await show('stateless-line.cjs', SESSION);
    await untilMarked(document, ['session-store']);

    await apply(document, 'Ignore "session-store" Here');

    assert.equal(document.lineAt(2).text, '// node-cluster-ignore session-store');
    await untilMarked(document, []);
  });

  it('is silenced for the workspace by a rule, and speaks again when the rule is back', async () => {
    const document = await show('stateless-rule.cjs', SESSION);
    await untilMarked(document, ['session-store']);

    const outcome = await vscode.commands.executeCommand<CommandOutcome>(commandId('chooseChecks'), {
      ignore: 'session-store',
    });

    assert.equal(outcome.status, 'done');
    await untilMarked(document, []);
    await vscode.workspace.getConfiguration('nodeCluster').update('ignoredDiagnostics', undefined, WORKSPACE);
    await untilMarked(document, ['session-store']);
  });

  it('speaks by every rule in a workspace that chooses all, whatever the user ignores elsewhere', async () => {
    const configuration = () => vscode.workspace.getConfiguration('nodeCluster');
    await configuration().update('ignoredDiagnostics', ['session-store'], vscode.ConfigurationTarget.Global);
    await configuration().update('ignoredDiagnostics', [], WORKSPACE);

    assert.equal(await acceptChoice(), 'done');

    assert.deepEqual(configuration().get('ignoredDiagnostics'), []);
    await configuration().update('ignoredDiagnostics', undefined, vscode.ConfigurationTarget.Global);
    assert.equal(await acceptChoice(), 'done');
    assert.equal(configuration().inspect('ignoredDiagnostics')?.workspaceValue, undefined);
  });

  it('is off where its setting is', async () => {
    const document = await show('stateless-off.cjs', SESSION);
    await untilMarked(document, ['session-store']);
    const configuration = vscode.workspace.getConfiguration('nodeCluster');

    await configuration.update('diagnostics', false, WORKSPACE);
    await untilMarked(document, []);

    await configuration.update('diagnostics', undefined, WORKSPACE);
    await untilMarked(document, ['session-store']);
  });

  it('follows what is typed, and leaves a text that is no file alone', async () => {
    const document = await show('stateless-typed.cjs', 'app.listen(3000);\n');
    const untitled = await vscode.workspace.openTextDocument({ language: 'javascript', content: SESSION });
    const edit = new vscode.WorkspaceEdit();

    edit.insert(document.uri, new vscode.Position(0, 0), SESSION);
    await vscode.workspace.applyEdit(edit);

    await untilMarked(document, ['session-store']);
    assert.deepEqual(marks(untitled), []);
  });
});

const WORKSPACE = vscode.ConfigurationTarget.Workspace;

async function show(name: string, text: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

/** Leaves the rules as the picker has them. */
async function acceptChoice(): Promise<string> {
  let status: string | undefined;
  const choosing = execute('chooseChecks').then((outcome) => {
    status = outcome.status;
  });
  // The list comes after its box: it is there once VS Code has answered something that was asked later.
  await vscode.commands.getCommands();
  const found = await eventually('the choice to be taken', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return status;
  });
  await choosing;
  return found;
}

/** The marks of the check but for the hint that any small server gets. */
function marks({ uri }: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter((one) => one.source === 'Node Cluster' && ruleOf(one) !== 'no-shutdown');
}

function ruleOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

async function untilMarked(document: vscode.TextDocument, rules: readonly string[]): Promise<vscode.Diagnostic[]> {
  return eventually(`the marks ${rules.join()} in ${document.fileName}`, () => {
    const found = marks(document);
    return JSON.stringify(found.map(ruleOf)) === JSON.stringify(rules) ? found : undefined;
  });
}

async function actionOf(document: vscode.TextDocument, title: string): Promise<vscode.CodeAction> {
  const [mark] = marks(document);
  const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    mark?.range,
    vscode.CodeActionKind.QuickFix.value,
  );
  const action = found.find((one) => one.title === title);
  assert.ok(action, found.map((one) => one.title).join());
  return action;
}

async function apply(document: vscode.TextDocument, title: string): Promise<void> {
  const { edit } = await actionOf(document, title);
  assert.ok(edit);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
