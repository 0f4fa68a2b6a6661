import assert from 'node:assert/strict';
import { type ModuleKind, moduleKind, packageTypeOf } from '../../src/core/moduleKind';

describe('the module kind of a document', () => {
  const cases: readonly [string, string | undefined, string, ModuleKind][] = [
    ['/app/server.mjs', 'commonjs', '', 'esm'],
    ['/app/server.cjs', 'module', '', 'commonjs'],
    ['/app/server.mts', undefined, 'const a = require("a")', 'esm'],
    ['/app/server.cts', undefined, 'import a from "a"', 'commonjs'],
    ['C:\\app\\SERVER.MJS', undefined, '', 'esm'],
    ['/app/server.js', 'module', 'const a = require("a")', 'esm'],
    ['/app/server.js', 'commonjs', 'import a from "a"', 'commonjs'],
    ['/app/server.js', 'nonsense', '', 'commonjs'],
    ['/app/server.js', undefined, '', 'commonjs'],
    ['/app/server.ts', 'module', '', 'esm'],
    ['/app.mjs/server', undefined, '', 'commonjs'],
    ['Untitled-1', undefined, '', 'commonjs'],
    ['Untitled-1', 'module', '', 'esm'],
    ['Untitled-1', undefined, "import 'dotenv/config';", 'esm'],
    ['Untitled-1', undefined, 'import fs, {\n  readFile } from "fs"', 'esm'],
    ['Untitled-1', undefined, 'import * as fs from "fs"', 'esm'],
    ['Untitled-1', undefined, 'import type { Server } from "http"', 'esm'],
    ['Untitled-1', undefined, 'const a = 1;\nexport default a;', 'esm'],
    ['Untitled-1', undefined, 'export { a }', 'esm'],
    ['Untitled-1', undefined, 'console.log(import.meta.url)', 'esm'],
    ['Untitled-1', undefined, 'const fs = require("fs");', 'commonjs'],
    ['Untitled-1', undefined, 'module.exports = {};', 'commonjs'],
    ['Untitled-1', undefined, 'import a from "a"; const b = require("b");', 'esm'],
    ['Untitled-1', undefined, 'const a = await import("a"); require("b");', 'commonjs'],
    ['Untitled-1', undefined, '// import a from "a"\nrequire("b");', 'commonjs'],
    ['Untitled-1', undefined, '/*\nimport a from "a"\n*/ require("b");', 'commonjs'],
    ['Untitled-1', undefined, 'const help = `\nimport a from "a"`; require("b");', 'commonjs'],
    ['Untitled-1', undefined, 'importance = 1; exported(2)', 'commonjs'],
  ];
  for (const [fileName, packageType, text, expected] of cases) {
    it(`of ${fileName} with type ${packageType} and the text ${JSON.stringify(text)} is ${expected}`, () => {
      assert.equal(moduleKind({ fileName, packageType, text }), expected);
    });
  }

  it('needs no text', () => {
    assert.equal(moduleKind({ fileName: 'server.js' }), 'commonjs');
  });
});

describe('the type in a package.json', () => {
  const cases: readonly [string, string | undefined][] = [
    ['{"type":"module"}', 'module'],
    ['\uFEFF{"type":"commonjs"}', 'commonjs'],
    ['{"name":"a"}', undefined],
    ['{"type":1}', undefined],
    ['{"type":', undefined],
    ['null', undefined],
    ['[]', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`of ${JSON.stringify(text)} is ${expected}`, () => {
      assert.equal(packageTypeOf(text), expected);
    });
  }
});
