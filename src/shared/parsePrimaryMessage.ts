/**
 * Reads one line of what a primary sends. The types are in protocol.ts, the shapes of what the messages tell in
 * runInfoShapes.ts; here are those of the messages themselves.
 */
import type { PrimaryMessage, RequestErrorCode } from './protocol';
import { type LogLine, MAX_WORKERS } from './runInfo';
import { CHANGES, count, HISTORY, LOG_LINE, RUN, SAMPLE, time, WORKER, wordsOf } from './runInfoShapes';
import { anything, listOf, objectOf, optional, type Shape, text, validate } from './shape';

export type ParsedMessage = { readonly message: PrimaryMessage } | { readonly problem: string };

const REQUEST_ERRORS = wordsOf<RequestErrorCode>({
  badLine: true,
  lineTooLong: true,
  badToken: true,
  badVersion: true,
  unknownRequest: true,
  badArgument: true,
  noSuchWorker: true,
  notSupported: true,
  stopping: true,
  noInspector: true,
  notInterruptible: true,
});

type Body<T extends PrimaryMessage['type']> = Omit<Extract<PrimaryMessage, { type: T }>, 'type'>;

const MESSAGES: Readonly<Record<PrimaryMessage['type'], Shape>> = {
  snapshot: objectOf<Body<'snapshot'>>({
    seq: count,
    run: RUN,
    workers: listOf(WORKER, MAX_WORKERS),
    history: listOf(HISTORY, 100_000),
  }),
  worker: objectOf<Body<'worker'>>({ seq: count, at: time, change: CHANGES, worker: WORKER }),
  run: objectOf<Body<'run'>>({ seq: count, at: time, run: RUN }),
  metrics: objectOf<Body<'metrics'>>({ samples: listOf(SAMPLE, 100_000) }),
  log: objectOf<Body<'log'>>({ lines: listOf(LOG_LINE, 100_000), dropped: optional(count) }),
  result: objectOf<Body<'result'>>({ id: count, value: optional(anything) }),
  error: objectOf<Body<'error'>>({ id: optional(count), code: REQUEST_ERRORS, message: text() }),
};

const isMessageType = (type: unknown): type is PrimaryMessage['type'] =>
  typeof type === 'string' && Object.hasOwn(MESSAGES, type);

/** Reads one line. Never throws: what is wrong with it comes back as `problem`. */
export function parsePrimaryMessage(line: string): ParsedMessage {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: 'a line that is not JSON' };
  }
  const type = (value as { type?: unknown } | null)?.type;
  if (!isMessageType(type)) return { problem: `a line of unknown type ${String(JSON.stringify(type)).slice(0, 60)}` };
  const issue = validate(MESSAGES[type], value);
  return issue ? { problem: `a ${type} line where ${issue.path} ${issue.want}` } : { message: value as PrimaryMessage };
}

/** Reads the value of a `log` request's result. */
export function parseLogResult(value: unknown): readonly LogLine[] | undefined {
  const shape = objectOf<{ readonly lines: readonly LogLine[] }>({ lines: listOf(LOG_LINE, 100_000) });
  return validate(shape, value) ? undefined : (value as { lines: readonly LogLine[] }).lines;
}
