/** Verifies how PM2 is told what to do: never more than what a person asked for. */
import assert from 'node:assert/strict';
import { logOrder, ordersFor, scaleOrder } from '../../src/core/pm2/pm2Orders';
import type { Pm2App } from '../../src/core/pm2/pm2State';

const app = (name: string): Pm2App => ({
  name,
  processes: [3, 7].map((id) => ({ id, app: name, status: 'online', restarts: 0, mode: 'cluster' })),
});

describe('the orders to PM2', () => {
  it('name processes by their numbers', () => {
    assert.deepEqual(ordersFor('stop', app('api')), [['stop', '3', '7']]);
    assert.deepEqual(ordersFor('delete', app('all')), [['delete', '3', '7']]);
    assert.deepEqual(ordersFor('restart', app('api'), 7), [['restart', '7']]);
  });

  it('reload an app by its name, which is rolling, and one process by its number', () => {
    assert.deepEqual(ordersFor('reload', app('api')), [['reload', 'api']]);
    assert.deepEqual(ordersFor('reload', app('api'), 3), [['reload', '3']]);
  });

  for (const name of ['all', '7', '/a.*/', '-f', '']) {
    it(`reload one process after the other where the name "${name}" means something else to PM2`, () => {
      assert.deepEqual(ordersFor('reload', app(name)), [
        ['reload', '3'],
        ['reload', '7'],
      ]);
    });
  }

  it('scale by the name', () => {
    assert.deepEqual(scaleOrder(app('api'), 4), ['scale', 'api', '4']);
  });

  it('follow the log of an app, or of one process', () => {
    assert.deepEqual(logOrder(app('api')), ['logs', 'api', '--lines', '200']);
    assert.deepEqual(logOrder(app('a.b c')), ['logs', '/^a\\.b c$/', '--lines', '200']);
    assert.deepEqual(logOrder(app('api'), 7), ['logs', '7', '--lines', '200']);
    assert.deepEqual(logOrder({ ...app('all'), processes: app('all').processes.slice(0, 1) })[1], '3');
  });
});
