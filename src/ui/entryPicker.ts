/**
 * Finds what to run when nobody said: looks at the active editor, `package.json` and the usual names in every folder,
 * takes the only candidate, asks where there are several, and opens a file dialog where there are none.
 */
import { join, relative } from 'node:path';
import * as vscode from 'vscode';
import { ClusterError } from '../core/clusterError';
import { type Candidate, type CandidateSource, findCandidates } from '../core/entryCandidates';
import { isLikelyApp, RUNNABLE_EXTENSIONS } from '../core/entryFile';
import type { LaunchOptions } from '../core/launchOptions';
import { parseManifest, scriptsToOffer } from '../core/packageManifest';
import type { Machine } from '../core/ports';
import { type Choice, choose } from './pickers';

const { t } = vscode.l10n;

const SOURCES: Readonly<Record<CandidateSource, () => string>> = {
  editor: () => t('the open file'),
  main: () => t('"main" of package.json'),
  start: () => t('"scripts.start" of package.json'),
  name: () => t('found by its name'),
};

/** What to run; undefined when the person left the picker or the dialog. */
export async function chooseEntry(machine: Machine): Promise<LaunchOptions | undefined> {
  const choices = await entryChoices(machine);
  const browse = { label: t('Browse...'), description: t('choose a file'), value: undefined };
  if (choices.length === 0) return browseEntry();
  if (choices.length === 1) return choices[0]?.value;
  const picked = await vscode.window.showQuickPick([...choices, browse], {
    placeHolder: t('Choose what to run clustered'),
    matchOnDescription: true,
  });
  return picked === browse ? browseEntry() : picked?.value;
}

/** Everything that looks like an entry, folder by folder. */
export async function entryChoices(machine: Machine): Promise<Choice<LaunchOptions>[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const found = await Promise.all(folders.map((folder) => folderChoices(machine, folder, folders.length > 1)));
  return found.flat();
}

async function folderChoices(
  machine: Machine,
  folder: vscode.WorkspaceFolder,
  isNamed: boolean,
): Promise<Choice<LaunchOptions>[]> {
  const root = folder.uri.fsPath;
  const editorFile = activeFileIn(folder);
  const candidates = await findCandidates({
    manifest: parseManifest(await machine.readText(join(root, 'package.json'))),
    isFile: async (path) => (await machine.kindOf(join(root, path))) === 'file',
    ...(editorFile !== undefined && { editorFile }),
  });
  return candidates.map((candidate) => choiceOf(candidate, root, isNamed ? `${folder.name}: ` : ''));
}

function choiceOf(candidate: Candidate, root: string, prefix: string): Choice<LaunchOptions> {
  if (candidate.kind === 'script') {
    const description = t('{0}a script of package.json', prefix);
    return { label: candidate.script, description, value: { script: candidate.script, cwd: root } };
  }
  const description = prefix + SOURCES[candidate.source]();
  return { label: candidate.path, description, value: { entry: join(root, candidate.path) } };
}

function activeFileIn(folder: vscode.WorkspaceFolder): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined || uri.scheme !== 'file' || !isLikelyApp(uri.fsPath)) return undefined;
  if (vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() !== folder.uri.toString()) return undefined;
  return relative(folder.uri.fsPath, uri.fsPath).replaceAll('\\', '/');
}

async function browseEntry(): Promise<LaunchOptions | undefined> {
  const extensions = RUNNABLE_EXTENSIONS.map((extension) => extension.slice(1));
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const picked = await vscode.window.showOpenDialog({
    title: t('No entry was found. Choose the file that starts your app'),
    openLabel: t('Run Clustered'),
    filters: { 'JavaScript, TypeScript': extensions },
    ...(folder && { defaultUri: folder }),
  });
  const file = picked?.[0];
  return file && { entry: file.fsPath };
}

/** The script of a package to run; undefined when the person left the picker. */
export async function chooseScript(machine: Machine, folder: string): Promise<LaunchOptions | undefined> {
  const file = join(folder, 'package.json');
  const manifest = parseManifest(await machine.readText(file));
  const choices = scriptsToOffer(manifest).map((name) => ({
    label: name,
    description: manifest.scripts[name] ?? '',
    value: { script: name, cwd: folder },
  }));
  if (choices.length > 0) return choose(choices, t('Choose the script that starts your app'));
  if (manifest.main !== undefined) return { entry: join(folder, manifest.main) };
  const hint = t('Add a "start" script to it, or choose the file that starts your app.');
  const action = { title: t('Choose a File'), command: 'nodeCluster.runClustered' };
  throw new ClusterError('noEntryFound', t('{0} has no scripts.', file), hint, action);
}
