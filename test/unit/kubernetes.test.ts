/** Export to Kubernetes: objects that the published schemas take, with the numbers of the run, and no secret. */
import assert from 'node:assert/strict';
import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { IService } from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';
import { type ContainerRun, resourceName } from '../../src/core/exports/containerRun';
import { healthPaths } from '../../src/core/exports/healthPaths';
import {
  type autoscalerOf,
  type deploymentOf,
  kubernetesText,
  type serviceOf,
} from '../../src/core/exports/kubernetes';
import { looksSecret } from '../../src/core/exports/secretNames';
import { untranslated as t } from '../../src/core/translate';
import { containerRun, exportedRun } from '../support/exportedRun';

/** The paths of fields that a type does not have. The schemas let unknown fields pass, the API server does not. */
type Stranger<Made, Known> = Made extends string | number | boolean | null | undefined
  ? never
  : Made extends readonly (infer Item)[]
    ? Stranger<Item, NonNullable<Known> extends readonly (infer Other)[] ? Other : never>
    : { [K in keyof Made]-?: K extends keyof Known ? Stranger<Made[K], NonNullable<Known[K]>> : K }[keyof Made];
interface Documents {
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: as a reader of the file has it.
  readonly all: readonly any[];
}

function exported(given: Partial<ContainerRun> = {}): Documents {
  const text = kubernetesText(t, containerRun(given));
  return { text: text.replaceAll('\n# ', ' '), all: parseAllDocuments(text).map((document) => document.toJS()) };
}

/** Holds each object against the schema of its kind; the package is an ES module. */
async function validate(documents: readonly unknown[]): Promise<void> {
  const models = await Promise.all([
    import('kubernetes-models/apps/v1'),
    import('kubernetes-models/v1'),
    import('kubernetes-models/autoscaling/v2'),
  ]);
  const classes = Object.assign({}, ...models) as Record<string, new (data: unknown) => { validate(): void }>;
  for (const document of documents) {
    const Model = classes[(document as { kind: string }).kind];
    assert.ok(Model, JSON.stringify(document));
    new Model(document).validate();
  }
}

const container = ({ all }: Documents) => all[0].spec.template.spec.containers[0];

describe('the export to Kubernetes', () => {
  for (const [what, given] of [
    ['a plain app', {}],
    ['an app with health checks', { health: { live: '/livez', ready: '/readyz' } }],
    ['an app that forks by itself', { run: exportedRun({ mode: 'observe' }) }],
    ['an app with sessions', { isSticky: true }],
    ['an app with secrets', { run: exportedRun({ variables: [{ name: 'A', value: 'b: c' }, { name: 'TOKEN' }] }) }],
    ['an app of an odd name', { run: exportedRun({ name: '2 Ünder_score.App!' }) }],
  ] satisfies readonly [string, Partial<ContainerRun>][]) {
    it(`passes the published schemas for ${what}`, async () => {
      await validate(exported(given).all);
    });
  }

  it('has no field that Kubernetes does not know', () => {
    // The compiler holds this one: a field of ours that theirs has not is no member of `never`.
    const strangers: readonly never[] = [] as (
      | Stranger<ReturnType<typeof deploymentOf>, IDeployment>
      | Stranger<ReturnType<typeof serviceOf>, IService>
      | Stranger<NonNullable<ReturnType<typeof autoscalerOf>>, IHorizontalPodAutoscaler>
    )[];

    assert.deepEqual(strangers, []);
  });

  it('would not pass them with a mistake', async () => {
    const [deployment] = exported().all;
    deployment.spec.replicas = 'four';

    await assert.rejects(validate([deployment]), /replicas/);
  });

  it('has a replica for each worker, and twice as many at most', () => {
    const { all } = exported({ run: exportedRun({ workers: 3 }) });

    assert.equal(all[0].spec.replicas, 3);
    assert.deepEqual([all[2].spec.minReplicas, all[2].spec.maxReplicas], [3, 6]);
  });

  it('gives the pod the time that a worker has here', () => {
    const { all } = exported({ run: exportedRun({ drainTimeout: 20_000, stopTimeout: 7_500 }) });

    assert.equal(all[0].spec.template.spec.terminationGracePeriodSeconds, 5 + 28);
    assert.deepEqual(container({ all, text: '' }).lifecycle.preStop.exec.command, ['sleep', '5']);
  });

  it('asks for what was measured, with room', () => {
    const { resources } = container(exported({ use: { memory: 90 * 1024 * 1024, cpu: 23 } }));

    assert.deepEqual(resources, { requests: { cpu: '250m', memory: '128Mi' }, limits: { memory: '256Mi' } });
  });

  it('takes the memory limit of the run for the limit of the pod, with room for a reload to come first', () => {
    const { resources } = container(exported({ run: exportedRun({ memoryLimit: 400 }) }));

    assert.equal(resources.limits.memory, '512Mi');
  });

  it('invents no numbers where nothing was measured', () => {
    const { use: _use, ...unmeasured } = containerRun();
    const documents = parseAllDocuments(kubernetesText(t, unmeasured)).map((document) => document.toJS());

    assert.equal(documents[0].spec.template.spec.containers[0].resources, undefined);
    assert.deepEqual(
      documents.map(({ kind }) => kind),
      ['Deployment', 'Service'],
    );
  });

  it('gives all workers of an app that forks by itself to one pod', () => {
    const documents = exported({ run: exportedRun({ mode: 'observe', workers: 4 }) });

    assert.equal(documents.all[0].spec.replicas, 1);
    assert.equal(container(documents).resources.requests.cpu, '950m');
    assert.match(documents.text, /forks its own workers/);
  });

  it('keeps clients with their pod only where the app needs it', () => {
    assert.equal(exported().all[1].spec.sessionAffinity, 'None');
    assert.equal(exported({ isSticky: true }).all[1].spec.sessionAffinity, 'ClientIP');
  });

  it('asks the paths of the app where it has some, else for a connection', () => {
    const asked = container(exported({ health: { live: '/livez', ready: '/readyz' } }));

    assert.equal(asked.readinessProbe.httpGet.path, '/readyz');
    assert.equal(asked.livenessProbe.httpGet.path, '/livez');
    assert.deepEqual(container(exported()).readinessProbe.tcpSocket, { port: 'http' });
  });

  it('writes chosen values as they are, takes the others from a Secret, and sets the port', () => {
    const variables = [{ name: 'GREETING', value: 'costs $(PRICE)' }, { name: 'API_KEY' }, { name: 'PORT' }];
    const documents = exported({ run: exportedRun({ variables }), port: 8080 });

    assert.deepEqual(container(documents).env, [
      { name: 'NODE_ENV', value: 'production' },
      { name: 'PORT', value: '8080' },
      { name: 'GREETING', value: 'costs $$(PRICE)' },
      { name: 'API_KEY', valueFrom: { secretKeyRef: { name: 'shop-env', key: 'API_KEY' } } },
    ]);
    assert.match(documents.text, /kubectl create secret generic shop-env --from-env-file=\.env/);
  });

  it('warns of an app that listens on its own machine only', () => {
    assert.match(exported({ isLoopbackOnly: true }).text, /has to listen on all interfaces/);
  });

  it('makes names that Kubernetes takes', () => {
    for (const [name, wanted] of [
      ['shop', 'shop'],
      ['My_Shop.App', 'my-shop-app'],
      ['9lives', 'lives'],
      ['---', 'app'],
      ['ünï', 'n'],
      ['x'.repeat(80), 'x'.repeat(50)],
    ] as const)
      assert.equal(resourceName(name), wanted);
  });
});

describe('health paths', () => {
  it('are those that the source names', () => {
    assert.deepEqual(healthPaths("app.get('/healthz'); app.get('/readyz')"), { live: '/healthz', ready: '/readyz' });
    assert.deepEqual(healthPaths('app.get("/health")'), { live: '/health', ready: '/health' });
    assert.deepEqual(healthPaths("if (url === '/readyz')"), { live: '/readyz', ready: '/readyz' });
    assert.equal(healthPaths("app.get('/healthy-food')"), undefined);
  });
});

describe('secrets', () => {
  for (const [name, value] of [
    ['DB_PASSWORD', 'x'],
    ['SESSION_SECRET', 'x'],
    ['API_KEY', 'x'],
    ['apiKey', 'x'],
    ['GITHUB_TOKEN', 'x'],
    ['PGPASSWORD', 'x'],
    ['SENTRY_DSN', 'x'],
    ['DATABASE_URL', 'postgres://me:word@db/shop'],
    ['REDIS', 'redis://:word@cache:6379'],
    ['CERTIFICATE', '-----BEGIN PRIVATE KEY-----'],
    ['ANYTHING', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['JWT', 'eyJhbGciOiJIUzI1NiJ9.e30.x'],
  ] as const) {
    it(`are known by ${name}=${value.slice(0, 12)}`, () => assert.ok(looksSecret(name, value)));
  }

  for (const [name, value] of [
    ['PORT', '3000'],
    ['LOG_LEVEL', 'debug'],
    ['DATABASE_URL', 'postgres://db/shop'],
    ['MONKEY', 'x'],
    ['KEYBOARD', 'qwerty'],
    ['TOKENIZER', 'fast'],
    ['PASSENGERS', '4'],
  ] as const) {
    it(`are not seen in ${name}=${value}`, () => assert.ok(!looksSecret(name, value)));
  }
});
