/**
 * Every boilerplate in every form, as a person gets it who accepts all defaults, run for real:
 *  - N workers share the port; one that is killed is replaced; nobody outlives the primary
 *  - the graceful one finishes what it has begun, does not wait for idle clients, ends what hangs and what keeps crashing
 *  - the one with health endpoints is not ready while it still serves; one worker leads, and another after it
 *  - what a client of one socket.io worker says reaches those of the others, by long-polling
 *  - a worker that dies at once is not replaced in a tight loop
 *  - the TypeScript form type-checks under `strict` in both kinds of module
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { io, type Socket } from 'socket.io-client';
import { type BoilerplateId, listBoilerplates, type ScriptForm } from '../../src/core/boilerplate';
import { expandSnippet } from '../../src/core/expandSnippet';
import { untranslated } from '../../src/core/translate';
import { type Example, ExampleApp, get, makeExampleFolder, writeExample } from '../support/exampleApp';
import { ROOT } from '../support/process.mjs';
import { useRedis } from '../support/redis';
import { snippetFor } from '../support/snippets';
import { eventually } from '../support/vscode/eventually';

const WORKERS = 2;
type Environment = Readonly<Record<string, string>>;
/** Those that finish what they do and leave with a code; the others leave at the signal. */
const ENDS_ITSELF: readonly BoilerplateId[] = ['cluster-graceful', 'cluster-health'];
const IDS = listBoilerplates(untranslated).map(({ id }) => id);
type Form = ScriptForm & Pick<Example, 'fileName' | 'packageType'>;
const COMMONJS: Form = {
  language: 'javascript',
  moduleKind: 'commonjs',
  fileName: 'server.js',
  packageType: 'commonjs',
};
const ESM: Form = { language: 'javascript', moduleKind: 'esm', fileName: 'server.mjs' };
const TYPESCRIPT: Form = { language: 'typescript', moduleKind: 'esm', fileName: 'server.ts', packageType: 'module' };
const FORMS = [
  COMMONJS,
  ESM,
  TYPESCRIPT,
  { ...TYPESCRIPT, moduleKind: 'commonjs', packageType: 'commonjs' } satisfies Form,
];

for (const id of IDS) {
  describe(`the boilerplate ${id}`, () => {
    // The lives are mostly pauses, so the forms live at the same time and each test waits for its own.
    const lives = new Map<Form, Promise<void>>();
    const redis = id === 'cluster-sessions' ? useRedis() : undefined;
    before(() => {
      for (const form of FORMS) lives.set(form, settleLater(live(id, form, redis && { REDIS_URL: redis().url })));
    });

    for (const form of FORMS) {
      it(`serves, replaces a killed worker and ends with its primary (${form.language}, ${form.moduleKind})`, async () => {
        const life = lives.get(form);

        assert.ok(life);
        await life;
      });
    }
  });
}

async function live(id: BoilerplateId, form: Form, env?: Environment): Promise<void> {
  const app = await start(id, form, { env });
  try {
    const before = await app.untilAnswered(WORKERS);

    process.kill(before[0] ?? 0, 'SIGKILL');
    const after = await app.untilAnswered(WORKERS, before.slice(0, 1));
    app.kill('SIGTERM');
    const { code, signal } = await app.exited;
    await app.untilNoWorkerIsLeft();

    assert.equal(after.filter((pid) => !before.includes(pid)).length, 1);
    assert.deepEqual([code, signal], ENDS_ITSELF.includes(id) ? [0, null] : [null, 'SIGTERM']);
  } finally {
    app.dispose();
  }
}

/** Keeps a failure until its test asks for it, where Node would end the process for a rejection nobody waits for yet. */
function settleLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

interface StartOptions {
  readonly edit?: (text: string) => string;
  readonly env?: Environment | undefined;
}

async function start(id: BoilerplateId, form: Form, { edit, env }: StartOptions = {}): Promise<ExampleApp> {
  const text = expandSnippet(snippetFor(id, form).body);
  const variables = { WORKERS: String(WORKERS), NOTICE_TIME: '500', JOB_INTERVAL: '20', ...env };
  return ExampleApp.start({ ...form, text: edit?.(text) ?? text, env: variables });
}

describe('a boilerplate in trouble', () => {
  let app: ExampleApp;
  afterEach(() => app.dispose());

  it('cluster leaves a pause before it replaces a worker that dies at once', async () => {
    app = await start('cluster', ESM, { edit: throwAtOnce });
    const startedAt = Date.now();

    await app.untilPrinted(deaths(2 * WORKERS));

    assert.ok(Date.now() - startedAt >= 1000);
  });

  for (const form of [COMMONJS, ESM, TYPESCRIPT]) {
    it(`cluster-graceful (${form.language}, ${form.moduleKind}) finishes a request in flight and waits for no idle client`, async () => {
      app = await start('cluster-graceful', form, { edit: answerSlowly });
      const agent = new http.Agent({ keepAlive: true });
      await app.untilAnswered(WORKERS);
      await get({ port: app.port, agent, path: '/first-on-this-connection' });
      await once(
        connect(app.port, '127.0.0.1').on('error', () => {}),
        'connect',
      );

      const answer = get({ port: app.port, agent, path: '/slow' });
      await app.untilPrinted(/in flight/);
      app.kill('SIGTERM');
      const { status, headers, text } = await answer;
      const { code } = await app.exited;

      // With a worker that waits for its deadline the code would be 1.
      assert.deepEqual([status, headers.connection, code], [200, 'close', 0]);
      assert.match(text, /finished/);
      await app.untilNoWorkerIsLeft();
    });
  }

  it('cluster-graceful ends quietly on Ctrl+C, which reaches every process', async () => {
    app = await start('cluster-graceful', COMMONJS);
    const workers = await app.untilAnswered(WORKERS);

    for (const pid of [...workers, app.pid]) process.kill(pid, 'SIGINT');

    assert.deepEqual(await app.exited, { code: 0, signal: null });
    assert.doesNotMatch(app.output, /Error/);
  });

  it('cluster-graceful replaces a worker that was asked to end on its own', async () => {
    app = await start('cluster-graceful', ESM);
    const before = await app.untilAnswered(WORKERS);

    process.kill(before[0] ?? 0, 'SIGTERM');
    await app.untilPrinted(/Worker \d+ died \(code 0\)/);

    assert.equal((await app.untilAnswered(WORKERS, before.slice(0, 1))).length, WORKERS);
  });

  it('cluster-graceful kills a worker that hangs past the deadline and says so by its exit code', async () => {
    app = await start('cluster-graceful', COMMONJS, {
      edit: (text) => hang(replace(text, 'shutdownTimeout = 10_000', 'shutdownTimeout = 200')),
    });
    await app.untilAnswered(WORKERS);
    get({ port: app.port, path: '/hang' }).catch(() => {});
    await app.untilPrinted(/hanging/);

    app.kill('SIGTERM');

    assert.deepEqual(await app.exited, { code: 1, signal: null });
    await app.untilNoWorkerIsLeft();
  });

  it('cluster-graceful gives up on a crash loop after few births in ever longer pauses', async () => {
    app = await start('cluster-graceful', COMMONJS, { edit: throwAtOnce });
    const startedAt = Date.now();

    assert.deepEqual(await app.exited, { code: 1, signal: null });

    assert.ok(Date.now() - startedAt > 250 + 500 + 1000 + 2000);
    assert.ok((app.output.match(/died/g) ?? []).length <= 5 * WORKERS);
    assert.match(app.output, /5 crashes in a row, giving up/);
  });
});

describe('the boilerplate cluster-health', () => {
  let app: ExampleApp;
  afterEach(() => app.dispose());

  it('says that it is not ready while it still serves, and then leaves', async () => {
    app = await start('cluster-health', ESM);
    await app.untilAnswered(WORKERS);
    const probe = async (path: string) => (await get({ port: app.port, path, agent: false })).status;
    assert.deepEqual([await probe('/healthz'), await probe('/readyz')], [200, 200]);

    app.kill('SIGTERM');
    await eventually('a worker that is not ready', async () => (await probe('/readyz')) === 503 || undefined, {
      interval: 5,
    });

    assert.deepEqual([await probe('/healthz'), await probe('/')], [200, 200]);
    assert.deepEqual(await app.exited, { code: 0, signal: null });
    await app.untilNoWorkerIsLeft();
  });
});

describe('the boilerplate cluster-leader', () => {
  let app: ExampleApp;
  afterEach(() => app.dispose());

  it('lets one worker do the job, and another when that one dies', async () => {
    app = await start('cluster-leader', COMMONJS);
    await app.untilAnswered(WORKERS);
    await app.untilPrinted(/(?:does the job[\s\S]*){3}/);
    const [first = 0] = workersAtWork(app.output);

    process.kill(first, 'SIGKILL');
    await app.untilPrinted(/died[\s\S]*(?:does the job[\s\S]*){3}/);

    const [before, after] = app.output.split(`Worker ${first} died`).map(workersAtWork);
    assert.deepEqual(before, [first]);
    assert.equal(after?.length, 1);
    assert.notDeepEqual(after, before);
  });
});

describe('the boilerplate cluster-socketio', () => {
  const clients: Socket[] = [];
  let app: ExampleApp;
  afterEach(() => {
    for (const client of clients.splice(0)) client.disconnect();
    app.dispose();
  });

  // That package learns of a session by a message that may come after the client's next request, which is then refused;
  // the client connects again. So what is said may be missed, and is said until all have heard it.
  it('keeps long-polling clients with their workers and tells all of them what one says', async () => {
    app = await start('cluster-socketio', ESM);
    await app.untilAnswered(WORKERS);
    const heard = new Map<Socket, string>();
    for (let count = 0; count < 12; count++) {
      const client = io(`http://127.0.0.1:${app.port}`, { transports: ['polling'], forceNew: true });
      clients.push(client.on('message', (text) => heard.set(client, text)));
    }

    await eventually('all clients to hear it', () => {
      clients[0]?.emit('message', 'hello');
      return heard.size === clients.length || undefined;
    });

    for (const text of heard.values()) assert.match(text, /^hello \(by way of worker \d+\)$/);
  });
});

describe('the TypeScript boilerplates', () => {
  it('type-check under strict, as ES modules and as CommonJS', async () => {
    const folder = makeExampleFolder();
    for (const packageType of ['module', 'commonjs'] as const) {
      mkdirSync(path.join(folder, packageType));
      for (const id of IDS) {
        const text = expandSnippet(snippetFor(id, { language: 'typescript', moduleKind: 'esm' }).body);
        writeExample(path.join(folder, packageType), { fileName: `${id}.ts`, text, packageType });
      }
    }
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(STRICT));

    const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const problems = await promisify(execFile)(process.execPath, [tsc, '--project', folder]).then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    );

    rmSync(folder, { recursive: true });
    assert.equal(problems, '');
  });
});

const STRICT = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2022',
    types: ['node'],
    skipLibCheck: true,
  },
};

const ANSWER = /response\.end\(.*\);/;

function throwAtOnce(text: string): string {
  return replace(text, /function runWorker\(\).*\{/, "$&\n\tthrow new Error('broken');");
}

/** Makes the answer to /slow wait until the worker has been asked to end, and then a little longer. */
function answerSlowly(text: string): string {
  const later = "process.once('message', () => setTimeout(() => response.end('finished'), 200));";
  return replace(text, ANSWER, `if (request.url === '/slow') { console.log('in flight'); ${later} } else $&`);
}

function hang(text: string): string {
  return replace(text, ANSWER, "if (request.url === '/hang') { console.log('hanging'); for (;;); } else $&");
}

/** An edit that finds nothing to edit would make its test prove nothing. */
function replace(text: string, what: string | RegExp, by: string): string {
  const edited = text.replace(what, by);
  assert.notEqual(edited, text);
  return edited;
}

/** The workers that have said that they do the job, each once. */
function workersAtWork(output: string): number[] {
  return [...new Set([...output.matchAll(/Worker (\d+) does the job/g)].map((match) => Number(match[1])))];
}

function deaths(count: number): RegExp {
  return new RegExp(`(?:died[^]*){${count}}`);
}
