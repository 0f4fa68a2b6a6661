import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { atSource } from '../../src/host/sourceMaps';
import { errorInfo } from '../support/stateBuilders';

describe('the place of an error', () => {
  let folder: string;
  before(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'nc-')));
    mkdirSync(path.join(folder, 'src'));
    writeFileSync(
      path.join(folder, 'src', 'app.ts'),
      'interface Gone { a: string }\n\nexport const x: number = 1;\n\nthrow new Error("here" as string);\n',
    );
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const sourcemap of ['linked', 'inline'] as const) {
    it(`is the one in the source, by a map that is ${sourcemap}`, () => {
      const outfile = path.join(folder, sourcemap, 'app.js');
      buildSync({
        entryPoints: [path.join(folder, 'src', 'app.ts')],
        outfile,
        sourcemap,
        format: 'cjs',
        logLevel: 'silent',
      });
      const line =
        require('node:fs')
          .readFileSync(outfile, 'utf8')
          .split('\n')
          .findIndex((text: string) => text.startsWith('throw')) + 1;

      const { file, line: found } = atSource(errorInfo({ file: outfile, line, column: 7 }));

      assert.deepEqual([file, found], [path.join(folder, 'src', 'app.ts'), 5]);
    });
  }

  for (const source of ['webpack://app/./src/app.ts', '../src/notShipped.ts', 'file://elsewhere/app.ts']) {
    it(`stays in the script when there is no such source: ${source}`, () => {
      const bundle = path.join(folder, 'bundle.js');
      const map = JSON.stringify({ version: 3, sources: [source], names: [], mappings: 'AAEA' });
      const reference = `data:application/json;base64,${Buffer.from(map).toString('base64')}`;
      writeFileSync(bundle, `throw 1;\n//# sourceMappingURL=${reference}\n`);
      const error = errorInfo({ file: bundle, line: 1, column: 1 });

      assert.deepEqual(atSource(error), error);
    });
  }

  it('stays where it is when the script has no map, the map is broken, or the file is gone', () => {
    const broken = path.join(folder, 'broken.js');
    writeFileSync(broken, 'throw 1;\n//# sourceMappingURL=missing.map\n');
    for (const file of [broken, path.join(folder, 'src', 'app.ts'), path.join(folder, 'gone.js')]) {
      const error = errorInfo({ file, line: 1, column: 1 });
      assert.deepEqual(atSource(error), error);
    }
  });
});
