/**
 * What the extension costs inside VS Code, which no other runner has: start, size, memory, CPU, frames. What it needs for
 * that, a bundler and a browser, is loaded when a row is measured.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../../support/process.mjs';
import type { ByEffort, FigureInfo, Row } from './row';

const WORKERS = 64;
const SECONDS: ByEffort<number> = { smoke: 2, quick: 10, full: 30 };
const TICKS: ByEffort<number> = { smoke: 2, quick: 10, full: 30 };
const KILOBYTE = 1000;

const FILES = {
  'extension.js': 'dist/extension.js',
  'preload.cjs': 'dist/preload.cjs',
  'primary.cjs': 'dist/primary.cjs',
  'probe.cjs': 'dist/probe.cjs',
  'dashboard.js': 'dist/dashboard.js',
} as const;

const activation: Row = {
  name: 'extension-activation',
  title: 'Activation',
  how:
    'In a real VS Code, by the table of its "Developer: Startup Performance", five seconds after it has started: until then its ' +
    'window keeps both processors busy. Each round is a VS Code of its own.',
  figures: [
    less('activation', 'activation, all of it', 'ms'),
    less('load', 'of that: loading the code', 'ms'),
    less('call', 'of that: `activate`', 'ms'),
  ],
  runners: ['nodeCluster'],
  needs: [],
  rounds: { smoke: 1, quick: 0, full: 7 },
  measure: async (turn) => {
    const { measureInside } = await import('../extension/measureInside');
    return measureInside(turn, { measure: 'activation', workers: 0, seconds: 0 });
  },
};

const host: Row = {
  name: 'extension-host',
  title: `The extension host with ${WORKERS} workers`,
  how:
    `The whole extension host of a real VS Code, VS Code's own part of it included, before a run of ${WORKERS} idle workers, ` +
    `with the Cluster view shown, and with it hidden; ${SECONDS.full} s each.`,
  figures: [
    less('memory.before', 'memory before the run', 'MiB'),
    less('memory.shown', 'memory, shown', 'MiB'),
    less('memory.hidden', 'memory, hidden', 'MiB'),
    less('cpu.before', 'CPU before the run', 'CPU s/min'),
    less('cpu.shown', 'CPU, shown', 'CPU s/min'),
    less('cpu.hidden', 'CPU, hidden', 'CPU s/min'),
  ],
  runners: ['nodeCluster'],
  needs: [],
  rounds: { smoke: 1, quick: 0, full: 1 },
  measure: async (turn) => {
    const { measureInside } = await import('../extension/measureInside');
    return measureInside(turn, { measure: 'use', workers: WORKERS, seconds: SECONDS[turn.effort] });
  },
};

const sizes: Row = {
  name: 'extension-sizes',
  title: 'Sizes',
  how: 'Bundles and the packed extension; `npm test` fails when one is over its budget.',
  figures: [...Object.keys(FILES), 'vsix'].map((name) => less(name, name, 'kB')),
  runners: ['nodeCluster'],
  needs: [],
  rounds: { smoke: 1, quick: 0, full: 1 },
  measure: async () => {
    const { packageExtension } = await import('../../support/vscode/packageExtension');
    const paths = { ...FILES, vsix: await packageExtension() };
    const pairs = Object.entries(paths).map(async ([name, file]) => [name, await kilobytes(file)] as const);
    return Object.fromEntries(await Promise.all(pairs));
  },
};

const dashboard: Row = {
  name: 'extension-dashboard',
  title: 'Frames of the dashboard',
  how: `Half an hour of ${WORKERS} workers in a real browser, each a line in every chart, and a second of news ${TICKS.full} times.`,
  figures: [
    less('p50', 'work on a frame, p50', 'ms'),
    less('p95', 'work on a frame, p95', 'ms'),
    less('longest', 'work on the longest frame', 'ms'),
    less('perSecond', 'work in a second', 'ms'),
  ],
  runners: ['nodeCluster'],
  needs: [],
  rounds: { smoke: 1, quick: 0, full: 1 },
  measure: async ({ effort, cleanup }) => {
    const { measureFrames } = await import('../extension/dashboardFrames');
    return measureFrames({ workers: WORKERS, ticks: TICKS[effort], cleanup });
  },
};

export const extensionRows: readonly Row[] = [activation, host, sizes, dashboard];

function less(key: string, title: string, unit: FigureInfo['unit']): FigureInfo {
  return { key, title, unit, better: 'less' };
}

async function kilobytes(file: string): Promise<number> {
  return (await stat(path.resolve(ROOT, file))).size / KILOBYTE;
}
