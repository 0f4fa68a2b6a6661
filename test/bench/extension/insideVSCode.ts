/**
 * Runs inside the extension host of a real VS Code, which calls `run`. Measures what only can be seen from in there and
 * leaves it as JSON in the file that the environment names: how long the extension took to activate, by VS Code's own
 * account, and what the host uses while a run of many workers is shown, and while it is hidden.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { NodeClusterApi } from '../../../src/api';
import { eventually } from '../../support/vscode/eventually';
import type { Figures } from '../rounds';
import { type InsideOrder, ORDER_VARIABLE } from './order';

const ID = 'node-cluster.node-cluster';
/** What has just begun or ceased is not yet the steady state, milliseconds. */
const SETTLE_MS = 5000;
const MEBIBYTE = 2 ** 20;

/** Called by VS Code as the value of `extensionTestsPath`. */
export async function run(): Promise<void> {
  const order = JSON.parse(process.env[ORDER_VARIABLE] ?? '{}') as InsideOrder;
  const extension = vscode.extensions.getExtension<NodeClusterApi>(ID);
  if (!extension) throw new Error(`${ID} is not there`);
  // Until VS Code and its window have started, everything shares the processors.
  if (order.measure === 'activation') await pause(SETTLE_MS);
  const api = await extension.activate();
  const figures = order.measure === 'activation' ? await readActivation() : await useOfHost(api, order);
  writeFileSync(order.result, JSON.stringify(figures));
}

/** From the table of "Developer: Startup Performance", milliseconds. */
async function readActivation(): Promise<Figures> {
  await vscode.commands.executeCommand('perfview.show');
  const text = await eventually('the line of the extension in Startup Performance', () => {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf');
    return document
      ?.getText()
      .split('\n')
      .find((line) => line.includes(ID));
  });
  const [, , , load = '', call = '', finish = ''] = text.split('|').map((cell) => cell.trim());
  const [loading, calling, finishing] = [load, call, finish].map(Number);
  return {
    load: Number(loading),
    call: Number(calling),
    activation: Number(loading) + Number(calling) + Number(finishing),
  };
}

async function useOfHost(api: NodeClusterApi, order: InsideOrder): Promise<Figures> {
  const figures: Record<string, number> = { ...(await useWhile('before', order.seconds)) };
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const child = spawn(order.node, ['--require', order.preload, path.join(folder, 'server.js')], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', PORT: '0', NODE_CLUSTER: JSON.stringify({ workers: order.workers }) },
    stdio: 'ignore',
  });
  try {
    await vscode.commands.executeCommand('nodeCluster.cluster.focus');
    const areAllThere = (): true | undefined =>
      api.runs.some(({ workers }) => workers.filter(({ state }) => state === 'listening').length === order.workers) ||
      undefined;
    await eventually(`${order.workers} workers`, areAllThere, { timeout: 60_000 });
    Object.assign(figures, await useWhile('shown', order.seconds));
    await vscode.commands.executeCommand('workbench.view.explorer');
    Object.assign(figures, await useWhile('hidden', order.seconds));
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  return figures;
}

/** CPU in a minute, and the memory at its end. */
async function useWhile(phase: string, seconds: number): Promise<Figures> {
  await pause(SETTLE_MS);
  const begun = performance.now();
  const before = process.cpuUsage();
  await pause(seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  const minutes = (performance.now() - begun) / 60_000;
  return {
    [`cpu.${phase}`]: (user + system) / 1e6 / minutes,
    [`memory.${phase}`]: process.memoryUsage.rss() / MEBIBYTE,
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
