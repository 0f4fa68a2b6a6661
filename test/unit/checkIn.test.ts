import assert from 'node:assert/strict';
import { checkInPatience, endedEarly, noCheckIn, type SilentTask } from '../../src/core/checkIn';
import { parseManifest } from '../../src/core/packageManifest';
import { untranslated as t } from '../../src/core/translate';

const TASK: SilentTask = { title: 'start', process: 'npm run start', pid: 12 };
const scriptOf = (start: string) => ({
  name: 'start',
  manifest: parseManifest(JSON.stringify({ scripts: { start } })),
});

describe('a task that does not come up', () => {
  it('is told by its process', () => {
    const { code, message } = noCheckIn(t, TASK);

    assert.equal(code, 'noCheckIn');
    assert.match(
      message,
      /start has not come up as a cluster within 5 seconds\. What runs is: npm run start, pid 12\./,
    );
  });

  it('is explained by a script that sets NODE_OPTIONS, with the entry to run instead', () => {
    const script = scriptOf('NODE_OPTIONS=--x node server.js');

    const { hint, action } = noCheckIn(t, { ...TASK, script, entry: '/app/server.js' });

    assert.match(hint, /sets NODE_OPTIONS itself/);
    assert.deepEqual([action?.command, action?.args], ['nodeCluster.runClustered', ['/app/server.js']]);
  });

  it('leads to its terminal where it ended with an error', () => {
    const { code, message, action } = endedEarly(t, 'start', 3);

    assert.equal(code, 'endedEarly');
    assert.match(message, /^start ended with exit code 3 /);
    assert.equal(action?.command, 'workbench.action.terminal.focus');
  });

  it('has more time where a script builds first', () => {
    assert.equal(checkInPatience(undefined), 5_000);
    assert.equal(checkInPatience(scriptOf('node server.js')), 5_000);
    assert.equal(checkInPatience(scriptOf('npm run build && node server.js')), 30_000);
    assert.equal(checkInPatience(scriptOf('tsc && NODE_OPTIONS=--x node server.js')), 5_000);
  });
});
