import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { removeRecord } from '../../src/host/recordFile';
import { RunDirectory, usualRunDirectory } from '../../src/host/runDirectory';
import type { RunRecord } from '../../src/shared/runRecord';
import { FakePrimary } from '../support/fakePrimary';
import { recordingLog } from '../support/silentLog';
import { useTempFolder } from '../support/tempFolder';
import { eventually } from '../support/vscode/eventually';

const hasModes = process.platform !== 'win32';

describe('the run directory', () => {
  const folder = useTempFolder();
  let directory: RunDirectory | undefined;
  let records: readonly RunRecord[] | undefined;
  let refused: string[];
  let log: ReturnType<typeof recordingLog>;

  beforeEach(() => {
    records = undefined;
    refused = [];
    log = recordingLog();
  });
  afterEach(() => directory?.dispose());

  const runs = (): string => path.join(folder(), 'runs');

  /** Watches, without the help of the poll unless a test wants it. */
  function watch(pollInterval = 60_000): Promise<void> {
    directory = new RunDirectory({
      path: runs(),
      log,
      pollInterval,
      onRecords: (found) => {
        records = found;
      },
      onRefused: (problem) => refused.push(problem),
    });
    return directory.look();
  }

  const seen = (pids: readonly number[]): Promise<true> =>
    eventually(
      `the records ${pids}`,
      () => (String(records?.map(({ pid }) => pid)) === String(pids) ? true : undefined),
      {
        interval: 5,
      },
    );

  const recordOf = (pid: number, change: Partial<RunRecord> = {}): RunRecord =>
    new FakePrimary({ dir: runs(), pid, record: { startedAt: 5, ...change } }).record;

  function write(pid: number, content: object | string = recordOf(pid)): void {
    const file = path.join(runs(), `${pid}.json`);
    writeFileSync(`${file}.new`, typeof content === 'string' ? content : JSON.stringify(content));
    renameSync(`${file}.new`, file);
  }

  it('lies among the temporary files, named by the user', () => {
    assert.match(path.basename(usualRunDirectory()), /^node-cluster-.+/);
  });

  it('is made where it is missing, for this user alone', async () => {
    await watch();

    assert.deepEqual(records, []);
    if (hasModes) assert.equal(statSync(runs()).mode & 0o777, 0o700);
  });

  it('shows a record that is written, and no more when it is gone', async () => {
    await watch();

    write(4001);
    await seen([4001]);
    rmSync(path.join(runs(), '4001.json'));
    await seen([]);
  });

  it('shows a record that has changed', async () => {
    await watch();
    write(4001);
    await seen([4001]);

    write(4001, recordOf(4001, { workers: [9], forkedAt: [1] }));

    await eventually('the worker', () => (records?.[0]?.workers[0] === 9 ? true : undefined), { interval: 5 });
  });

  it('is found again by the poll after it was taken away', async () => {
    await watch(20);
    rmSync(runs(), { recursive: true });

    await eventually('the folder', () => (existsSync(runs()) ? true : undefined), { interval: 5 });
    write(4002);

    await seen([4002]);
  });

  it('ignores garbage with one line in the log, and takes the rest', async () => {
    mkdirSync(runs(), { mode: 0o700 });
    const garbage: Readonly<Record<number, object | string>> = {
      5001: 'garbage',
      5002: '{"pid":5002}',
      5003: recordOf(77),
      5004: `"${'x'.repeat(300_000)}"`,
      5005: recordOf(5005, { endpoint: '8080' }),
    };
    for (const [pid, content] of Object.entries(garbage)) write(Number(pid), content);
    mkdirSync(path.join(runs(), '5006.json'));
    write(4001);

    await watch();
    await directory?.look();

    assert.deepEqual(
      records?.map(({ pid }) => pid),
      [4001],
    );
    for (const pid of [...Object.keys(garbage), '5006']) {
      assert.equal(log.warnings.filter((line) => line.includes(`${pid}.json`)).length, 1, `${pid}: ${log.warnings}`);
    }
  });

  it('follows no link out of the directory', async function () {
    if (!hasModes) this.skip();
    mkdirSync(runs(), { mode: 0o700 });
    const outside = path.join(folder(), 'outside.json');
    writeFileSync(outside, JSON.stringify(recordOf(4001)));
    symlinkSync(outside, path.join(runs(), '4001.json'));

    await watch();

    assert.deepEqual(records, []);
  });

  it('is refused, once and with the reason, where it is a symbolic link', async function () {
    if (!hasModes) this.skip();
    mkdirSync(path.join(folder(), 'elsewhere'));
    symlinkSync(path.join(folder(), 'elsewhere'), runs());

    await watch();
    await directory?.look();

    assert.deepEqual(refused, ['it is a symbolic link']);
    assert.equal(records, undefined);
  });

  it('is refused where it belongs to somebody else', async function () {
    if (process.getuid?.() !== 0) this.skip();
    mkdirSync(runs(), { mode: 0o700 });
    const { chownSync } = await import('node:fs');
    chownSync(runs(), 12_345, 12_345);

    await watch();

    assert.deepEqual(refused, ['it belongs to somebody else']);
  });

  it('is refused where it is a file', async () => {
    writeFileSync(runs(), '');

    await watch();

    assert.equal(refused.length, 1);
    assert.equal(records, undefined);
  });

  it('is closed to others where it was open', async function () {
    if (!hasModes) this.skip();
    mkdirSync(runs());
    chmodSync(runs(), 0o755);

    await watch();

    assert.equal(statSync(runs()).mode & 0o777, 0o700);
  });

  describe('when a record is removed', () => {
    beforeEach(() => mkdirSync(runs(), { mode: 0o700 }));
    const recordFile = (pid: number): string => path.join(runs(), `${pid}.json`);

    it('loses its socket too', async function () {
      if (!hasModes) this.skip();
      const primary = await new FakePrimary({ dir: runs(), pid: 4001 }).listen();
      write(4001, primary.record);
      await removeRecord(runs(), primary.record);

      assert.ok(!existsSync(recordFile(4001)));
      assert.ok(!existsSync(primary.record.endpoint));
      await primary.close();
    });

    it('loses nothing that is no socket', async () => {
      const precious = path.join(folder(), 'precious.txt');
      writeFileSync(precious, 'keep me');
      const record = recordOf(4001, { endpoint: precious });
      write(4001, record);

      await removeRecord(runs(), record);

      assert.ok(existsSync(precious));
      assert.ok(!existsSync(recordFile(4001)));
    });

    it('is kept where another run has its name by now', async () => {
      write(4001, recordOf(4001, { startedAt: 99 }));

      await removeRecord(runs(), recordOf(4001));

      assert.ok(existsSync(recordFile(4001)));
    });
  });
});
