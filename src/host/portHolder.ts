/**
 * Finds who listens on a port, to say it beside "the port is in use". The system's own tools are asked; where they do
 * not tell (another user's process, no such tool), nothing is said.
 */
import { execFile } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { PortHolder } from '../core/ports';
import { parseLsof, parseNetstat, parseTcpTable } from './portTables';

const run = promisify(execFile);
const COMMAND_TIMEOUT_MS = 5000;

/** The process that listens on a TCP port of this machine, if the system tells. */
export async function findPortHolder(port: number): Promise<PortHolder | undefined> {
  try {
    if (process.platform === 'linux') return await linuxHolder(port);
    return process.platform === 'win32' ? await windowsHolder(port) : await lsofHolder(port);
  } catch {
    // A tool that is missing or forbidden: the message does without the name.
    return undefined;
  }
}

/** The kernel lists listening sockets by their inode; the process is the one that has that inode open. */
async function linuxHolder(port: number): Promise<PortHolder | undefined> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const inodes = new Set(tables.flatMap((table) => parseTcpTable(table, port)));
  if (inodes.size === 0) return undefined;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (await hasSocket(pid, inodes)) return { pid: Number(pid), command: commandLine(pid) };
  }
  return undefined;
}

async function hasSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  try {
    const files = await readdir(`/proc/${pid}/fd`);
    return files.some((file) => inodes.has(/^socket:\[(\d+)\]$/.exec(readLink(`/proc/${pid}/fd/${file}`))?.[1] ?? ''));
  } catch {
    // Another user's process, or one that has just ended.
    return false;
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function commandLine(pid: string): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
}

async function lsofHolder(port: number): Promise<PortHolder | undefined> {
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'];
  return parseLsof((await run('lsof', args, { timeout: COMMAND_TIMEOUT_MS })).stdout);
}

async function windowsHolder(port: number): Promise<PortHolder | undefined> {
  const options = { timeout: COMMAND_TIMEOUT_MS, windowsHide: true };
  const pid = parseNetstat((await run('netstat', ['-ano', '-p', 'TCP'], options)).stdout, port);
  if (pid === undefined) return undefined;
  const { stdout } = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], options);
  return { pid, command: /^"([^"]+)"/.exec(stdout)?.[1] ?? '' };
}
