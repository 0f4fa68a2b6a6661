/** Starts exported ecosystem files by a real PM2: the same app, with as many workers. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExportedRun } from '../../src/core/exports/exportedRun';
import { ECOSYSTEM_FILE, pm2Ecosystem } from '../../src/core/exports/pm2Ecosystem';
import { untranslated } from '../../src/core/translate';
import { APPS } from '../support/clusterRun';
import { findFreePort, get } from '../support/exampleApp';
import { exportedRun } from '../support/exportedRun';
import { type Pm2, usePm2 } from '../support/pm2';
import { eventually } from '../support/vscode/eventually';

describe('an exported ecosystem file', function () {
  this.timeout(60_000);
  const makePm2 = usePm2();
  let folder = '';
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'nc-')));
    copyFileSync(path.join(APPS, 'plain.js'), path.join(folder, 'server.js'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function start(pm2: Pm2, given: Partial<ExportedRun>, env: NodeJS.ProcessEnv): Promise<void> {
    const run = exportedRun({ entry: path.join(folder, 'server.js'), cwd: folder, ...given });
    writeFileSync(path.join(folder, ECOSYSTEM_FILE), pm2Ecosystem(untranslated, run));
    await pm2.run(['start', ECOSYSTEM_FILE], { cwd: folder, env });
  }

  /** The pids that answer, as many as wanted. */
  const answering = (port: number, count: number): Promise<Set<number>> => {
    const pids = new Set<number>();
    return eventually(`answers of ${count} workers`, async () => {
      pids.add(Number((await get({ port, agent: false })).text));
      return pids.size === count ? pids : undefined;
    });
  };

  it('serves the same app with as many workers', async () => {
    const pm2 = makePm2();
    const port = await findFreePort();

    await start(pm2, { workers: 3, variables: [{ name: 'PORT' }] }, { PORT: String(port) });

    const list = await pm2.list();
    assert.deepEqual(new Set(list.map(({ pid }) => pid)), await answering(port, 3));
    assert.deepEqual(
      new Set(list.map(({ name, pm2_env }) => `${name} ${pm2_env.exec_mode}`)),
      new Set(['shop cluster_mode']),
    );
  });

  it('gives PM2 its limits and the values that were agreed to', async () => {
    const pm2 = makePm2();
    const variables = [
      { name: 'PORT', value: '0' },
      { name: 'GREETING', value: "it's" },
    ];

    await start(
      pm2,
      { workers: 1, memoryLimit: 300, drainTimeout: 7000, stopTimeout: 5000, args: ['a b'], variables },
      {},
    );

    const [{ pm2_env: state } = { pm2_env: {} as Record<string, unknown> }] = await pm2.list();
    assert.deepEqual(
      [state.status, state.max_memory_restart, state.kill_timeout, state.args, state.GREETING],
      ['online', 300 * 1024 * 1024, 7000, ['a b'], "it's"],
    );
  });
});
