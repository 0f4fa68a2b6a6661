/**
 * Reads of a project what the stateless check wants to know beside the file at hand: its `package.json` and its sources,
 * the shallow ones first, up to a limit. Folders of packages, tests and built files are not entered.
 */
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { isChecked, LARGEST_TEXT } from '../core/stateless/checkedFiles';
import { type ProjectFacts, projectFacts } from '../core/stateless/projectFacts';
import { kindOf, readText } from './files';

const MOST_FILES = 300;
const MOST_FOLDERS = 300;

/** The folder of the nearest `package.json`, else the file's own. */
export async function projectOf(file: string): Promise<string> {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if ((await kindOf(join(folder, 'package.json'))) === 'file') return folder;
  }
  return dirname(file);
}

/** The facts of a project as they are on the disk. */
export async function readProjectFacts(project: string): Promise<ProjectFacts> {
  const files = await listSources(project);
  const sources = await Promise.all(files.map(readSource));
  return projectFacts(await readSource(join(project, 'package.json')), sources);
}

async function listSources(project: string): Promise<string[]> {
  const files: string[] = [];
  const folders = [project];
  for (const folder of folders) {
    for (const entry of await entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        const isEntered = isChecked(join(relative(project, path), 'index.js')) && !entry.name.startsWith('.');
        if (isEntered && folders.length < MOST_FOLDERS) folders.push(path);
      } else if (/\.[cm]?[jt]sx?$/.test(entry.name) && isChecked(relative(project, path))) files.push(path);
      if (files.length >= MOST_FILES) return files;
    }
  }
  return files;
}

async function entriesOf(folder: string): Promise<readonly { readonly name: string; isDirectory(): boolean }[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    // A folder that cannot be read says nothing about the project.
    return [];
  }
}

async function readSource(file: string): Promise<string> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  return size > LARGEST_TEXT ? '' : ((await readText(file)) ?? '');
}
