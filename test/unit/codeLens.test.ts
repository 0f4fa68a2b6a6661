/** What stands above the line that listens, and which line that is. */
import assert from 'node:assert/strict';
import { lensTitle, listeningLines, runsOfFile } from '../../src/core/codeLens';
import { RunHistory } from '../../src/core/runHistory';
import { untranslated as t } from '../../src/core/translate';
import { bucketOf } from '../../src/shared/histogram';
import { AS_WRITTEN, THROUGH_LINK } from '../support/paths';
import { NOW, runInfo, runState, sample, worker } from '../support/stateBuilders';

describe('the line that listens', () => {
  for (const text of ['server.listen(3000);', 'app .listen (port)', 'await fastify.listen({ port });', 'x().listen(']) {
    it(`is "${text}"`, () => assert.deepEqual(listeningLines(`\n${text}`), [1]));
  }

  for (const text of ['// server.listen(3000)', ' * app.listen(1)', 'const listen = 1;', 'x(); // then .listen()']) {
    it(`is not "${text}"`, () => assert.deepEqual(listeningLines(text), []));
  }

  it('may have a URL before it', () => {
    assert.deepEqual(listeningLines(`log('http://x'); server.listen(1)`), [0]);
  });
});

describe('the sentence above it', () => {
  const at = (file: string) => ({ file, paths: AS_WRITTEN });

  it('has the workers, their requests and their latency', () => {
    const run = runState({ samples: new Map([[1, sample({ latency: [bucketOf(14), 10] })]]) });
    const history = new RunHistory();
    history.record(run, NOW);

    assert.equal(lensTitle(t, run, history, at('/app/server.js')), '2 workers, 812 req/s, p99 14 ms');
  });

  it('has the workers alone while nothing is measured', () => {
    assert.equal(lensTitle(t, runState({ workers: [worker()] }), new RunHistory(), at('/app/server.js')), '1 worker');
  });

  it('names the run in a file that is not its entry', () => {
    const title = lensTitle(t, runState(), new RunHistory(), at('/app/lib/listen.js'));

    assert.equal(title, 'server.js: 2 workers');
  });

  it('is of live runs whose entry the file is', () => {
    const runs = [runState(), runState({ info: runInfo({ id: 'other', entry: '/app/other.js' }) })];

    assert.deepEqual(
      runsOfFile(runs, '/app/server.js', AS_WRITTEN).map(({ info }) => info.id),
      ['run-1'],
    );
    assert.deepEqual(runsOfFile([runState({ link: 'ended' })], '/app/server.js', AS_WRITTEN), []);
  });

  it('is of every run in whose folder the file lies, where it is nobody’s entry', () => {
    assert.equal(runsOfFile([runState()], '/app/lib/listen.js', AS_WRITTEN).length, 1);
    assert.equal(runsOfFile([runState()], '/else/listen.js', AS_WRITTEN).length, 0);
  });

  it('is the same in a file that was opened through a link', () => {
    const other = runState({ info: runInfo({ id: 'other', entry: '/app/other.js' }) });
    const at = (file: string) => ({ file, paths: THROUGH_LINK });

    assert.deepEqual(runsOfFile([runState(), other], '/link/server.js', THROUGH_LINK), [runState()]);
    assert.equal(runsOfFile([runState()], '/link/lib/listen.js', THROUGH_LINK).length, 1);
    assert.equal(lensTitle(t, runState(), new RunHistory(), at('/link/server.js')), '2 workers');
  });
});
