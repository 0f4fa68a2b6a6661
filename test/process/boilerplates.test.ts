/**
 * Every boilerplate in every form, as a person gets it who accepts all defaults, run for real:
 *  - N workers share the port; one that is killed is replaced; nobody outlives the primary
 *  - the graceful one finishes what it has begun, does not wait for idle clients, ends what hangs and what keeps crashing
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
import { type BoilerplateId, listBoilerplates, type ScriptForm, snippetFor } from '../../src/core/boilerplate';
import { expandSnippet } from '../../src/core/expandSnippet';
import { untranslated } from '../../src/core/translate';
import { type Example, ExampleApp, get, makeExampleFolder, writeExample } from '../support/exampleApp';
import { ROOT } from '../support/process.mjs';

const WORKERS = 2;
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
    before(() => {
      for (const form of FORMS) lives.set(form, settleLater(live(id, form)));
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

async function live(id: BoilerplateId, form: Form): Promise<void> {
  const app = await start(id, form);
  try {
    const before = await app.untilAnswered(WORKERS);

    process.kill(before[0] ?? 0, 'SIGKILL');
    const after = await app.untilAnswered(WORKERS, before.slice(0, 1));
    app.kill('SIGTERM');
    const { code, signal } = await app.exited;
    await app.untilNoWorkerIsLeft();

    assert.equal(after.filter((pid) => !before.includes(pid)).length, 1);
    assert.deepEqual([code, signal], id === 'cluster-graceful' ? [0, null] : [null, 'SIGTERM']);
  } finally {
    app.dispose();
  }
}

/** Keeps a failure until its test asks for it, where Node would end the process for a rejection nobody waits for yet. */
function settleLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

async function start(id: BoilerplateId, form: Form, edit = (text: string) => text): Promise<ExampleApp> {
  const text = edit(expandSnippet(snippetFor(id, form).body));
  return ExampleApp.start({ ...form, text, env: { WORKERS: String(WORKERS) } });
}

describe('a boilerplate in trouble', () => {
  let app: ExampleApp;
  afterEach(() => app.dispose());

  it('cluster leaves a pause before it replaces a worker that dies at once', async () => {
    app = await start('cluster', ESM, throwAtOnce);
    const startedAt = Date.now();

    await app.untilPrinted(deaths(2 * WORKERS));

    assert.ok(Date.now() - startedAt >= 1000);
  });

  for (const form of [COMMONJS, ESM, TYPESCRIPT]) {
    it(`cluster-graceful (${form.language}, ${form.moduleKind}) finishes a request in flight and waits for no idle client`, async () => {
      app = await start('cluster-graceful', form, answerSlowly);
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
      const answeredAt = Date.now();
      const { code } = await app.exited;

      assert.deepEqual([status, headers.connection, code], [200, 'close', 0]);
      assert.match(text, /finished/);
      assert.ok(Date.now() - answeredAt < 3000, 'it must not wait for the deadline');
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
    app = await start('cluster-graceful', COMMONJS, (text) =>
      hang(replace(text, 'shutdownTimeout = 10_000', 'shutdownTimeout = 200')),
    );
    await app.untilAnswered(WORKERS);
    get({ port: app.port, path: '/hang' }).catch(() => {});
    await app.untilPrinted(/hanging/);

    app.kill('SIGTERM');

    assert.deepEqual(await app.exited, { code: 1, signal: null });
    await app.untilNoWorkerIsLeft();
  });

  it('cluster-graceful gives up on a crash loop after few births in ever longer pauses', async () => {
    app = await start('cluster-graceful', COMMONJS, throwAtOnce);
    const startedAt = Date.now();

    assert.deepEqual(await app.exited, { code: 1, signal: null });

    assert.ok(Date.now() - startedAt > 250 + 500 + 1000 + 2000);
    assert.ok((app.output.match(/died/g) ?? []).length <= 5 * WORKERS);
    assert.match(app.output, /5 crashes in a row, giving up/);
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
    writeFileSync(path.join(folder, 'express.d.ts'), EXPRESS_TYPES);
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

/** What the boilerplate uses of `@types/express`, which is no dependency of this repository. */
const EXPRESS_TYPES = `declare module 'express' {
  import type { IncomingMessage, Server, ServerResponse } from 'node:http';
  interface Response extends ServerResponse {
    type(type: string): this;
    send(body: string): this;
  }
  interface Application {
    get(path: string, handler: (request: IncomingMessage, response: Response) => void): this;
    listen(port: number, callback?: (error?: Error) => void): Server;
  }
  export default function express(): Application;
}`;

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

function deaths(count: number): RegExp {
  return new RegExp(`(?:died[^]*){${count}}`);
}
