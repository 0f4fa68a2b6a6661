/** Copy Diagnostics: enough to help from afar, nothing that should not be in a public issue. */
import assert from 'node:assert/strict';
import { type DiagnosticsFacts, diagnosticsReport } from '../../src/core/diagnosticsReport';
import { emptySlot, exitInfo, runInfo, runState } from '../support/stateBuilders';

const FACTS: DiagnosticsFacts = {
  versions: ['Node Cluster 1.2.3', 'VS Code 1.139.0 (desktop)', 'Linux 6.1 x64, 2 cores'],
  node: '24.1.0',
  isTrusted: true,
  folders: 1,
  settingOf: () => undefined,
  lastError: undefined,
  state: { runs: [] },
};

describe('the diagnostics', () => {
  it('name the versions and that nothing was set where nothing was', () => {
    const report = diagnosticsReport(FACTS);

    assert.match(report, /^- Node Cluster 1\.2\.3\n- VS Code 1\.139\.0/);
    assert.match(report, /Settings: all as they come/);
  });

  it('give the value of a setting that was changed, and of one that may hold a secret only that it is set', () => {
    const values: Record<string, unknown> = { workers: 3, env: { TOKEN: 'hunter2' } };

    const report = diagnosticsReport({ ...FACTS, settingOf: (name) => values[name] });

    assert.match(report, /`nodeCluster\.workers` = `3`/);
    assert.match(report, /`nodeCluster\.env` \(set\)/);
    assert.doesNotMatch(report, /hunter2/);
  });

  it('tell how the workers of a run fare, without folders and arguments', () => {
    const info = runInfo({ entry: '/home/ada/secret-project/server.js', args: ['--key=hunter2'] });
    const workers = [emptySlot({ slot: 1, state: 'crash looping', lastExit: exitInfo({ reason: 'port in use' }) })];

    const report = diagnosticsReport({ ...FACTS, state: { runs: [runState({ info, workers })] } });

    assert.match(report, /Run of server\.js: supervise/);
    assert.match(report, /#1 crash looping.*port in use/);
    assert.doesNotMatch(report, /ada|secret-project|hunter2/);
  });
});
