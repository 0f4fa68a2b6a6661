/**
 * The boilerplates as data: every one exists in every form, and the snippet files are sound and modern. That they run is
 * for `test/process/boilerplates.test.ts`.
 */
import assert from 'node:assert/strict';
import javascript from '../../media/snippets/javascript.json';
import typescript from '../../media/snippets/typescript.json';
import { findBoilerplate, listBoilerplates, scriptLanguage } from '../../src/core/boilerplate';
import { expandSnippet } from '../../src/core/expandSnippet';
import { untranslated } from '../../src/core/translate';
import { snippetFor } from '../support/snippets';

describe('the boilerplates', () => {
  const boilerplates = listBoilerplates(untranslated);

  for (const { id, title, description } of boilerplates) {
    for (const language of ['javascript', 'typescript'] as const) {
      for (const kind of ['commonjs', 'esm'] as const) {
        it(`have ${id} for ${language} as ${kind}`, () => {
          const text = expandSnippet(snippetFor(id, { language, moduleKind: kind }).body);

          const isCommonJs = language === 'javascript' && kind === 'commonjs';
          assert.equal(/\brequire\(/.test(text), isCommonJs);
          assert.equal(/^import /m.test(text), !isCommonJs);
        });
      }
    }

    it(`describe ${id} in words`, () => {
      assert.ok(title.length > 10 && description.length > 30);
    });
  }

  it('are found by id and by nothing else', () => {
    assert.equal(findBoilerplate(untranslated, 'cluster-graceful')?.id, 'cluster-graceful');
    for (const id of ['', 'Cluster', undefined, null, 1, {}])
      assert.equal(findBoilerplate(untranslated, id), undefined);
  });

  it('are for JavaScript and TypeScript alone', () => {
    assert.equal(scriptLanguage('javascript'), 'javascript');
    assert.equal(scriptLanguage('javascriptreact'), 'javascript');
    assert.equal(scriptLanguage('typescriptreact'), 'typescript');
    assert.equal(scriptLanguage('plaintext'), undefined);
    assert.equal(scriptLanguage('json'), undefined);
  });
});

describe('the snippet files', () => {
  const files = { javascript, typescript };

  for (const [file, snippets] of Object.entries(files)) {
    it(`${file} gives every snippet a prefix of its own that starts with cluster`, () => {
      const prefixes = Object.values(snippets).map(({ prefix }) => prefix);

      assert.equal(new Set(prefixes).size, prefixes.length);
      for (const prefix of prefixes) assert.match(prefix, /^cluster(-[a-z]+)*$/);
    });

    it(`${file} holds nothing that is not a boilerplate`, () => {
      const ids = listBoilerplates(untranslated).map(({ id }) => String(id));

      for (const { prefix } of Object.values(snippets)) assert.ok(ids.includes(prefix.replace(/-cjs$/, '')), prefix);
    });

    for (const [name, { prefix, description, body }] of Object.entries(snippets)) {
      const text = body.join('\n');

      it(`${name} (${file}) has a name, a description and a body`, () => {
        assert.match(name, file === 'javascript' ? /^Cluster \((ESM|CommonJS)\): / : /^Cluster: /);
        assert.ok(description.length > 30);
        assert.ok(body.length > 20);
      });

      it(`${name} (${file}) numbers its places from 1 and gives each one default`, () => {
        const numbers = [...text.matchAll(/(?<!\\)\$\{(\d+):[^{}$]+\}/g)].map((match) => Number(match[1]));

        assert.deepEqual(
          numbers,
          numbers.map((_, index) => index + 1),
        );
        assert.equal(numbers.length, (text.match(/(?<!\\)\$/g) ?? []).length, 'every other $ must be escaped');
      });

      it(`${name} (${file}) leaves no trace of the snippet syntax`, () => {
        assert.doesNotMatch(expandSnippet(body), /\\\$|\$\{\d|\$\d/);
      });

      it(`${name} (${file}) speaks of the cluster in modern terms`, () => {
        // The one name that is not ours to choose is that of @socket.io/sticky.
        assert.doesNotMatch(text, /isMaster|setupMaster(?! as |: )|cpus\(\)|\bmaster\b|on\('disconnect'/);
        assert.match(text, /isPrimary/);
        assert.match(text, /availableParallelism\(\)/);
      });

      it(`${name} (${file}) imports the packages that it says it needs, and Node's own`, () => {
        const imported = [...text.matchAll(/(?:from |require\()'([^']+)'/g)].map(([, specifier = '']) => specifier);
        const { packages = [] } = findBoilerplate(untranslated, prefix.replace(/-cjs$/, '')) ?? {};

        assert.deepEqual(imported.filter((specifier) => !specifier.startsWith('node:')).sort(), [...packages].sort());
      });

      it(`${name} (${file}) is indented by tabs, which the editor turns into its own, and fits the screen`, () => {
        for (const line of body) {
          assert.doesNotMatch(line, /^\t* |\s$/);
          assert.ok(expandSnippet(line.replaceAll('\t', '  ')).length <= 120, line);
        }
      });
    }
  }
});
