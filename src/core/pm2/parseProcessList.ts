/**
 * Reads what `pm2 jlist` prints. It prints the whole environment of every process with it, secrets included, so fields
 * are picked here by name and nothing else goes any further; and it may print a banner or a warning before the list.
 */
import type { Pm2Process } from './pm2State';

type Fields = Readonly<Record<string, unknown>>;

/** The processes in what was printed; undefined where there is no list in it. PM2's own modules are left out. */
export function parseProcessList(printed: string): readonly Pm2Process[] | undefined {
  const list = listIn(printed);
  return list?.flatMap((entry) => processOf(entry) ?? []);
}

/** The list is one line; warnings before it (`[PM2] ...`) may begin like one. */
function listIn(printed: string): readonly unknown[] | undefined {
  for (const line of printed.split('\n').reverse()) {
    if (!line.trimStart().startsWith('[')) continue;
    const value = parsed(line);
    if (Array.isArray(value)) return value;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function processOf(entry: unknown): Pm2Process | undefined {
  if (!isFields(entry) || !isFields(entry.pm2_env)) return undefined;
  const { pid, name, pm_id: id, pm2_env: state } = entry;
  // While PM2 reloads, the process that leaves has a name (`_old_3`) for a number.
  if (typeof name !== 'string' || !isCount(id) || state.pmx_module === true) return undefined;
  const status = text(state.status) ?? 'unknown';
  // While an app waits, PM2 goes on naming the process that ended.
  const isAlive = isCount(pid) && pid > 0 && status !== 'waiting restart' && status !== 'errored';
  return {
    id,
    app: name,
    status,
    restarts: isCount(state.restart_time) ? state.restart_time : 0,
    mode: state.exec_mode === 'cluster_mode' ? 'cluster' : 'fork',
    ...(isAlive && { pid }),
    ...(isAlive && isCount(state.pm_uptime) && { startedAt: state.pm_uptime }),
    ...(Number.isInteger(state.exit_code) && { exitCode: Number(state.exit_code) }),
    ...texts(state),
  };
}

function texts(state: Fields): Pick<Pm2Process, 'namespace' | 'script' | 'cwd' | 'node'> {
  const [namespace, script, cwd, node] = [state.namespace, state.pm_exec_path, state.pm_cwd, state.node_version].map(
    text,
  );
  return {
    ...(namespace !== undefined && { namespace }),
    ...(script !== undefined && { script }),
    ...(cwd !== undefined && { cwd }),
    ...(node !== undefined && { node }),
  };
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
