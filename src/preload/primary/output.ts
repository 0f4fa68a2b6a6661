/**
 * The workers' output in supervise mode: read line by line, written to the run's terminal with the worker's number
 * before it, and kept in a ring per slot that outlives a crash. When the terminal is slower than the workers they are
 * held up, as they would be by a terminal of their own; nothing piles up here.
 */
import type { Worker } from 'node:cluster';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { LogLine } from '../../shared/protocol';

/** A slot's ring holds at least the last so many lines, unless they are longer than so many characters. */
const RING_LINES = 10_000;
const RING_CHARACTERS = 1024 * 1024;
/** A line without an end is cut after so many characters. */
const LONGEST_LINE = 64 * 1024;
const TAIL_LINES = 40;
/** What Node prints on stderr of itself: noise where it was us who opened the inspector. */
const INSPECTOR_NOTE =
  /^(?:Debugger (?:listening|ending) on ws:|For help, see: https:\/\/nodejs\.org\/|Debugger attached\.$|Waiting for the debugger to disconnect)/;
const COLOURS = [36, 32, 33, 35, 34, 96];

/** Lines that came together: one read of one stream. */
export interface LogBatch {
  readonly slot: number;
  readonly pid: number;
  readonly at: number;
  readonly stream: 'out' | 'err';
  readonly lines: readonly string[];
}

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
  private readonly rings = new Map<number, Ring>();
  /** What of a worker's output has not been read to its end. */
  private readonly unread = new Set<Promise<unknown>>();
  private readonly listeners: ((batch: LogBatch) => void)[] = [];
  private readonly inspected = new Set<number>();

  read(slot: number, worker: Worker): () => string {
    const pid = worker.process.pid ?? 0;
    const closed = new Promise((resolve) => worker.process.once('close', resolve));
    this.unread.add(closed);
    void closed.then(() => this.unread.delete(closed));
    const ring = this.rings.get(slot) ?? new Ring();
    this.rings.set(slot, ring);
    const accept = (stream: 'out' | 'err', lines: readonly string[]): void => {
      const batch = { slot, pid, at: Date.now(), stream, lines };
      ring.add(batch);
      for (const listener of this.listeners) listener(batch);
    };
    const wanted = (lines: readonly string[]): readonly string[] =>
      this.inspected.has(pid) ? lines.filter((line) => !INSPECTOR_NOTE.test(line)) : lines;
    forward({ from: worker.process.stdout, to: process.stdout, slot }, (lines) => accept('out', lines));
    forward({ from: worker.process.stderr, to: process.stderr, slot, wanted }, (lines) => accept('err', lines));
    return () => ring.tail(pid);
  }

  latest({ slot, lines }: { readonly slot?: number; readonly lines: number }): LogLine[] {
    const rings = slot === undefined ? [...this.rings.values()] : [this.rings.get(slot) ?? new Ring()];
    const batches = rings.flatMap(({ batches }) => batches).sort((a, b) => a.at - b.at);
    return batches.flatMap(toLogLines).slice(-lines);
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

/** A batch as the lines that travel on the wire. */
export function toLogLines({ slot, pid, at, stream, lines }: LogBatch): LogLine[] {
  return lines.map((text) => ({ slot, pid, at, stream, text }));
}

interface Stream {
  readonly from: Readable | null;
  readonly to: NodeJS.WriteStream;
  readonly slot: number;
  /** The lines that are not left out. */
  readonly wanted?: (lines: readonly string[]) => readonly string[];
}

function forward({ from, to, slot, wanted }: Stream, accept: (lines: readonly string[]) => void): void {
  if (!from) return;
  const prefix = prefixOf(slot, to.isTTY === true);
  const splitter = new LineSplitter();
  const pass = (all: readonly string[]): void => {
    const lines = wanted?.(all) ?? all;
    if (lines.length === 0) return;
    accept(lines);
    if (!to.writable || to.write(`${prefix}${lines.join(`\n${prefix}`)}\n`)) return;
    holdUp(from, to);
  };
  from.on('data', (chunk: Buffer) => pass(splitter.push(chunk)));
  from.on('end', () => pass(splitter.end()));
  // A pipe that breaks with its worker is no news: the exit tells.
  from.on('error', () => {});
}

const heldUp = new WeakMap<NodeJS.WriteStream, Readable[]>();

/** Reads no more from a worker until the terminal has caught up. One listener for all workers: Node warns of more than ten. */
function holdUp(from: Readable, to: NodeJS.WriteStream): void {
  from.pause();
  const others = heldUp.get(to);
  if (others) return void others.push(from);
  const held = [from];
  heldUp.set(to, held);
  to.once('drain', () => {
    heldUp.delete(to);
    for (const stream of held) stream.resume();
  });
}

function prefixOf(slot: number, isTerminal: boolean): string {
  if (!isTerminal || process.env.NO_COLOR) return `#${slot} | `;
  return `\u001b[${COLOURS[(slot - 1) % COLOURS.length]}m#${slot} |\u001b[0m `;
}

/** Cuts a byte stream into lines; a character may be spread over two chunks. */
class LineSplitter {
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';

  push(chunk: Buffer): string[] {
    const lines = (this.rest + this.decoder.write(chunk)).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > LONGEST_LINE) {
      lines.push(this.rest);
      this.rest = '';
    }
    return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  }

  end(): string[] {
    const rest = this.rest + this.decoder.end();
    this.rest = '';
    return rest === '' ? [] : [rest];
  }
}

/** The latest batches of a slot, oldest first, bounded in lines and characters. */
class Ring {
  readonly batches: LogBatch[] = [];
  private lines = 0;
  private characters = 0;

  add(batch: LogBatch): void {
    this.batches.push(batch);
    this.count(batch, 1);
    while (this.batches.length > 1 && (this.lines > RING_LINES || this.characters > RING_CHARACTERS)) {
      const oldest = this.batches.shift();
      if (oldest) this.count(oldest, -1);
    }
  }

  /** The last lines that a process wrote to stderr. */
  tail(pid: number): string {
    const lines = this.batches
      .filter((batch) => batch.pid === pid && batch.stream === 'err')
      .flatMap(({ lines }) => lines);
    return lines.slice(-TAIL_LINES).join('\n');
  }

  private count({ lines }: LogBatch, sign: 1 | -1): void {
    this.lines += sign * lines.length;
    for (const line of lines) this.characters += sign * line.length;
  }
}
