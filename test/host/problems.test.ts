/**
 * Verifies the Problems panel against real crashes: the error of a worker is there at its place in the source while the
 * slot is in trouble, once, and gone when it has recovered, when the run is dismissed, and when it is run again.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { NodeClusterApi } from '../../src/api';
import { eventually } from '../support/vscode/eventually';
import { freePort } from '../support/vscode/freePort';
import { codeOf, findApi, inWorkspace } from '../support/vscode/insideHost';

async function write(name: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(inWorkspace(name), Buffer.from(text));
}

/** What the panel lists for crashes, by whoever found it; hints of other extensions about open files are not ours to judge. */
function problems(): string[] {
  return vscode.languages
    .getDiagnostics()
    .flatMap(([uri, all]) =>
      all
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
        .map(({ range, message }) => `${vscode.workspace.asRelativePath(uri)}:${range.start.line + 1} ${message}`),
    );
}

async function untilProblems(expected: readonly string[]): Promise<void> {
  const look = (): boolean => JSON.stringify(problems()) === JSON.stringify(expected);
  await eventually(`the problems ${expected.join()}`, () => look() || undefined).catch((error: unknown) => {
    throw new Error(`the panel has ${JSON.stringify(problems())}`, { cause: error });
  });
}

/** Line n of the script is line n + 2 of the source. */
function mapTo(source: string, lines: number): string {
  const map = { version: 3, sources: [source], names: [], mappings: `AAEA${';AACA'.repeat(lines - 1)}` };
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}\n`;
}

describe('the Problems panel', function () {
  this.timeout(90_000);
  let api: NodeClusterApi;

  before(async () => {
    api = await findApi();
  });

  afterEach(async () => {
    for (const { id, link } of api.runs) if (link !== 'ended') await codeOf('stop', { runId: id });
    await untilEnded();
    for (const { id } of api.runs) await codeOf('dismissRun', { runId: id });
    await untilProblems([]);
  });

  async function untilListening(count: number): Promise<void> {
    const living = () => api.runs[0]?.workers.filter(({ state }) => state === 'listening').length;
    await eventually(`${count} workers`, () => living() === count || undefined);
  }

  async function untilEnded(): Promise<void> {
    await eventually('the end of all runs', () => api.runs.every(({ link }) => link === 'ended') || undefined);
    await eventually('the end of their tasks', () => vscode.tasks.taskExecutions.length === 0 || undefined);
  }

  it('has the error of a worker that crashed, and loses it when the worker is well again', async () => {
    const port = await freePort();
    const run = await api.run({ entry: 'server.js', workers: 2, env: { PORT: String(port) } });
    await untilListening(2);

    await fetch(`http://127.0.0.1:${port}/crash`).catch(() => {});

    const crashed = await eventually('a crash', () => api.runs[0]?.workers.find(({ lastExit }) => lastExit));
    await untilProblems([`server.js:16 Error: crashed on request (ended #${crashed.slot} of server.js)`]);
    await untilProblems([]);
    assert.equal(api.runs.find(({ id }) => id === run.id)?.link, 'connected');
  });

  it('has an error at its place in the source, once for all workers, until the run is dismissed', async () => {
    const lines = ['"use strict";', 'const orders = undefined;', 'orders.find(1);'];
    await write('made.ts', `// Typed.\n\n${lines.join('\n')}\n`);
    await write('made.js', `${lines.join('\n')}\n${mapTo('made.ts', lines.length)}`);

    await api.run({ entry: 'made.js', workers: 2 });

    const message = "TypeError: Cannot read properties of undefined (reading 'find')";
    await untilProblems([`made.ts:5 ${message} (ended #1, #2 of made.js)`]);
    await untilEnded();
    await codeOf('dismissRun', { runId: api.runs[0]?.id });
    await untilProblems([]);
  });

  it('has the error only of the latest run', async () => {
    await write('mended.js', 'throw new RangeError("too few");\n');
    await api.run({ entry: 'mended.js', workers: 1 });
    await untilProblems(['mended.js:1 RangeError: too few (ended #1 of mended.js)']);
    await untilEnded();
    await write('mended.js', 'setInterval(() => {}, 1000);\n');

    assert.equal(await codeOf('restart', { runId: api.runs[0]?.id }), 'done');

    await untilProblems([]);
  });

  it('has the error that stopped a reload, until a reload goes through', async () => {
    const good = 'require("node:http").createServer().listen(0);\n';
    await write('edited.js', good);
    const { id } = await api.run({ entry: 'edited.js', workers: 1 });
    await untilListening(1);
    await write('edited.js', `${good}const broken = ;\n`);

    assert.equal(await codeOf('reload', { runId: id }), 'reloadFailed');

    await untilProblems(["edited.js:2 SyntaxError: Unexpected token ';' (stopped the reload of edited.js)"]);
    await write('edited.js', good);
    assert.equal(await codeOf('reload', { runId: id }), 'done');
    await untilProblems([]);
  });
});
