/**
 * What the exports for containers say of an app, tried on the app: the command serves on the port that the file sets, and
 * the health check agrees.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { parse } from 'yaml';
import { composeText } from '../../src/core/exports/compose';
import { type ContainerRun, commandOf } from '../../src/core/exports/containerRun';
import { untranslated as t } from '../../src/core/translate';
import { APPS, NODE } from '../support/clusterRun';
import { findFreePort, get } from '../support/exampleApp';
import { containerRun, exportedRun } from '../support/exportedRun';
import { eventually } from '../support/vscode/eventually';

describe('an app as its Compose file has it', () => {
  let app: ChildProcess | undefined;
  afterEach(() => app?.kill('SIGKILL'));

  for (const [by, health] of [
    ['a path', { health: { live: '/', ready: '/' } }],
    ['a connection', {}],
  ] as const) {
    it(`serves on the port of the file, and its health check by ${by} tells that from an app that is gone`, () =>
      servesAndIsChecked(health));
  }

  async function servesAndIsChecked(health: Pick<ContainerRun, 'health'> | object): Promise<void> {
    const run = exportedRun({ cwd: APPS, entry: `${APPS}/plain.js`, workers: 1 });
    const container = containerRun({ run, port: await findFreePort(), ...health });
    const { environment, healthcheck } = parse(composeText(t, container)).services.app;
    const [, , ...test] = healthcheck.test;
    const check = (): number | null => spawnSync(NODE, test, { timeout: 20_000 }).status;
    const before = check();

    const [, ...args] = commandOf(container);
    app = spawn(NODE, args, { cwd: APPS, env: { ...process.env, ...environment }, stdio: 'ignore' });
    const answer = await eventually('an answer', () => get({ port: container.port }).catch(() => undefined));

    assert.equal(before, 1);
    assert.equal(answer.status, 200);
    assert.equal(check(), 0);
  }
});
