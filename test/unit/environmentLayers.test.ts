import assert from 'node:assert/strict';
import { inheritedValue, userNodeOptions } from '../../src/core/environmentLayers';

const LAYERS = { inherited: {}, terminal: {}, file: {}, own: {} };

describe('the user’s own NODE_OPTIONS', () => {
  it('are what VS Code moved aside', () => {
    const inherited = { VSCODE_NODE_OPTIONS: '--a', NODE_OPTIONS: '' };

    assert.equal(userNodeOptions({ ...LAYERS, inherited }), '--a');
  });

  it('are those of the terminal’s settings where these have some', () => {
    const layers = { ...LAYERS, inherited: { NODE_OPTIONS: '--a' }, terminal: { NODE_OPTIONS: '--b' } };

    assert.equal(userNodeOptions(layers), '--b');
  });

  it('keep the terminal’s before those of the env file or the settings', () => {
    const layers = { ...LAYERS, terminal: { NODE_OPTIONS: '--b' }, file: { NODE_OPTIONS: '--c' } };

    assert.equal(userNodeOptions(layers), '--b --c');
    assert.equal(userNodeOptions({ ...layers, own: { NODE_OPTIONS: '--d' } }), '--b --d');
  });

  it('are nothing where the settings say null', () => {
    const layers = { ...LAYERS, inherited: { NODE_OPTIONS: '--a' }, own: { NODE_OPTIONS: null } };

    assert.equal(userNodeOptions(layers), '');
  });

  it('lose what the terminal’s settings unset', () => {
    const layers = { ...LAYERS, inherited: { NODE_OPTIONS: '--a' }, terminal: { NODE_OPTIONS: null } };

    assert.equal(userNodeOptions(layers), '');
  });
});

describe('a variable of the terminal', () => {
  it('comes from the first layer that has it', () => {
    assert.equal(inheritedValue([{}, { PATH: '/b' }, { PATH: '/a' }], 'PATH', 'linux'), '/b');
  });

  it('has any case on Windows', () => {
    assert.equal(inheritedValue([{ Path: 'C:\\b' }], 'PATH', 'win32'), 'C:\\b');
    assert.equal(inheritedValue([{ Path: '/b' }], 'PATH', 'linux'), undefined);
  });
});
