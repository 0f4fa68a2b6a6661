/**
 * A run as a Compose file: the app in as many containers as there were workers, and a proxy before them on the app's
 * port, since containers cannot share one. One container needs no proxy.
 */
import { baseName, memory } from '../format';
import type { Translate } from '../translate';
import {
  type ContainerRun,
  fixedVariables,
  graceOf,
  namedVariables,
  replicasOf,
  resourceName,
  resourcesOf,
  writtenVariables,
} from './containerRun';
import { commentLines, type YamlComments, type YamlValue, yamlText } from './yamlText';

/** The name that Compose looks for first. */
export const COMPOSE_FILE = 'compose.yaml';

const PROXY_IMAGE = 'nginx:1.28-alpine';

/** The text of the file. */
export function composeText(t: Translate, container: ContainerRun): string {
  const head = headLines(t, container).flatMap((line) => commentLines(line));
  return `${head.join('\n')}\n${yamlText(composeOf(container), commentsOf(t, container))}`;
}

/** The file's data. */
function composeOf(container: ContainerRun): YamlValue {
  const { port, run } = container;
  const name = resourceName(run.name);
  if (replicasOf(container) === 1)
    return { name, services: { app: { ...appOf(container), ports: [`${port}:${port}`] } } };
  return {
    name,
    services: { app: { ...appOf(container), expose: [String(port)] }, proxy: proxyOf(port) },
    configs: { proxy: { content: escaped(proxyConfiguration(container)) } },
  };
}

function appOf(container: ContainerRun) {
  const replicas = replicasOf(container);
  const resources = resourcesOf(container);
  return {
    build: '.',
    init: true,
    restart: 'unless-stopped',
    environment: environmentOf(container),
    healthcheck: {
      test: ['CMD', 'node', '-e', escaped(checkOf(container))],
      interval: '5s',
      timeout: '5s',
      retries: 3,
    },
    stop_grace_period: `${graceOf(container)}s`,
    deploy: {
      replicas,
      ...(resources && {
        resources: {
          limits: { memory: `${resources.memoryLimit}M` },
          reservations: { memory: `${resources.memory}M` },
        },
      }),
    },
  };
}

/** A variable without a value comes from the shell, or from the file `.env` beside this one. */
function environmentOf(container: ContainerRun): Readonly<Record<string, string | null>> {
  const written = [...fixedVariables(container), ...writtenVariables(container)];
  return Object.fromEntries([
    ...written.map(({ name, value }) => [name, escaped(value)] as const),
    ...namedVariables(container).map((name) => [name, null] as const),
  ]);
}

/** For `node -e`, which has Node's own modules as globals; what is thrown there ends it with 1. */
function checkOf({ health, port }: ContainerRun): string {
  return health
    ? `fetch('http://127.0.0.1:${port}${health.live}').then(({ ok }) => { process.exitCode = ok ? 0 : 1; })`
    : `net.connect(${port}, '127.0.0.1').on('connect', function () { this.end(); })`;
}

function proxyOf(port: number) {
  return {
    image: PROXY_IMAGE,
    restart: 'unless-stopped',
    ports: [`${port}:80`],
    configs: [{ source: 'proxy', target: '/etc/nginx/conf.d/default.conf' }],
    depends_on: { app: { condition: 'service_healthy' } },
  };
}

/** Upgrades pass through, for WebSockets. */
function proxyConfiguration({ port, isSticky }: ContainerRun): string {
  return [
    'upstream app {',
    ...(isSticky ? ['  ip_hash;'] : []),
    `  server app:${port};`,
    '}',
    'map $http_upgrade $connection_upgrade {',
    "  '' '';",
    '  default upgrade;',
    '}',
    'server {',
    '  listen 80;',
    '  location / {',
    '    proxy_pass http://app;',
    '    proxy_http_version 1.1;',
    '    proxy_set_header Host $http_host;',
    '    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
    '    proxy_set_header X-Forwarded-Proto $scheme;',
    '    proxy_set_header Upgrade $http_upgrade;',
    '    proxy_set_header Connection $connection_upgrade;',
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Compose fills in what begins with a dollar sign. */
const escaped = (text: string): string => text.replaceAll('$', '$$$$');

function headLines(t: Translate, container: ContainerRun): readonly string[] {
  const { run, isLoopbackOnly } = container;
  return [
    t('Made by Node Cluster from a run of {0} with {1} workers.', baseName(run.entry), run.workers),
    t('Start it with: {0}', 'docker compose up --build'),
    run.mode === 'supervise'
      ? t('Each container runs one worker, the plain app without a cluster.')
      : t('The app forks its own workers, so one container has all of them.'),
    ...(namedVariables(container).length > 0
      ? [
          t(
            'Variables without a value come from the shell, or from a file .env beside this one, which is not to be committed.',
          ),
        ]
      : []),
    ...(isLoopbackOnly
      ? [t('The app listens on this machine only. In a container it has to listen on all interfaces.')]
      : []),
  ];
}

function commentsOf(t: Translate, container: ContainerRun): YamlComments {
  const { use, run } = container;
  return {
    'services.app.stop_grace_period': t(
      'What a worker has here to drain ({0} s) and to stop ({1} s). The app has to finish its requests on SIGTERM.',
      run.drainTimeout / 1000,
      run.stopTimeout / 1000,
    ),
    'services.proxy': t(
      'After a change of the replicas it has to look for them again: {0}',
      'docker compose restart proxy',
    ),
    ...(use && {
      'services.app.deploy.resources': t('Measured: a worker used up to {0}.', memory(use.memory)),
    }),
  };
}
