import assert from 'node:assert/strict';
import { DEFAULT_PARAMETERS, parseParameters } from '../../src/shared/launchParameters';

describe('launch parameters', () => {
  it('are all optional', () => {
    assert.deepEqual(parseParameters('{}'), { parameters: DEFAULT_PARAMETERS, problems: [] });
  });

  it('take what is given and keep the defaults beside it', () => {
    const { parameters } = parseParameters('{"workers":4,"entry":"/a/server.js"}');

    assert.deepEqual(parameters, { ...DEFAULT_PARAMETERS, workers: 4, entry: '/a/server.js' });
  });

  for (const workers of [0, -1, 1.5, 'many', null, 5000]) {
    it(`refuse workers: ${JSON.stringify(workers)} by name and fall back to auto`, () => {
      const { parameters, problems } = parseParameters(JSON.stringify({ workers }));

      assert.equal(parameters.workers, 'auto');
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', /"workers" must be a whole number from 1 to 1024, or "auto"/);
    });
  }

  for (const unset of ['PORT', [''], [1], { PORT: true }]) {
    it(`refuse unset: ${JSON.stringify(unset)} by name and leave the environment as it is`, () => {
      const { parameters, problems } = parseParameters(JSON.stringify({ unset }));

      assert.equal(parameters.unset, undefined);
      assert.match(problems[0] ?? '', /"unset" must be a list of names/);
    });
  }

  for (const text of ['', 'nonsense', '[]', 'null', '4']) {
    it(`survive ${JSON.stringify(text)} in place of a JSON object`, () => {
      const { parameters, problems } = parseParameters(text);

      assert.deepEqual(parameters, DEFAULT_PARAMETERS);
      assert.equal(problems.length, 1);
    });
  }
});
