/**
 * Lines that came together. They stay the bytes they were, one character each ("latin1"): most are passed on and never
 * looked into, and an engine finds and replaces line feeds in such a string faster than a program in a buffer. In UTF-8
 * no byte of another character looks like a line feed.
 */
import type { LogLine } from '../../shared/runInfo';

/** Lines of one read of one stream. */
export interface LogBatch {
  readonly slot: number;
  readonly pid: number;
  readonly at: number;
  readonly stream: 'out' | 'err';
  /** The bytes of the lines, with a line feed between one and the next. */
  readonly bytes: string;
  /** How many lines there are. */
  readonly count: number;
}

/** The lines of a batch as text. */
export function linesOf({ bytes }: Pick<LogBatch, 'bytes'>): string[] {
  return Buffer.from(bytes, 'latin1').toString('utf8').split('\n');
}

/** A batch as the lines that travel on the wire. */
export function toLogLines(batch: LogBatch): LogLine[] {
  const { slot, pid, at, stream } = batch;
  return linesOf(batch).map((text) => ({ slot, pid, at, stream, text }));
}
