/** Export to Compose: a file that the published schema takes, the proxy before the replicas, and the Dockerfile. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { composeText } from '../../src/core/exports/compose';
import { type ContainerRun, commandOf } from '../../src/core/exports/containerRun';
import { DOCKERIGNORE, dockerfileText } from '../../src/core/exports/dockerfile';
import { untranslated as t } from '../../src/core/translate';
import { containerRun, exportedRun } from '../support/exportedRun';

const FILE = path.join(__dirname, '..', 'fixtures', 'schemas', 'compose-spec.json');

// biome-ignore lint/suspicious/noExplicitAny: as a reader of the file has it.
const exported = (given: Partial<ContainerRun> = {}): any => parse(composeText(t, containerRun(given)));

/** What the schema has against a file. */
function complaints(file: unknown): string {
  const { $schema: _draft, ...schema } = JSON.parse(readFileSync(FILE, 'utf8'));
  const ajv = new Ajv({ strict: false, formats: { duration: true, subnet_ip_address: true }, allErrors: true });
  const isValid = ajv.compile(schema);
  return isValid(file) ? '' : ajv.errorsText(isValid.errors);
}

describe('the export to Compose', () => {
  for (const [what, given] of [
    ['a plain app', {}],
    ['one worker', { run: exportedRun({ workers: 1 }) }],
    ['an app that forks by itself', { run: exportedRun({ mode: 'observe' }) }],
    ['an app with sessions and health checks', { isSticky: true, health: { live: '/livez', ready: '/readyz' } }],
    ['an app with variables', { run: exportedRun({ variables: [{ name: 'A', value: '$x' }, { name: 'TOKEN' }] }) }],
  ] satisfies readonly [string, Partial<ContainerRun>][]) {
    it(`passes the published schema for ${what}`, () => {
      assert.equal(complaints(exported(given)), '');
    });
  }

  it('would not pass it with a mistake', () => {
    const file = exported();
    file.services.app.replicas = 4;

    assert.match(complaints(file), /additional properties/);
  });

  it('has a container for each worker, and a proxy on the port of the app', () => {
    const { services, configs } = exported({ port: 8080 });

    assert.equal(services.app.deploy.replicas, 4);
    assert.deepEqual(services.proxy.ports, ['8080:80']);
    assert.equal(services.app.ports, undefined);
    assert.match(configs.proxy.content, /server app:8080;/);
  });

  it('lets Compose fill in nothing in the proxy and the values', () => {
    const run = exportedRun({ variables: [{ name: 'PRICE', value: '5$' }] });
    const { services, configs } = exported({ run });

    assert.doesNotMatch(configs.proxy.content, /(?<!\$)\$(?!\$)/);
    assert.equal(services.app.environment.PRICE, '5$$');
  });

  it('needs no proxy for one container', () => {
    const { services } = exported({ run: exportedRun({ workers: 1 }) });

    assert.deepEqual(Object.keys(services), ['app']);
    assert.deepEqual(services.app.ports, ['3000:3000']);
  });

  it('keeps clients with their container only where the app needs it', () => {
    assert.doesNotMatch(exported().configs.proxy.content, /ip_hash/);
    assert.match(exported({ isSticky: true }).configs.proxy.content, /ip_hash/);
  });

  it('names variables without writing their values, and sets the port', () => {
    const { environment } = exported({ run: exportedRun({ variables: [{ name: 'TOKEN' }, { name: 'PORT' }] }) })
      .services.app;

    assert.deepEqual(environment, { NODE_ENV: 'production', PORT: '3000', TOKEN: null });
  });

  it('gives containers the time and the memory of the run', () => {
    const { app } = exported({ run: exportedRun({ drainTimeout: 1000, stopTimeout: 2000 }) }).services;

    assert.equal(app.stop_grace_period, '8s');
    assert.deepEqual(app.deploy.resources, { limits: { memory: '256M' }, reservations: { memory: '128M' } });
  });
});

describe('the Dockerfile', () => {
  const lines = (given: Partial<ContainerRun> = {}): string[] => dockerfileText(containerRun(given)).split('\n');
  const project = (change: Partial<ContainerRun['project']>) => ({ project: { ...containerRun().project, ...change } });

  it('has the Node.js of the run, the lockfile, and the command of the app', () => {
    const text = lines({ run: exportedRun({ args: ['--fast'], runtimeArgs: ['--enable-source-maps'] }) });

    assert.ok(text.includes('ARG NODE_VERSION=20.20.2'));
    assert.ok(text.includes('COPY package.json package-lock.json ./'));
    assert.ok(text.includes('RUN npm ci'));
    assert.ok(text.includes('RUN npm prune --omit=dev'));
    assert.ok(text.includes('USER node'));
    assert.equal(text.at(-2), 'CMD ["node","--enable-source-maps","./server.js","--fast"]');
  });

  it('builds what has a build', () => {
    assert.ok(lines(project({ hasBuild: true })).includes('RUN npm run build'));
    assert.ok(!lines().includes('RUN npm run build'));
  });

  it('installs with the package manager of the project', () => {
    const pnpm = lines(project({ manager: 'pnpm', lockfile: 'pnpm-lock.yaml' }));
    const yarn = lines({ ...project({ manager: 'yarn', lockfile: 'yarn.lock' }), node: '26.1.0' });

    assert.ok(pnpm.includes('RUN corepack enable') && pnpm.includes('RUN pnpm install --frozen-lockfile'));
    assert.ok(yarn.includes('RUN npm install --global corepack && corepack enable'));
  });

  it('installs without a lockfile, and nothing without a manifest', () => {
    const { lockfile: _lockfile, ...without } = containerRun().project;

    assert.ok(lines({ project: without }).includes('RUN npm install'));
    assert.ok(!lines(project({ hasManifest: false })).some((line) => line.includes('npm')));
  });

  it('keeps the loader that the app needs to run', () => {
    assert.ok(
      !lines({ run: exportedRun({ runtimeArgs: ['--import', 'tsx'] }) })
        .join()
        .includes('prune'),
    );
  });

  it('has no env file and no key of the project in its image', () => {
    for (const pattern of ['.env*', '*.pem', '*.key', '.git', 'node_modules'])
      assert.ok(DOCKERIGNORE.split('\n').includes(pattern), pattern);
  });

  it('runs the file of the project, wherever that is here', () => {
    assert.deepEqual(commandOf(containerRun({ run: exportedRun({ entry: '/app/dist/main.js' }) })), [
      'node',
      './dist/main.js',
    ]);
  });
});
