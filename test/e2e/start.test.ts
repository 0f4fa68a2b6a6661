/** Verifies that `npm start` opens a VS Code with the extension from the checkout in it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/vscode/layout';
import { skipWithoutServer } from '../support/vscode/useSession';

describe('npm start', function () {
  this.timeout(120_000);
  skipWithoutServer();

  it('opens a workbench with Node Cluster in its activity bar', async () => {
    const start = path.join(ROOT, 'test', 'support', 'start.mjs');

    const { stdout } = await promisify(execFile)(process.execPath, [start, '--server', '--check'], { cwd: ROOT });

    assert.match(stdout, /The workbench answers, with Node Cluster in its activity bar/);
  });
});
