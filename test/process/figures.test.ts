/**
 * The numbers that are shown against what the system and the client say, over ten seconds of load: CPU, memory, requests
 * per second and connections of each worker, as rows and charts take them from the state.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type Figures, workerFigures } from '../../src/core/figures';
import { findWorker } from '../../src/core/row';
import type { RunState } from '../../src/core/state';
import { untranslated as t } from '../../src/core/translate';
import { createWatching } from '../../src/host/watching';
import { useRuns } from '../support/clusterRun';
import { Load } from '../support/load';
import { silentLog } from '../support/silentLog';
import { eventually } from '../support/vscode/eventually';

const CLIENTS = 20;
const SECONDS = 10;
/** Linux counts a hundred ticks of CPU a second, and a page has 4 kB, nearly everywhere; elsewhere this test finds out. */
const MS_PER_TICK = 10;
const PAGE = 4096;

interface Reading {
  readonly at: number;
  readonly cpuMs: number;
  readonly answered: number;
}

function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

const residentBytes = (pid: number): number => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE;

/** How far `shown` is from `true`, as a part of it. */
const error = (shown: number, truth: number): number => Math.abs(shown - truth) / truth;

describe('the numbers of a worker', function () {
  this.timeout(60_000);
  const start = useRuns();

  it('are within 5 % of what the system and the client say over ten seconds', async function () {
    if (process.platform !== 'linux') this.skip();
    const run = await start({ app: 'plain.js' });
    const workers = await run.untilListening(2);
    const watching = createWatching({
      t,
      log: silentLog,
      accept: () => true,
      onProblem: assert.fail,
      directory: run.dir,
    });
    const current = (): RunState | undefined => watching.state.state.runs[0];
    const figures = (slot: number): Figures => {
      const state = current();
      const worker = state && findWorker(state, slot);
      return worker ? workerFigures(state, worker) : {};
    };
    watching.setActive(true);
    const load = new Load({ port: run.port, clients: CLIENTS, keepAlive: true });
    const isMeasured = ({ slot }: { readonly slot: number }): boolean =>
      Object.keys(figures(slot)).length === 4 && current()?.usage.get(workers[0]?.pid ?? 0) !== undefined;
    await eventually('the first numbers', () => workers.every(isMeasured) || undefined, { interval: 20 });

    const shown = { cpu: [] as number[], requests: 0, interval: 0 };
    const [{ pid = 0 } = {}] = workers;
    const now = (): Reading => ({ at: performance.now(), cpuMs: cpuMs(pid), answered: load.answered });
    let first: Reading | undefined;
    let last = now();
    const firstSamples = new Map<number, Reading>();
    const subscription = watching.state.onDidChange((after, before) => {
      const [next, past] = [after.runs[0], before.runs[0]];
      if (next?.usage !== past?.usage) {
        // A reading covers the time since the one before it.
        last = now();
        if (first) shown.cpu.push(figures(1).cpu ?? Number.NaN);
        first ??= last;
      }
      for (const { slot } of workers) {
        const sample = next?.samples.get(slot);
        if (!sample || sample === past?.samples.get(slot)) continue;
        if (firstSamples.has(slot)) {
          shown.requests += sample.requests;
          shown.interval += sample.interval / workers.length;
        } else firstSamples.set(slot, now());
      }
    });
    await eventually('ten seconds of numbers', () => shown.cpu.length > SECONDS || undefined, { timeout: 40_000 });
    const memory = [figures(1).memory ?? 0, residentBytes(pid)] as const;
    const connections = workers.map(({ slot }) => current()?.samples.get(slot)?.connections ?? 0);
    subscription.dispose();
    const begin = first ?? last;
    const beginOfSamples = Math.min(...[...firstSamples.values()].map(({ at }) => at));
    const answeredAtBegin = Math.min(...[...firstSamples.values()].map(({ answered }) => answered));
    const end = now();
    await load.stop();
    watching.dispose();

    const trueCpu = ((last.cpuMs - begin.cpuMs) / (last.at - begin.at)) * 100;
    const shownCpu = shown.cpu.reduce((sum, cpu) => sum + cpu, 0) / shown.cpu.length;
    const trueRate = ((end.answered - answeredAtBegin) / (end.at - beginOfSamples)) * 1000;
    const shownRate = (shown.requests / shown.interval) * 1000;
    const report = `CPU ${shownCpu.toFixed(1)} of ${trueCpu.toFixed(1)} %, memory ${memory.map((bytes) => (bytes / 1e6).toFixed(1)).join(' of ')} MB, ${shownRate.toFixed(0)} of ${trueRate.toFixed(0)} req/s, connections ${connections.join(' + ')}`;
    if (process.env.NODE_CLUSTER_FIGURES) console.log(report);
    assert.ok(error(shownCpu, trueCpu) <= 0.05, report);
    assert.ok(error(...memory) <= 0.05, report);
    assert.ok(error(shownRate, trueRate) <= 0.05, report);
    assert.equal(
      connections.reduce((sum, count) => sum + count, 0),
      CLIENTS,
      report,
    );
  });
});
