/**
 * From the words of a task or a command to what is on the disk: the entry's or the package's absolute path, checked, and
 * the folder that the app runs in. An app runs in the folder of the `package.json` nearest above its entry, as `npm
 * start` would run it, unless the task says otherwise.
 */
import { dirname, isAbsolute, join, normalize } from 'node:path';
import * as vscode from 'vscode';
import { ClusterError } from '../core/clusterError';
import { checkEntry, fileName } from '../core/entryFile';
import type { LaunchOptions } from '../core/launchOptions';
import type { LaunchTarget } from '../core/launchPlan';
import { checkRuntime, runtimeOfFile, runtimeOfScript } from '../core/otherRuntime';
import { LOCKFILES, type PackageManagerName, packageManagerOf, parseManifest } from '../core/packageManifest';
import type { Machine } from '../core/ports';
import { fillVariables } from '../core/variables';
import { variableValues } from './launchEnvironment';

const { t } = vscode.l10n;

export interface ResolvedTarget {
  readonly target: LaunchTarget;
  readonly cwd: string;
}

/** Finds and checks what the options name; throws the coded error for what cannot be run. */
export async function resolveTarget(
  machine: Machine,
  options: LaunchOptions,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<ResolvedTarget> {
  const base = folder?.uri.fsPath ?? machine.home;
  const absolute = (path: string): string => {
    const filled = fillVariables(path, variableValues(machine, folder));
    return normalize(isAbsolute(filled) ? filled : join(base, filled));
  };
  if (options.entry === undefined) return resolveScript(machine, options.script ?? '', absolute(options.cwd ?? '.'));
  const entry = absolute(options.entry);
  checkEntry(t, entry, await machine.kindOf(entry));
  checkRuntime(t, fileName(entry), runtimeOfFile((await machine.readText(entry)) ?? ''));
  const cwd = options.cwd === undefined ? await projectFolder(machine, entry, base) : absolute(options.cwd);
  if ((await machine.kindOf(cwd)) !== 'folder') throw noFolder(cwd);
  return { target: { kind: 'entry', entry }, cwd };
}

async function resolveScript(machine: Machine, script: string, folder: string): Promise<ResolvedTarget> {
  const file = join(folder, 'package.json');
  const text = await machine.readText(file);
  if (text === undefined) checkEntry(t, file, undefined);
  const command = parseManifest(text).scripts[script];
  if (command === undefined) {
    const hint = t('Choose one of the scripts that it has.');
    throw new ClusterError('noEntryFound', t('{0} has no script "{1}".', file, script), hint);
  }
  checkRuntime(t, script, runtimeOfScript(command));
  return { target: { kind: 'script', script, folder }, cwd: folder };
}

function noFolder(cwd: string): ClusterError {
  const hint = t('Correct "cwd" where the run is described.');
  return new ClusterError('badTask', t('There is no folder {0} to run in.', cwd), hint);
}

/** The folder of the nearest `package.json` at or above a file and not above `base`; else `base`, or the file's own. */
async function projectFolder(machine: Machine, file: string, base: string): Promise<string> {
  const isInside = (path: string): boolean => path === base || path.startsWith(join(base, '/'));
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if ((await machine.kindOf(join(folder, 'package.json'))) === 'file') return folder;
    if (folder === base) return base;
  }
  return isInside(file) ? base : dirname(file);
}

/** Who runs the scripts of a package: its own word, else the lockfile beside it or in the workspace folder. */
export async function packageManager(
  machine: Machine,
  folder: string,
  base: string | undefined,
): Promise<PackageManagerName> {
  const manifest = parseManifest(await machine.readText(join(folder, 'package.json')));
  const found: string[] = [];
  for (const place of [folder, base ?? folder]) {
    for (const file of Object.keys(LOCKFILES)) if (await machine.kindOf(join(place, file))) found.push(file);
    if (found.length > 0) break;
  }
  return packageManagerOf(manifest, found);
}
