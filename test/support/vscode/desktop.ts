/**
 * A desktop VS Code for `npm start` and the host suite: the person's own `code`, or one that `@vscode/test-electron`
 * downloads. Where there is no display or no download there is none.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { ROOT, TOOLS } from './layout';
import type { Scratch } from './scratch';
import { Unavailable } from './unavailable';

export interface Desktop {
  readonly program: string;
  /** A batch file, as `code.cmd` is, needs the shell. */
  readonly needsShell: boolean;
}

/** The person's own VS Code or a downloaded one; nothing where there can be none. */
export async function findDesktop(): Promise<Desktop | undefined> {
  if (!hasDisplay()) return undefined;
  const own = findOnPath(process.platform === 'win32' ? 'code.cmd' : 'code');
  if (own) return { program: own, needsShell: process.platform === 'win32' };
  const program = await downloadDesktop().catch((error: unknown) => {
    if (error instanceof Unavailable) return undefined;
    throw error;
  });
  return program ? { program, needsShell: false } : undefined;
}

/** Downloads VS Code, once. NODE_CLUSTER_VSCODE_VERSION names another version than the newest stable one. */
export async function downloadDesktop(): Promise<string> {
  if (!hasDisplay()) throw new Unavailable('there is no display for a desktop VS Code; run it under xvfb-run');
  const version = process.env.NODE_CLUSTER_VSCODE_VERSION ?? 'stable';
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: TOOLS });
  } catch (error) {
    throw new Unavailable(`VS Code ${version} cannot be downloaded: ${String(error)}`);
  }
}

/** Opens the sample with the extension from the checkout, and waits until the window is closed. */
export async function openDesktop(
  { program, needsShell }: Desktop,
  scratch: Scratch,
  { isCheck }: { isCheck: boolean },
): Promise<number> {
  const args = ['--new-window', '--wait', ...scratchArguments(scratch), `--extensionDevelopmentPath=${ROOT}`];
  if (isCheck) args.splice(0, args.length, '--version');
  const quoted = needsShell ? args.map((argument) => `"${argument}"`) : args;
  const child = spawn(program, quoted, { stdio: 'inherit', shell: needsShell });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}

/** The command line that keeps a desktop VS Code to the scratch folder. */
export function scratchArguments(scratch: Scratch): string[] {
  return [
    scratch.workspace,
    `--user-data-dir=${scratch.userData}`,
    `--extensions-dir=${scratch.extensions}`,
    ...['--disable-workspace-trust', '--disable-telemetry', '--disable-updates', '--skip-welcome'],
  ];
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function findOnPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}
