/**
 * A run as Kubernetes objects: a Deployment with a replica for each worker, a Service in front of it, and a
 * HorizontalPodAutoscaler where there is a measured CPU to scale by. The numbers are the run's.
 */
import { baseName, memory } from '../format';
import type { Translate } from '../translate';
import {
  type ContainerRun,
  fixedVariables,
  graceOf,
  NOTICE,
  namedVariables,
  replicasOf,
  resourceName,
  resourcesOf,
  writtenVariables,
} from './containerRun';
import { commentLines, type YamlComments, yamlText } from './yamlText';

/** The name under which the file is offered. */
export const KUBERNETES_FILE = 'kubernetes.yaml';

/** Scaling up begins when pods use this part of the CPU that they asked for, percent. */
const TARGET_CPU = 70;

/** The text of the file, with a document for each object. */
export function kubernetesText(t: Translate, container: ContainerRun): string {
  const scaler = autoscalerOf(container);
  return [
    headText(t, container),
    yamlText(deploymentOf(container), deploymentComments(t, container)),
    yamlText(serviceOf(container), serviceComments(t, container)),
    ...(scaler
      ? [yamlText(scaler, { 'spec.maxReplicas': t('Choose what your nodes and your database can bear.') })]
      : []),
  ].join('---\n');
}

/** The Deployment. */
export function deploymentOf(container: ContainerRun) {
  const name = resourceName(container.run.name);
  const resources = resourcesOf(container);
  return {
    apiVersion: 'apps/v1' as const,
    kind: 'Deployment' as const,
    metadata: { name, labels: labelsOf(name) },
    spec: {
      replicas: replicasOf(container),
      selector: { matchLabels: labelsOf(name) },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: {
        metadata: { labels: labelsOf(name) },
        spec: {
          terminationGracePeriodSeconds: graceOf(container),
          containers: [
            {
              name,
              image: `${name}:latest`,
              ports: [{ name: 'http', containerPort: container.port }],
              env: environmentOf(container),
              ...probesOf(container),
              lifecycle: { preStop: { exec: { command: ['sleep', String(NOTICE)] } } },
              ...(resources && {
                resources: {
                  requests: { cpu: `${resources.cpu}m`, memory: `${resources.memory}Mi` },
                  limits: { memory: `${resources.memoryLimit}Mi` },
                },
              }),
            },
          ],
        },
      },
    },
  };
}

/** The Service. */
export function serviceOf({ run, isSticky }: ContainerRun) {
  const name = resourceName(run.name);
  return {
    apiVersion: 'v1' as const,
    kind: 'Service' as const,
    metadata: { name, labels: labelsOf(name) },
    spec: {
      selector: labelsOf(name),
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
      sessionAffinity: isSticky ? 'ClientIP' : 'None',
    },
  };
}

/** The autoscaler; undefined without a measured CPU, of which it takes its part. */
export function autoscalerOf(container: ContainerRun) {
  if (resourcesOf(container) === undefined) return undefined;
  const name = resourceName(container.run.name);
  const replicas = replicasOf(container);
  const cpu = { name: 'cpu', target: { type: 'Utilization', averageUtilization: TARGET_CPU } };
  return {
    apiVersion: 'autoscaling/v2' as const,
    kind: 'HorizontalPodAutoscaler' as const,
    metadata: { name, labels: labelsOf(name) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: replicas,
      maxReplicas: replicas * 2,
      metrics: [{ type: 'Resource', resource: cpu }],
    },
  };
}

const labelsOf = (name: string) => ({ 'app.kubernetes.io/name': name });

/** Values that are not written come from a Secret. `$(NAME)` in a value would be filled in by Kubernetes. */
function environmentOf(container: ContainerRun) {
  const secret = `${resourceName(container.run.name)}-env`;
  const written = [...fixedVariables(container), ...writtenVariables(container)];
  return [
    ...written.map(({ name, value }) => ({ name, value: value.replaceAll('$(', '$$$$(') })),
    ...namedVariables(container).map((name) => ({ name, valueFrom: { secretKeyRef: { name: secret, key: name } } })),
  ];
}

/** Where the app answers no health checks, a connection that is taken has to do. */
function probesOf({ health }: ContainerRun) {
  const by = (path: string | undefined) =>
    path === undefined ? { tcpSocket: { port: 'http' } } : { httpGet: { path, port: 'http' } };
  return {
    startupProbe: { ...by(health?.live), periodSeconds: 1, failureThreshold: 60 },
    readinessProbe: { ...by(health?.ready), periodSeconds: 2, failureThreshold: 2 },
    livenessProbe: { ...by(health?.live), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  };
}

function headText(t: Translate, container: ContainerRun): string {
  const { run, isLoopbackOnly } = container;
  const named = namedVariables(container);
  const secret = `${resourceName(run.name)}-env`;
  const lines = [
    t('Made by Node Cluster from a run of {0} with {1} workers.', baseName(run.entry), run.workers),
    ...(run.mode === 'supervise'
      ? [
          t(
            'Each pod runs one worker, the plain app without a cluster: pods are what is scaled, watched and replaced here.',
          ),
        ]
      : [
          t(
            'The app forks its own workers, so one pod has all of them. Have it fork one, and give more replicas instead.',
          ),
        ]),
    t('The image: build it from the Dockerfile of Export to Compose, push it, and put its name here with a fixed tag.'),
    ...(named.length > 0
      ? [
          t('Values that are not written here come from a Secret:'),
          `  kubectl create secret generic ${secret} --from-env-file=.env`,
        ]
      : []),
    ...(isLoopbackOnly
      ? [t('The app listens on this machine only. In a pod it has to listen on all interfaces.')]
      : []),
  ];
  return lines
    .flatMap((line) => commentLines(line))
    .map((line) => `${line}\n`)
    .join('');
}

function deploymentComments(t: Translate, container: ContainerRun): YamlComments {
  const { run, use, health } = container;
  const spec = 'spec.template.spec';
  const seconds = t(
    '{0} s until every node knows that the pod goes, then what a worker has here: {1} s to drain and {2} s to stop. The app has to finish its requests on SIGTERM: insert the boilerplate with health endpoints.',
    NOTICE,
    run.drainTimeout / 1000,
    run.stopTimeout / 1000,
  );
  return {
    [`${spec}.terminationGracePeriodSeconds`]: seconds,
    ...(!health && {
      [`${spec}.containers.0.startupProbe`]: t('The app names no path for health checks, so a connection has to do.'),
    }),
    ...(use && {
      [`${spec}.containers.0.resources`]: t(
        'Measured: a worker used up to {0} and {1} % of a core. Measure under the load that you expect.',
        memory(use.memory),
        Math.ceil(use.cpu),
      ),
    }),
  };
}

function serviceComments(t: Translate, { isSticky }: ContainerRun): YamlComments {
  if (!isSticky) return {};
  const text = t(
    'Clients stay with their pod, by their address. Behind an ingress, set its own affinity, by a cookie.',
  );
  return { 'spec.sessionAffinity': text };
}
