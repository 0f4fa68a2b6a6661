/**
 * Reads the record that a run leaves in the run directory. Anybody could have written such a file, so it is checked to
 * the last field before anything believes it.
 */
import { MAX_WORKERS } from './runInfo';
import type { RunRecord } from './runRecord';
import { integer, listOf, objectOf, text, validate } from './shape';

/** The longest record that is read, in bytes; an honest one with every slot taken is far below. */
export const MAX_RECORD_BYTES = 256 * 1024;

export type ParsedRecord = { readonly record: RunRecord } | { readonly problem: string };

const pid = integer({ min: 1, max: 2 ** 32 });
const time = integer({ min: 0 });
// A process forked during a reload lives beside the one it replaces, hence twice the slots.
const perProcess = MAX_WORKERS * 2;

const RECORD = objectOf<RunRecord>({
  pid,
  endpoint: text({ min: 1, max: 1024 }),
  token: text({ min: 1, max: 1024 }),
  entry: text({ max: 32_768 }),
  cwd: text({ max: 32_768 }),
  startedAt: time,
  protocol: integer({ min: 0 }),
  workers: listOf(pid, perProcess),
  forkedAt: listOf(time, perProcess),
});

/** Reads a record's text. Never throws: what is wrong with it comes back as `problem`. */
export function parseRunRecord(content: string): ParsedRecord {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return { problem: 'it is not JSON' };
  }
  const issue = validate(RECORD, value);
  if (issue) return { problem: `${issue.path} ${issue.want}` };
  const record = value as RunRecord;
  if (!isLocalEndpoint(record.endpoint)) return { problem: 'endpoint must be a socket or a pipe of this machine' };
  if (record.workers.length !== record.forkedAt.length) return { problem: 'workers and forkedAt differ in length' };
  return { record };
}

/** A bare number would be taken for a TCP port, a relative path for a file of whatever folder we run in. */
const isLocalEndpoint = (endpoint: string): boolean => /^(\/|\\\\[.?]\\pipe\\)/.test(endpoint);
