import assert from 'node:assert/strict';
import { readSetting, type SettingName } from '../../src/core/settings';
import { untranslated as t } from '../../src/core/translate';

describe('a setting', () => {
  it('has its default where it is not set', () => {
    assert.equal(readSetting(t, 'workers', undefined), 'auto');
    assert.deepEqual(readSetting(t, 'args', undefined), []);
  });

  it('has the value that is set', () => {
    assert.equal(readSetting(t, 'workers', 3), 3);
    assert.deepEqual(readSetting(t, 'env', { A: '1', B: null }), { A: '1', B: null });
  });

  const broken: [SettingName, unknown][] = [
    ['workers', 0],
    ['workers', -1],
    ['workers', 'many'],
    ['mode', 'both'],
    ['args', 'one two'],
    ['args', [1]],
    ['env', { A: 1 }],
    ['env', []],
    ['envFile', 1],
    ['output', 'none'],
    ['scheduling', 'fair'],
    ['sticky', true],
    ['stopTimeout', -1],
    ['stopTimeout', '10'],
    ['nodePath', false],
    ['runtimeArgs', {}],
    ['confirmStopAll', 'yes'],
  ];
  for (const [name, value] of broken) {
    it(`${name} refuses ${JSON.stringify(value)}, names itself and opens itself`, () => {
      assert.throws(
        () => readSetting(t, name, value),
        (error: unknown) => {
          const { code, message, action } = error as { code: string; message: string; action: { args: unknown[] } };
          return (
            code === 'badSetting' && message.includes(`nodeCluster.${name}`) && action.args[0] === `nodeCluster.${name}`
          );
        },
      );
    });
  }
});
