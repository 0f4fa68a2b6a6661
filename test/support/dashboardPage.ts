/**
 * The dashboard's page in a browser without VS Code around it: the built bundle, a stand-in for VS Code's end and a
 * theme's variables. For measuring frames and for looking at many workers; what VS Code does is the e2e tests' to show.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { dashboardView } from '../../src/core/dashboard/dashboardView';
import { timelineOf } from '../../src/core/dashboard/timeline';
import { dashboardWords } from '../../src/core/dashboard/words';
import type { RunState } from '../../src/core/state';
import { untranslated } from '../../src/core/translate';
import type { SyntheticRun } from './syntheticRun';
import { ROOT } from './vscode/layout';

const COLORS: Readonly<Record<string, string>> = {
  'editor-background': '#ffffff',
  foreground: '#3b3b3b',
  descriptionForeground: '#6b6b6b',
  'charts-blue': '#0063d3',
  'charts-orange': '#d18616',
  'charts-green': '#388a34',
  'charts-purple': '#652d90',
  'charts-yellow': '#b58900',
  'charts-red': '#e51400',
  'button-background': '#005fb8',
  'button-foreground': '#ffffff',
  'textLink-foreground': '#005fb8',
  focusBorder: '#005fb8',
  'font-family': 'sans-serif',
  'font-size': '13px',
};

/** Runs in the page, hence a text: makes the blocks again and hands the message over. */
const SHOW = `({ message, slots, blocks }) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
  const series = { slots, times: new Float64Array(bytes(blocks.times)), values: new Float32Array(bytes(blocks.values)) };
  dispatchEvent(Object.assign(new Event('message'), { data: { ...message, series } }));
}`;

/** Opens the page and shows the run in it. */
export async function openDashboardPage(page: Page, { run, history }: SyntheticRun): Promise<void> {
  const [script, style] = await Promise.all(['dashboard.js', 'dashboard.css'].map(readBundle));
  await page.setContent('<!DOCTYPE html><html lang="en"><body></body></html>');
  await page.addStyleTag({
    content: `:root{${Object.entries(COLORS)
      .map(([name, color]) => `--vscode-${name}:${color}`)
      .join(';')}}`,
  });
  await page.addStyleTag({ content: style ?? '' });
  await page.evaluate('window.acquireVsCodeApi = () => ({ postMessage() {}, getState() {}, setState() {} })');
  await page.addScriptTag({ content: script ?? '' });
  const { slots, times, values } = history.series.dump();
  const memory = { runId: run.info.id, name: 'server.js' };
  const view = viewOf({ run, history }, Number(history.series.latest) * 1000);
  const events = timelineOf(untranslated, run.history, history.notes);
  const message = { type: 'show', memory, words: dashboardWords(untranslated), view: { ...view, events } };
  const blocks = { times: toText(times), values: toText(values) };
  const given = JSON.stringify({ message, slots, blocks });
  await page.evaluate(`(${SHOW})(${given})`);
}

/** A second later, as the host would send it. */
export function nextMessage(synthetic: SyntheticRun): unknown {
  const { run, now, tick } = synthetic.tick();
  return { type: 'update', view: viewOf({ run, history: synthetic.history }, now), tick };
}

function viewOf({ run, history }: { run: RunState; history: SyntheticRun['history'] }, now: number) {
  return dashboardView(untranslated, run, history, now);
}

const readBundle = (file: string): Promise<string> => readFile(path.join(ROOT, 'dist', file), 'utf8');

const toText = (block: Float64Array | Float32Array): string =>
  Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString('base64');
