/** Starts a real VS Code with the extension of the checkout in it, lets it measure, and answers with the figures. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PRELOAD } from '../../support/clusterRun';
import { bundleForHost } from '../../support/vscode/hostBundle';
import { runHostSuiteInServer } from '../../support/vscode/hostInServer';
import { ROOT } from '../../support/vscode/layout';
import type { Figures } from '../rounds';
import type { Turn } from '../rows/row';
import { type InsideOrder, ORDER_VARIABLE } from './order';

const WITHIN_MS = 5 * 60_000;
let bundled: Promise<string> | undefined;

/** Measures in a VS Code of its own; throws `Unavailable` where there is none. */
export async function measureInside(
  { node, cleanup }: Turn,
  order: Pick<InsideOrder, 'measure' | 'workers' | 'seconds'>,
): Promise<Figures> {
  bundled ??= bundleForHost('bench-inside', ['test/bench/extension/insideVSCode.ts']);
  const folder = mkdtempSync(path.join(tmpdir(), 'nc-bench-'));
  const forget = cleanup.add(() => rmSync(folder, { recursive: true, force: true }));
  const result = path.join(folder, 'figures.json');
  const extension = order.measure === 'activation' ? waitingExtension(folder) : ROOT;
  const whole: InsideOrder = { ...order, result, node, preload: PRELOAD };
  const code = await runHostSuiteInServer({
    developmentPath: extension,
    runner: path.join(await bundled, 'insideVSCode.js'),
    fixture: 'sample',
    env: { [ORDER_VARIABLE]: JSON.stringify(whole) },
    timeout: WITHIN_MS,
  });
  if (code !== 0) throw new Error('the measuring part inside VS Code failed');
  const figures = JSON.parse(readFileSync(result, 'utf8')) as Figures;
  await forget();
  return figures;
}

/** The extension of the checkout, but that nothing activates it until it is asked to. */
function waitingExtension(folder: string): string {
  const place = path.join(folder, 'extension');
  mkdirSync(place);
  for (const name of ['dist', 'media', 'package.nls.json']) symlinkSync(path.join(ROOT, name), path.join(place, name));
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as object;
  writeFileSync(path.join(place, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  return place;
}
