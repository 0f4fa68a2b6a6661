/**
 * A run whose workers can be blocked and let go again: `/stuck` of the apps `stuck.*` spins in JavaScript until it is
 * released, `/native` waits in native code as long.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { refused } from '../../src/core/linkErrors';
import type { Insight } from '../../src/core/ports';
import { untranslated } from '../../src/core/translate';
import { createInsight } from '../../src/host/insight';
import { holdInspector } from '../../src/host/inspection';
import type { RequestBody } from '../../src/shared/protocol';
import type { WorkerInfo } from '../../src/shared/runInfo';
import { type ClusterRun, type RunOptions, useRuns } from './clusterRun';

export interface BlockableRuns {
  start(options?: Partial<RunOptions>): Promise<ClusterRun>;
  /** Sends one worker to `url`, which blocks its loop, and answers it once that has been noticed. */
  block(run: ClusterRun, url: string): Promise<WorkerInfo>;
  /** Lets all blocked workers go on. */
  release(): void;
}

/** Gives each test of a suite runs that are released and ended after it. */
export function useBlockableRuns(): BlockableRuns {
  const startRun = useRuns();
  let file: string;
  beforeEach(() => {
    file = path.join(tmpdir(), `nc-release-${process.pid}-${Date.now()}`);
  });
  afterEach(() => rmSync(file, { force: true }));
  return {
    start: (options = {}) => startRun({ app: 'stuck.js', ...options, env: { RELEASE: file, ...options.env } }),
    release: () => writeFileSync(file, ''),
    async block(run, url) {
      const pid = Number(await run.ask(url));
      const isBlocked = (worker: WorkerInfo): boolean => worker.pid === pid && worker.state === 'unresponsive';
      const workers = await (await run.wire()).untilWorkers((all) => all.some(isBlocked));
      const worker = workers.find(isBlocked);
      if (!worker) throw new Error('no worker is blocked');
      return worker;
    },
  };
}

/** The insight of the extension host into the workers of a run, over the test's own link. */
export async function insightInto(run: ClusterRun): Promise<Insight> {
  const wire = await run.wire();
  const request = async (body: RequestBody): Promise<unknown> => {
    const answer = await wire.request(body);
    if (answer.type === 'error') throw refused(untranslated, answer.code, answer.message);
    return answer.value;
  };
  return createInsight({
    gateway: { inspect: (_runId, slot, use) => holdInspector(request, { slot, ...use }) },
    t: untranslated,
    pidOf: ({ slot }) => wire.workers.get(slot)?.pid,
  });
}
