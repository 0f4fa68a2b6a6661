/**
 * The workers' output in supervise mode: read line by line, written to the run's terminal with the worker's number
 * before it, and kept in a ring per slot that outlives a crash. When the terminal is slower than the workers they are
 * held up, as they would be by a terminal of their own; nothing piles up here.
 */
import type { Worker } from 'node:cluster';
import type { Readable } from 'node:stream';
import type { LogLine } from '../../shared/runInfo';
import { LineGatherer } from './lineGatherer';
import type { LogBatch } from './logBatch';
import { LogRing, latestLines } from './logRing';
import { paceReading } from './pacedReading';

/** What Node prints on stderr of itself: noise where it was us who opened the inspector. */
const INSPECTOR_NOTE =
  /^(?:Debugger (?:listening|ending) on ws:|For help, see: https:\/\/nodejs\.org\/|Debugger attached\.$|Waiting for the debugger to disconnect)/;
const COLOURS = [36, 32, 33, 35, 34, 96];

export interface OutputReader {
  /** Reads a worker's output until it ends; answers how to get the latest lines of its stderr. */
  read(slot: number, worker: Worker): () => string;
  /** The latest lines of a slot, or of all slots in the order of their time. */
  latest(options: { readonly slot?: number; readonly lines: number }): LogLine[];
  onBatch(listener: (batch: LogBatch) => void): void;
  /** Resolves when nothing is left to read of any worker. */
  untilRead(): Promise<void>;
  /** From now on leaves out what Node itself prints when a process's inspector opens and closes. */
  hideInspectorNotes(pid: number): void;
  /** Whether the output is read at all. */
  readonly kept: boolean;
}

/** Leaves the workers' output to the terminal that they inherited. */
export const inheritedOutput: OutputReader = {
  kept: false,
  read: () => () => '',
  latest: () => [],
  onBatch: () => {},
  untilRead: async () => {},
  hideInspectorNotes: () => {},
};

export class PrefixedOutput implements OutputReader {
  readonly kept = true;
  private readonly rings = new Map<number, LogRing>();
  /** What of a worker's output has not been read to its end. */
  private readonly unread = new Set<Promise<unknown>>();
  private readonly listeners: ((batch: LogBatch) => void)[] = [];
  private readonly inspected = new Set<number>();

  read(slot: number, worker: Worker): () => string {
    const pid = worker.process.pid ?? 0;
    const closed = new Promise((resolve) => worker.process.once('close', resolve));
    this.unread.add(closed);
    void closed.then(() => this.unread.delete(closed));
    const ring = this.rings.get(slot) ?? new LogRing();
    this.rings.set(slot, ring);
    const accept = (stream: 'out' | 'err', bytes: string, count: number): void => {
      const batch = { slot, pid, at: Date.now(), stream, bytes, count };
      ring.add(batch);
      for (const listener of this.listeners) listener(batch);
    };
    const wanted = (lines: string): string | undefined => (this.inspected.has(pid) ? withoutNotes(lines) : lines);
    const { stdout, stderr } = worker.process;
    forward({ from: stdout, to: process.stdout, slot }, (...lines) => accept('out', ...lines));
    forward({ from: stderr, to: process.stderr, slot, wanted }, (...lines) => accept('err', ...lines));
    return () => ring.tail(pid);
  }

  latest({ slot, lines }: { readonly slot?: number; readonly lines: number }): LogLine[] {
    const rings = slot === undefined ? [...this.rings.values()] : [this.rings.get(slot) ?? new LogRing()];
    return latestLines(rings, lines);
  }

  async untilRead(): Promise<void> {
    await Promise.all(this.unread);
  }

  onBatch(listener: (batch: LogBatch) => void): void {
    this.listeners.push(listener);
  }

  hideInspectorNotes(pid: number): void {
    this.inspected.add(pid);
  }
}

interface Stream {
  readonly from: Readable | null;
  readonly to: NodeJS.WriteStream;
  readonly slot: number;
  /** The lines that are not left out, if any. */
  readonly wanted?: (lines: string) => string | undefined;
}

function forward({ from, to, slot, wanted }: Stream, accept: (bytes: string, count: number) => void): void {
  if (!from) return;
  const prefix = prefixOf(slot, to.isTTY === true);
  const between = `\n${prefix}`;
  const gatherer = new LineGatherer();
  const pass = (all: string | undefined): void => {
    const lines = all !== undefined && wanted ? wanted(all) : all;
    if (lines === undefined) return;
    const prefixed = lines.replace(/\n/g, between);
    accept(lines, 1 + (prefixed.length - lines.length) / prefix.length);
    if (!to.writable || to.write(Buffer.from(`${prefix}${prefixed}\n`, 'latin1'))) return;
    holdUp(from, to);
  };
  const pace = paceReading(from);
  from.on('data', (chunk: Buffer) => {
    pass(gatherer.push(chunk));
    pace(chunk.length);
  });
  from.on('end', () => pass(gatherer.end()));
  // A pipe that breaks with its worker is no news: the exit tells.
  from.on('error', () => {});
}

/** The lines but for what Node says of its inspector; undefined where there are no others. */
function withoutNotes(lines: string): string | undefined {
  const others = lines.split('\n').filter((line) => !INSPECTOR_NOTE.test(line));
  return others.length === 0 ? undefined : others.join('\n');
}

const heldUp = new WeakMap<NodeJS.WriteStream, Readable[]>();

/** Reads no more from a worker until the terminal has caught up. One listener for all workers: Node warns of more than ten. */
function holdUp(from: Readable, to: NodeJS.WriteStream): void {
  from.pause();
  const others = heldUp.get(to);
  if (others) return void others.push(from);
  const held = [from];
  heldUp.set(to, held);
  to.once('drain', () => letGo(to));
}

function letGo(to: NodeJS.WriteStream): void {
  const held = heldUp.get(to) ?? [];
  heldUp.delete(to);
  for (const stream of held) stream.resume();
}

/**
 * A reader that went away (`| head`) ends a plain app by EPIPE. Here it takes neither the workers' supervisor along nor
 * holds the workers up: such a stream never drains, but says again of each write that it failed.
 */
export function surviveBrokenPipes(): void {
  for (const to of [process.stdout, process.stderr]) to.on('error', () => letGo(to));
}

function prefixOf(slot: number, isTerminal: boolean): string {
  if (!isTerminal || process.env.NO_COLOR) return `#${slot} | `;
  return `\u001b[${COLOURS[(slot - 1) % COLOURS.length]}m#${slot} |\u001b[0m `;
}
