/**
 * What the host and the page of a dashboard say to each other. The page shows what it is sent and asks for what a person
 * wants; what it asks is checked on the host, since a page is not trusted with more than its own run.
 */
import type { SeriesDump, Tick } from '../series';
import type { Headline } from './headline';
import type { TimelineEvent } from './timeline';
import type { DashboardWords } from './words';
import type { TableRow } from './workerTable';

/** How a run stands, without its curves. */
export interface DashboardView {
  readonly runId: string;
  readonly headline: Headline;
  readonly rows: readonly TableRow[];
  /** Absent where they are as they were. */
  readonly events?: readonly TimelineEvent[];
}

export type ToPage =
  /** Everything, to a page that has just been opened, or whose run is another one now. */
  | {
      readonly type: 'show';
      /** For the page to keep, so that VS Code can restore it. */
      readonly memory: DashboardMemory;
      readonly words: DashboardWords;
      readonly view: DashboardView;
      readonly series: SeriesDump;
    }
  | { readonly type: 'update'; readonly view: DashboardView; readonly tick?: Tick };

/** The commands that a page may ask for, each for a worker of its run. */
const PAGE_COMMANDS = ['showStuckStack', 'showLog', 'restartWorker', 'killWorker', 'forceKillWorker'] as const;
export type PageCommand = (typeof PAGE_COMMANDS)[number];

const EXPORT_FORMATS = ['json', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'command'; readonly name: PageCommand; readonly slot: number }
  | { readonly type: 'export'; readonly format: ExportFormat };

/** Reads what a page said; undefined where it is nothing of the above. */
export function readFromPage(value: unknown): FromPage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, name, slot, format } = value as Readonly<Record<string, unknown>>;
  if (type === 'ready') return { type };
  if (type === 'export') return isOneOf(EXPORT_FORMATS, format) ? { type, format } : undefined;
  const isCommand = type === 'command' && isOneOf(PAGE_COMMANDS, name) && Number.isSafeInteger(slot);
  return isCommand ? { type, name, slot: Number(slot) } : undefined;
}

const isOneOf = <T extends string>(words: readonly T[], value: unknown): value is T =>
  words.some((word) => word === value);

/** What VS Code keeps of a dashboard over a reload of the window. */
export interface DashboardMemory {
  readonly runId: string;
  readonly name: string;
}

/** Reads what was kept; undefined where it is not ours. */
export function readMemory(value: unknown): DashboardMemory | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { runId, name } = value as Readonly<Record<string, unknown>>;
  return typeof runId === 'string' && typeof name === 'string' ? { runId, name } : undefined;
}
