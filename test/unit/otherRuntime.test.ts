import assert from 'node:assert/strict';
import { checkRuntime, runtimeOfFile, runtimeOfScript } from '../../src/core/otherRuntime';
import { untranslated as t } from '../../src/core/translate';

const SCRIPTS: readonly [string, string | undefined][] = [
  ['bun server.ts', 'Bun'],
  ['bun run --hot src/index.ts', 'Bun'],
  ['PORT=3000 NAME="a b" bun server.ts', 'Bun'],
  ['cross-env A=1 bunx vite', 'Bun'],
  ['tsc && deno run -A main.ts', 'Deno'],
  ['/opt/deno/bin/deno serve main.ts', 'Deno'],
  ['C:\\tools\\bun.exe server.ts', 'Bun'],
  ['bun run build && node server.js', undefined],
  ['node server.js', undefined],
  ['node bun.js', undefined],
  ['bunyan-server', undefined],
  ['constructor', undefined],
  ['', undefined],
];

const FILES: readonly [string, string | undefined][] = [
  ['#!/usr/bin/env bun\nserve();', 'Bun'],
  ['#!/usr/bin/env -S deno run -A\n', 'Deno'],
  ['#!/usr/local/bin/deno', 'Deno'],
  ['#!/usr/bin/env node\n', undefined],
  ['// run me with bun\n', undefined],
  ['', undefined],
];

describe('a runtime other than Node.js', () => {
  for (const [script, runtime] of SCRIPTS) {
    it(`is ${runtime ?? 'not seen'} in the script "${script}"`, () => assert.equal(runtimeOfScript(script), runtime));
  }

  for (const [text, runtime] of FILES) {
    it(`is ${runtime ?? 'not seen'} in a file that begins with ${JSON.stringify(text)}`, () =>
      assert.equal(runtimeOfFile(text), runtime));
  }

  it('is refused with a code, its name and what to do', () => {
    assert.throws(() => checkRuntime(t, 'start', 'Bun'), {
      code: 'otherRuntime',
      message: 'start is run by Bun, and a cluster needs Node.js.',
      hint: /Choose the file that starts your app on Node\.js/,
    });
  });

  it('is no matter where it is Node.js', () => {
    checkRuntime(t, 'start', undefined);
  });
});
