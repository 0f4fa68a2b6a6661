/**
 * What a session is worth over several workers: kept in memory it starts anew whenever another worker answers; the
 * boilerplate that keeps it in Redis counts without a gap, through a killed worker and a reload of all of them.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { expandSnippet } from '../../src/core/expandSnippet';
import { type ClusterRun, useRuns } from '../support/clusterRun';
import { get, makeExampleFolder, writeExample } from '../support/exampleApp';
import { useRedis } from '../support/redis';
import { snippetFor } from '../support/snippets';

const WORKERS = 4;

describe('a session counter over four workers', () => {
  const start = useRuns();

  it('starts anew with the store in memory', async () => {
    const app = path.join('stateless', 'memory-sessions.js');
    const run = await start({ app, parameters: { workers: WORKERS } });
    await run.untilListening(WORKERS);

    const counts = await new Visitor(run).visit(20);

    assert.ok(Math.max(...counts) < 20, counts.join(' '));
    assert.ok(counts.filter((count) => count === 1).length > 1, counts.join(' '));
  });

  describe('with the boilerplate for Redis', () => {
    const redis = useRedis();
    const folder = makeExampleFolder();
    after(() => rmSync(folder, { recursive: true, force: true }));

    it('counts to 200, through a killed worker and a reload', async () => {
      const run = await start({
        app: writeBoilerplate(folder),
        env: { WORKERS: String(WORKERS), REDIS_URL: redis().url },
      });
      const [first] = await run.untilListening(WORKERS);
      const wire = await run.wire();
      const visitor = new Visitor(run);

      const counts = await visitor.visit(50);
      process.kill(first?.pid ?? 0, 'SIGKILL');
      counts.push(...(await visitor.visit(50)));
      await run.untilListening(WORKERS);
      await wire.request({ type: 'reload' });
      for (let replaced = 1; replaced <= WORKERS; replaced++) {
        counts.push(...(await visitor.visit(20)));
        await wire.until((message) => message.type === 'run' && (message.run.reload?.replaced ?? 0) >= replaced);
      }
      counts.push(...(await visitor.visit(20)));

      assert.deepEqual(
        counts,
        Array.from({ length: 200 }, (_, index) => index + 1),
      );
      assert.ok(visitor.pids.size >= 2 * WORKERS, 'all were replaced');
    });
  });
});

/** One browser: it sends back the cookie that it was given, each time over a connection of its own. */
class Visitor {
  readonly pids = new Set<number>();
  private cookie: string | undefined;

  constructor(private readonly run: ClusterRun) {}

  /** What the counter says at each of so many visits. */
  async visit(times: number): Promise<number[]> {
    const counts: number[] = [];
    for (let visit = 0; visit < times; visit++) counts.push(await this.visitOnce());
    return counts;
  }

  private async visitOnce(): Promise<number> {
    const headers = this.cookie === undefined ? {} : { cookie: this.cookie };
    const answer = await get({ port: this.run.port, agent: false, headers });
    this.cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? this.cookie;
    const [, count, pid] = /View (\d+) .*worker (\d+)/.exec(answer.text) ?? [];
    this.pids.add(Number(pid));
    return Number(count);
  }
}

function writeBoilerplate(folder: string): string {
  const text = expandSnippet(snippetFor('cluster-sessions', { language: 'javascript', moduleKind: 'commonjs' }).body);
  return writeExample(folder, { fileName: 'server.js', text, packageType: 'commonjs' });
}
