/** Verifies, with real terminals, that `nodeCluster.observeTerminals` shows what is started there, and only while it is on. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../support/vscode/eventually';
import { endRuns, findApi, inWorkspace } from '../support/vscode/insideHost';

const switchTo = (value: boolean | undefined): Thenable<void> =>
  vscode.workspace.getConfiguration('nodeCluster').update('observeTerminals', value);

/** Opens terminals and reads what Node finds in them, by way of a file. */
function useTerminals() {
  const terminals: vscode.Terminal[] = [];
  afterEach(async () => {
    for (const terminal of terminals.splice(0)) terminal.dispose();
    await switchTo(undefined);
  });
  const open = (command: string): void => {
    const terminal = vscode.window.createTerminal({ cwd: inWorkspace(), env: { PORT: '0' } });
    terminals.push(terminal);
    terminal.sendText(command);
  };
  const optionsOfNode = async (name: string): Promise<string> => {
    const file = inWorkspace(name).fsPath;
    open(`node -e 'require("fs").writeFileSync(process.argv[1], "<" + process.env.NODE_OPTIONS + ">")' ${name}`);
    return eventually(`${name} to be written`, async () => {
      const text = await readFile(file, 'utf8').catch(() => '');
      return text.endsWith('>') ? text.slice(1, -1) : undefined;
    });
  };
  return { open, optionsOfNode };
}

describe('nodeCluster.observeTerminals', () => {
  const { open, optionsOfNode } = useTerminals();
  after(endRuns);

  it('is off by default, and leaves the environment of terminals as it is', async () => {
    assert.doesNotMatch(await optionsOfNode('before.txt'), /terminal\.cjs/);
  });

  it('shows an app that forks by itself when it is started in a terminal', async () => {
    const { runs } = await findApi();
    const known = new Set(runs.map(({ id }) => id));
    await switchTo(true);

    open('node cluster-tutorial.js');

    const run = await eventually('a run of the terminal', async () =>
      (await findApi()).runs.find(({ id, workers }) => !known.has(id) && workers.length > 0),
    );
    assert.equal(run.mode, 'observe');
    assert.equal(path.basename(run.entry), 'cluster-tutorial.js');
  });

  it('takes its part away again when it is switched off', async () => {
    await switchTo(true);
    await eventually('the preload in a terminal', async () =>
      (await optionsOfNode(`on-${Date.now()}.txt`)).includes('terminal.cjs') ? true : undefined,
    );

    await switchTo(false);

    await eventually('a terminal without the preload', async () =>
      (await optionsOfNode(`off-${Date.now()}.txt`)).includes('terminal.cjs') ? undefined : true,
    );
  });
});
