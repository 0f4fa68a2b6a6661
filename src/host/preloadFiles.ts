/**
 * Puts the preload where it stays. VS Code removes the folder of an extension that was updated, and a run that goes on
 * would fork its next worker with a preload that is gone, which no Node survives. So runs are given a copy in the
 * extension's own storage, one for each version.
 */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** The preload, the bundles of its roles, which it loads from its own folder, and the preload of terminals, which loads it. */
const FILES = [
  'killTree.cjs',
  'inspections.cjs',
  'primary.cjs',
  'probe.cjs',
  'sticky.cjs',
  'preload.cjs',
  'terminal.cjs',
] as const;

/** Copies what is missing or different; answers the path of the preload. */
export async function placePreload(from: string, to: string): Promise<string> {
  await mkdir(to, { recursive: true });
  for (const name of FILES) await place(join(from, name), join(to, name));
  return join(to, 'preload.cjs');
}

async function place(source: string, target: string): Promise<void> {
  const [wanted, present] = await Promise.all([readFile(source), readFile(target).catch(() => undefined)]);
  if (present?.equals(wanted)) return;
  // By a rename, so that no process ever loads half a file; each with a draft of its own, since runs may start together.
  const draft = `${target}.${randomUUID()}.new`;
  await copyFile(source, draft);
  await rename(draft, target);
}
