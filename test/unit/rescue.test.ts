import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { ConnectionRescue } from '../../src/preload/primary/rescue';
import type { Roster } from '../../src/preload/primary/roster';
import { FakeWorker } from '../support/fakeWorker';
import { eventually } from '../support/vscode/eventually';

const KEY = ':::3000:4';
const JOINED = { cmd: 'NODE_CLUSTER', ack: 1, key: KEY, errno: null };

/** A connection as Node hands it over. */
class Connection {
  closed = false;
  close(): void {
    this.closed = true;
  }
}

describe('connections in the hands of a worker', () => {
  let rescue: ConnectionRescue;
  let notices: string[];
  beforeEach(() => {
    notices = [];
    const roster = { notice: (code: string) => notices.push(code) };
    rescue = new ConnectionRescue(roster as unknown as Roster);
  });

  afterEach(() => mock.timers.reset());

  /** A worker that takes its turn at the address. */
  function join(): FakeWorker {
    const fake = new FakeWorker();
    rescue.watch(fake.worker);
    fake.worker.process.send(JOINED);
    return fake;
  }

  const handOver = ({ worker }: FakeWorker, seq: number, connection: Connection): boolean =>
    worker.process.send({ cmd: 'NODE_CLUSTER', act: 'newconn', seq, key: KEY }, connection as never);

  /** What Node is told in a worker's name. */
  function answersOf({ child }: FakeWorker): Promise<unknown> {
    const answers: unknown[] = [];
    child.on('internalMessage', (message) => answers.push(message));
    return eventually('an answer', () => answers[0], { interval: 5 });
  }

  it('are answered in its name when it dies, so that Node gives them to another', async () => {
    const [dying] = [join(), join()];
    const connection = new Connection();
    handOver(dying, 7, connection);
    const answer = answersOf(dying);

    dying.exit();

    assert.deepEqual(await answer, { cmd: 'NODE_CLUSTER', ack: 7, accepted: false });
    assert.equal(connection.closed, false);
  });

  it('are closed when it was the last of its round, even if a new round has begun', async () => {
    const last = join();
    const connection = new Connection();
    handOver(last, 7, connection);
    const answer = answersOf(last);

    last.exit();
    join();
    await answer;

    assert.equal(connection.closed, true);
  });

  it('are closed when it refuses them after the last other one has left', () => {
    const draining = join();
    const connection = new Connection();
    handOver(draining, 7, connection);

    draining.child.emit('internalMessage', { cmd: 'NODE_CLUSTER', act: 'close', key: KEY });
    draining.child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack: 7, accepted: false });

    assert.equal(connection.closed, true);
  });

  it('are left to Node when it accepts them, or when others take turns too', () => {
    const [draining] = [join(), join()];
    const connections = [new Connection(), new Connection()] as const;
    handOver(draining, 7, connections[0]);
    handOver(draining, 8, connections[1]);

    draining.child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack: 7, accepted: true });
    draining.child.emit('internalMessage', { cmd: 'NODE_CLUSTER', act: 'close', key: KEY });
    draining.child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack: 8, accepted: false });

    assert.deepEqual(
      connections.map(({ closed }) => closed),
      [false, false],
    );
  });

  it('go to the others in turn while it rests, and to it again afterwards', () => {
    const [resting, second, third] = [join(), join(), join()];
    const seqs = ({ sent }: FakeWorker): unknown[] =>
      sent.filter((message) => message !== JOINED).map((message) => (message as { seq?: number }).seq);

    rescue.resting.add(resting.worker);
    handOver(resting, 7, new Connection());
    handOver(resting, 8, new Connection());
    rescue.resting.delete(resting.worker);
    handOver(resting, 9, new Connection());

    assert.deepEqual([resting, second, third].map(seqs), [[9], [8], [7]]);
  });

  it('stay with one that rests where there is no other', () => {
    const [resting, leaving] = [join(), join()];
    leaving.child.emit('internalMessage', { cmd: 'NODE_CLUSTER', act: 'close', key: KEY });
    rescue.resting.add(resting.worker);

    handOver(resting, 7, new Connection());

    assert.equal((resting.sent.at(-1) as { seq?: number }).seq, 7);
  });

  it('are answered too when they are handed over between its exit and the end of its channel', async () => {
    const [dying] = [join(), join()];
    dying.child.emit('exit', null, 'SIGKILL');
    const answer = answersOf(dying);

    handOver(dying, 9, new Connection());

    assert.deepEqual(await answer, { cmd: 'NODE_CLUSTER', ack: 9, accepted: false });
  });

  it('are understood where a worker listens after Node has told it so', () => {
    join().worker.emit('listening', {});

    assert.deepEqual(notices, []);
  });

  it('are not where a worker listens and nothing was seen of it, which the run is told', () => {
    const fake = new FakeWorker();
    rescue.watch(fake.worker);

    fake.worker.emit('listening', {});

    assert.deepEqual(notices, ['noRescue']);
  });

  it('are not kept for ever where Node acknowledges them in a way that is unknown', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const [fake] = [join(), join()];
    const answers: unknown[] = [];
    for (let seq = 0; seq < 300; seq++) handOver(fake, seq, new Connection());
    fake.child.on('internalMessage', (message) => answers.push(message));

    fake.exit();
    mock.timers.tick(1000);

    assert.deepEqual(notices.slice(0, 1), ['noRescue']);
    assert.deepEqual(answers, []);
  });
});
