/**
 * The Dockerfile of a run: the project's own Node.js, package manager and build; in the end an image without what is
 * only needed to build it, run by a user who is not root.
 */
import { type ContainerRun, commandOf, type Project } from './containerRun';

/** What Docker must not copy into an image; secrets above all. */
export const DOCKERIGNORE = [
  'node_modules',
  '.git',
  '.env*',
  '*.log',
  '*.pem',
  '*.key',
  '.vscode',
  'Dockerfile',
  'compose.yaml',
  '',
].join('\n');

/** The text of the file. */
export function dockerfileText(container: ContainerRun): string {
  const { node, port, project } = container;
  const image = 'FROM node:$NODE_VERSION-slim';
  return [
    `ARG NODE_VERSION=${node}`,
    `${image} AS build`,
    'WORKDIR /app',
    ...installLines(container),
    'COPY . .',
    ...(project.hasBuild ? [`RUN ${project.manager} run build`] : []),
    ...pruneLines(container),
    '',
    image,
    'ENV NODE_ENV=production',
    'WORKDIR /app',
    'COPY --from=build --chown=node:node /app ./',
    'USER node',
    `EXPOSE ${port}`,
    `CMD ${JSON.stringify(commandOf(container))}`,
    '',
  ].join('\n');
}

function installLines({ node, project }: ContainerRun): readonly string[] {
  if (!project.hasManifest) return [];
  const files = ['package.json', ...(project.lockfile ? [project.lockfile] : [])];
  return [...managerLines(project, node), `COPY ${files.join(' ')} ./`, `RUN ${installOf(project)}`];
}

/** Corepack brings pnpm and yarn; since Node 25 it is a package of its own. */
function managerLines({ manager }: Project, node: string): readonly string[] {
  if (manager === 'npm') return [];
  return Number.parseInt(node, 10) >= 25
    ? ['RUN npm install --global corepack && corepack enable']
    : ['RUN corepack enable'];
}

function installOf({ manager, lockfile }: Project): string {
  if (manager === 'npm') return lockfile ? 'npm ci' : 'npm install';
  return lockfile ? `${manager} install --frozen-lockfile` : `${manager} install`;
}

/** A TypeScript loader is a development dependency that the app needs to run. */
function pruneLines({ project, run }: ContainerRun): readonly string[] {
  const needsLoader = run.runtimeArgs.some((arg) => /\b(tsx|ts-node|swc)\b/.test(arg));
  if (!project.hasManifest || needsLoader || project.manager === 'yarn') return [];
  return [project.manager === 'npm' ? 'RUN npm prune --omit=dev' : 'RUN pnpm prune --prod'];
}
