/** Who looks decides whether anything is measured. */
import assert from 'node:assert/strict';
import { setTimeout as rest } from 'node:timers/promises';
import { Viewers } from '../../src/ui/viewers';

const PATIENCE = 20;

describe('the viewers', () => {
  const make = (): { viewers: Viewers; told: boolean[] } => {
    const told: boolean[] = [];
    return { told, viewers: new Viewers((isActive) => told.push(isActive), PATIENCE) };
  };

  it('have numbers measured as soon as one looks, and once', () => {
    const { viewers, told } = make();

    viewers.set('tree', true);
    viewers.set('dashboard', true);

    assert.deepEqual(told, [true]);
  });

  it('have nothing measured a moment after the last one ceased to', async () => {
    const { viewers, told } = make();
    viewers.set('tree', true);
    viewers.set('dashboard', true);

    viewers.set('tree', false);
    viewers.set('dashboard', false);

    assert.deepEqual(told, [true]);
    await rest(PATIENCE * 3);
    assert.deepEqual(told, [true, false]);
  });

  it('may take turns without a break', async () => {
    const { viewers, told } = make();
    viewers.set('dashboard', true);

    viewers.set('dashboard', false);
    viewers.set('line', true);

    await rest(PATIENCE * 3);
    assert.deepEqual(told, [true]);
  });

  it('tell nothing when nobody has looked at all', async () => {
    const { viewers, told } = make();
    viewers.set('tree', false);

    await rest(PATIENCE * 3);
    assert.deepEqual(told, []);
  });
});
