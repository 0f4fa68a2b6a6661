/** YAML is written by us and read by a parser that is not ours: what comes out must be what went in. */
import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { type YamlValue, yamlText } from '../../src/core/exports/yamlText';

const same = (value: YamlValue): void => assert.deepEqual(parse(yamlText(value)), value, yamlText(value));

describe('YAML text', () => {
  for (const text of [
    'plain',
    '',
    ' ',
    'true',
    'No',
    'on',
    'null',
    '~',
    '1',
    '1.5',
    '1e3',
    '0x1F',
    '.5',
    '.inf',
    '12:30:45',
    '2026-01-31',
    '- item',
    'a: b',
    'a #b',
    '#b',
    '*anchor',
    '&anchor',
    '!tag',
    '%directive',
    '@at',
    '`tick',
    '{a}',
    '[a]',
    "it's",
    'say "yes"',
    'back\\slash',
    'tab\there',
    'two\r\nlines',
    'ä ö 漢 😀',
    '$HOME',
    '/path/to.file',
    '..',
    '...',
    '---',
    '=',
    '<<',
    '\u0000\u001f\u2028',
  ]) {
    it(`keeps the text ${JSON.stringify(text)}`, () => {
      same({ value: text, list: [text], [text || 'name']: 1 });
    });
  }

  it('keeps numbers, switches, nothing, and empty and nested things', () => {
    same({ a: 0, b: -1.5, c: true, d: null, e: [], f: {}, g: [[1, 2], { h: [{ i: 1, j: [] }] }], k: [{}] });
  });

  it('keeps several lines, and writes them as such', () => {
    const text = yamlText({ content: 'one {\n  two;\n}\n\nthree\n' });

    assert.match(text, /content: \|\n {2}one \{\n {4}two;/);
    assert.deepEqual(parse(text), { content: 'one {\n  two;\n}\n\nthree\n' });
  });

  it('leaves out what is not there', () => {
    assert.equal(yamlText({ a: 1, b: undefined }), 'a: 1\n');
  });

  it('puts comments above what they are about, and loses nothing by it', () => {
    const value = { a: { b: [{ c: 1 }] }, d: 2 };
    const text = yamlText(value, { 'a.b.0.c': 'about c', d: 'word '.repeat(40).trim() });

    assert.match(text, /# about c/);
    assert.ok(
      text.split('\n').every((line) => line.length <= 90),
      text,
    );
    assert.deepEqual(parse(text), value);
  });
});
