// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of snippets looks like a template's.
import assert from 'node:assert/strict';
import { expandSnippet } from '../../src/core/expandSnippet';

describe('expanding a snippet', () => {
  const cases: readonly [string, string | readonly string[], string][] = [
    ['joins its lines', ['a', '', 'b'], 'a\n\nb'],
    ['fills a place with its default', 'listen(${1:3000})', 'listen(3000)'],
    ['leaves nothing for places without a default', 'a$1b${2}c$0d${0}', 'abcd'],
    ['repeats the default at each copy, before and after it', '$1 ${1:x} $1 ${1}', 'x x x x'],
    ['takes the first default of two', '${1:first} ${1:second}', 'first first'],
    ['fills places within places', 'f(${1:a, ${2:b${3:!}}}) $2', 'f(a, b!) b!'],
    ['finds the default of a copy inside another place', '${1:${2:x}y} $2', 'xy x'],
    ['leaves out a place inside its own default', '${1:a$1b}', 'ab'],
    ['ends on places that refer to each other', '${1:a$2} ${2:b$1}', 'ab ba'],
    ['takes the first choice', '${1|get,post|}', 'get'],
    ['reads escapes in choices', '${1|a\\,b\\|c,d|}', 'a,b|c'],
    ['reads escaped dollars, braces and backslashes', 'a\\$1 \\${b} \\\\ \\}', 'a$1 ${b} \\ }'],
    ['reads an escaped brace inside a default', '${1:{ a: 1 \\}}', '{ a: 1 }'],
    ['keeps template literals that are escaped', '`\\${process.pid}`', '`${process.pid}`'],
    ['keeps a backslash that escapes nothing', 'a\\nb', 'a\\nb'],
    ['keeps braces and dollars that open nothing', 'if (a) { $ } $', 'if (a) { $ } $'],
    ['reads a number of two digits', '$10${10:ten}', 'tenten'],
    ['fills variables with their default', '${TM_FILENAME:server.js} $TM_FILENAME', 'server.js server.js'],
    ['leaves nothing for variables without a default', '[$TM_FILENAME${NAME}]', '[]'],
    ['keeps a default that is never closed', 'a ${1:b ${2:c} d', 'a ${1:b c d'],
    ['keeps a choice that is never closed', '${1|a,b', '${1|a,b'],
    ['keeps a transform', '${1/a/b/}', '${1/a/b/}'],
    ['keeps an empty default empty', 'a${1:}b$1', 'ab'],
    ['spans lines', ['${1:a', 'b}', '$1'], 'a\nb\na\nb'],
    ['takes nothing for nothing', [], ''],
  ];
  for (const [title, body, expected] of cases) {
    it(title, () => {
      assert.equal(expandSnippet(body), expected);
    });
  }
});
