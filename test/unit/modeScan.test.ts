import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findForking, forkingIn } from '../../src/preload/primary/modeScan';

const FORKS: Readonly<Record<string, string>> = {
  'the tutorial': "const cluster = require('cluster');\ncluster.fork();",
  'an ESM default import': "import cluster from 'node:cluster';\nif (cluster.isPrimary) cluster.fork();",
  'a namespace import': "import * as cluster from 'node:cluster';\ncluster.fork();",
  'a destructured fork': "const { fork, isMaster } = require('cluster');\nif (isMaster) fork();",
  'compiled TypeScript': 'const cluster_1 = __importDefault(require("cluster"));\ncluster_1.default.fork();',
  'an import assignment': "import c = require('node:cluster');\nc.fork();",
  'a fork in brackets': "const c = require('cluster');\nc['fork']();",
  'a default import by another name': "import { default as c } from 'cluster';\nc.fork();",
  'a dynamic import': "const { default: x } = {};\nconst c = await import('node:cluster');\nc.default.fork();",
};

const DOES_NOT: Readonly<Record<string, string>> = {
  'a comment': "const cluster = require('cluster');\n// cluster.fork()\n/* cluster.fork() */",
  'a fork of child_process':
    "const { fork } = require('child_process');\nconst cluster = require('cluster');\nif (cluster.isWorker) fork('x.js');",
  'a worker that only looks':
    "const cluster = require('cluster');\nif (cluster.isWorker) console.log(cluster.worker.id);",
  'metrics of the cluster': "const { AggregatorRegistry } = require('prom-client');\nnew AggregatorRegistry();",
  'a text that mentions it': 'const help = "use cluster.fork() from \'cluster\'";',
  'a property of the same name': "const git = require('git');\ngit.cluster.fork();",
};

describe('the look for an app that forks by itself', () => {
  for (const [what, source] of Object.entries(FORKS)) {
    it(`finds ${what}`, () => {
      assert.deepEqual(forkingIn(source, 'a.js')?.code, 'forks');
    });
  }

  for (const [what, source] of Object.entries(DOES_NOT)) {
    it(`is not misled by ${what}`, () => {
      assert.equal(forkingIn(source, 'a.js'), undefined);
    });
  }

  it('names the line, and the library where one forks', () => {
    assert.deepEqual(forkingIn("const c = require('cluster');\n\nc.fork();", 'a.js'), {
      code: 'forks',
      detail: 'a.js:3',
    });
    assert.deepEqual(forkingIn("import throng from 'throng';", 'a.js'), { code: 'library', detail: 'throng' });
  });

  it('follows local imports, TypeScript by the name of its output, in a circle too', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'nc-'));
    mkdirSync(path.join(folder, 'lib'));
    writeFileSync(path.join(folder, 'main.ts'), "import './lib/index.js';");
    writeFileSync(path.join(folder, 'lib', 'index.ts'), "import '../main.js';\nexport * from './start.js';");
    writeFileSync(path.join(folder, 'lib', 'start.ts'), "import cluster from 'node:cluster';\ncluster.fork();");

    assert.deepEqual(findForking(path.join(folder, 'main.ts')), {
      code: 'forks',
      detail: `${path.join('lib', 'start.ts')}:2`,
    });
    rmSync(folder, { recursive: true });
  });

  it('finds nothing in a file that is not there', () => {
    assert.equal(findForking('/nowhere/server.js'), undefined);
  });
});
