import assert from 'node:assert/strict';
import type { LaunchOptions } from '../../src/core/launchOptions';
import type { LaunchTarget } from '../../src/core/launchPlan';
import { isSameApp } from '../../src/core/sameApp';

const entry = { kind: 'entry', entry: '/app/app.js' } as const;
const script = { kind: 'script', script: 'start', folder: '/app' } as const;

describe('what is wanted runs already', () => {
  const isSame = (started: LaunchOptions, wanted: LaunchOptions): boolean =>
    isSameApp({ options: started, parameters: { entry: '/app/app.js' } }, { options: wanted, target: entry });

  it('where the same file has the same arguments and variables, in whatever order', () => {
    assert.equal(isSame({}, { args: [], env: {} }), true);
    assert.equal(
      isSame({ args: ['api'], env: { A: '1', B: null } }, { args: ['api'], env: { B: null, A: '1' } }),
      true,
    );
    assert.equal(isSame({ workers: 2, mode: 'observe' }, { workers: 4 }), true);
  });

  it('not where its arguments or variables are others', () => {
    assert.equal(isSame({ args: ['api'] }, { args: ['worker'] }), false);
    assert.equal(isSame({ env: { PORT: '8080' } }, { env: { PORT: '8081' } }), false);
    assert.equal(isSame({ env: { PORT: '8080' } }, {}), false);
  });

  it('not where it is another file, script or package', () => {
    const runs = { options: { script: 'start' }, parameters: { root: '/app' } };
    const wants = (target: LaunchTarget): boolean => isSameApp(runs, { options: {}, target });

    assert.equal(wants(script), true);
    assert.equal(wants({ ...script, script: 'serve' }), false);
    assert.equal(wants({ ...script, folder: '/other' }), false);
    assert.equal(wants(entry), false);
  });
});
