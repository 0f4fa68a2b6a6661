/**
 * Holds the table of src/README.md: which room may import what. Also: no default exports, no dumping grounds, and a core
 * that is pure enough to be given its clock.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SRC = path.resolve(__dirname, '..', '..', 'src');

interface Room {
  /** Other rooms it may import. */
  readonly rooms: readonly string[];
  readonly vscode?: true;
  /** Node's own modules: all of them, or these. */
  readonly node?: 'all' | readonly string[];
  readonly npm?: true;
  /** The npm packages it may import, where not all. */
  readonly packages?: readonly string[];
}

/** The table of src/README.md; a room may always import itself. */
const ROOMS: Readonly<Record<string, Room>> = {
  shared: { rooms: [] },
  preload: { rooms: ['shared'], node: 'all' },
  core: { rooms: ['shared'] },
  host: { rooms: ['core', 'shared'], node: 'all', npm: true },
  load: { rooms: ['shared'], node: 'all', packages: ['autocannon'] },
  check: { rooms: ['core', 'shared'], packages: ['@babel'] },
  dashboard: { rooms: ['core', 'shared'], packages: ['uplot'] },
  ui: { rooms: ['core', 'shared', 'api.ts'], vscode: true, node: ['node:path'] },
  'extension.ts': { rooms: ['shared', 'core', 'host', 'ui', 'api.ts'], vscode: true, node: 'all', npm: true },
  'api.ts': { rooms: ['shared', 'core'] },
  'bundles.ts': { rooms: [], node: 'all', packages: ['esbuild'] },
};

const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.split(path.sep).join('/'))
  .sort();

const textOf = (file: string): string => readFileSync(path.join(SRC, file), 'utf8');
const roomOf = (file: string): string => file.split('/')[0] ?? file;

const IMPORT =
  /^\s*(?:import|export)\b[^'";]*?\bfrom\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** Comments may speak of imports; they import nothing. */
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

function importsOf(text: string): readonly string[] {
  return [...withoutComments(text).matchAll(IMPORT)].map(([, from, bare, call]) => from ?? bare ?? call ?? '');
}

/** The room that a relative import leads to. */
function targetOf(file: string, specifier: string): string {
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  const room = roomOf(target);
  return target.includes('/') ? room : `${room}.ts`;
}

function isAllowed(file: string, specifier: string): boolean {
  const room = ROOMS[roomOf(file)];
  if (!room) return false;
  if (specifier.startsWith('.')) {
    const target = targetOf(file, specifier);
    return target === roomOf(file) || room.rooms.includes(target);
  }
  if (specifier === 'vscode') return room.vscode === true;
  if (specifier.startsWith('node:')) return room.node === 'all' || room.node?.includes(specifier) === true;
  return room.npm === true || room.packages?.some((name) => specifier.split('/')[0] === name) === true;
}

describe('the architecture', () => {
  it('has a row in the table for every room', () => {
    assert.deepEqual(
      [...new Set(FILES.map(roomOf))].filter((room) => !ROOMS[room]),
      [],
    );
  });

  for (const room of Object.keys(ROOMS)) {
    it(`lets ${room} import only what the table allows`, () => {
      const files = FILES.filter((file) => roomOf(file) === room);

      const broken = files.flatMap((file) =>
        importsOf(textOf(file))
          .filter((specifier) => !isAllowed(file, specifier))
          .map((specifier) => `${file} imports ${specifier}`),
      );

      assert.deepEqual(broken, []);
    });
  }

  it('notices an import in each of its forms', () => {
    const text = `
      import a, { b } from 'one';
      import type {
        C,
      } from "two";
      import 'three';
      export { d } from 'four';
      const e = await import('five');
      const f = require('six');
      // import g from 'not this';
      /* import h from 'nor this'; */
    `;

    assert.deepEqual(importsOf(text), ['one', 'two', 'three', 'four', 'five', 'six']);
  });

  it('refuses what the table forbids', () => {
    for (const [file, specifier] of [
      ['core/rows.ts', 'vscode'],
      ['core/rows.ts', 'node:path'],
      ['core/rows.ts', '../host/files'],
      ['shared/shape.ts', '../core/state'],
      ['preload/primary/link.ts', 'pidusage'],
      ['preload/primary/link.ts', '../../core/state'],
      ['host/runLink.ts', '../ui/notify'],
      ['host/runLink.ts', 'vscode'],
      ['ui/notify.ts', '../host/files'],
      ['ui/notify.ts', 'node:fs'],
      ['dashboard/chart.ts', 'vscode'],
      ['dashboard/chart.ts', 'node:path'],
      ['dashboard/chart.ts', 'pidusage'],
      ['dashboard/chart.ts', '../ui/pace'],
      ['extension.ts', './preload/preload'],
    ] as const) {
      assert.ok(!isAllowed(file, specifier), `${file} must not import ${specifier}`);
    }
  });

  it('gives core its clock, its timers and its environment from outside', () => {
    const IMPURE =
      /\b(?:Date\.now|new Date\(\)|setTimeout|setInterval|setImmediate|Math\.random|process\.(?:pid|platform|cwd|kill|on|exit|hrtime))\b/;
    const rooms = ['core', 'shared'];

    const impure = FILES.filter((file) => rooms.includes(roomOf(file)) && IMPURE.test(withoutComments(textOf(file))));

    assert.deepEqual(impure, []);
  });

  it('names every file by what it is for', () => {
    assert.deepEqual(
      FILES.filter((file) => /\b(?:utils?|helpers?|misc|common)\b/i.test(path.posix.basename(file))),
      [],
    );
  });

  it('has no default exports', () => {
    assert.deepEqual(
      FILES.filter((file) => /^export default\b|\bas default\b/m.test(textOf(file))),
      [],
    );
  });

  it('opens every file with what it is for', () => {
    assert.deepEqual(
      FILES.filter((file) => !textOf(file).startsWith('/**')),
      [],
    );
  });
});
