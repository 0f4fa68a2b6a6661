/**
 * Reads what a client sends to a primary. The primary is the user's own process, so nothing that comes over the socket
 * is believed before it was looked at, and nothing that is wrong with it may throw.
 */

import { type Hello, KILL_SIGNALS, type Request, type RequestBody, type RequestErrorCode } from './protocol';
import { MAX_WORKERS } from './runInfo';
import { type Fields, flag, integer, objectOf, oneOf, optional, type Shape, text, validate } from './shape';

export type ParsedLine<T> =
  | { readonly value: T }
  | { readonly id?: number; readonly code: RequestErrorCode; readonly message: string };

const id = integer({ min: 0 });
const worker = integer({ min: 1, max: MAX_WORKERS });

type Body<K extends RequestBody['type']> = Extract<Request, { type: K }>;
type FieldsOf<K extends RequestBody['type']> = Fields<Omit<Body<K>, 'type' | 'id'>>;

/** The fields of each request: a request that is added to the union and forgotten here does not compile. */
const REQUESTS: { readonly [K in RequestBody['type']]: FieldsOf<K> } = {
  fork: {},
  scale: { workers: integer({ min: 1, max: MAX_WORKERS }) },
  kill: { worker, signal: oneOf(KILL_SIGNALS) },
  restart: { worker: optional(worker) },
  reload: {},
  stop: { force: optional(flag) },
  log: { worker: optional(worker), lines: integer({ min: 1, max: 100_000 }) },
  inspect: { worker, debugger: optional(flag), rest: optional(flag) },
  closeInspector: { pid: integer({ min: 1 }), debugger: optional(flag), rest: optional(flag) },
  watch: { metrics: flag, log: flag },
};

const HELLO: Shape = objectOf<Hello>({ type: oneOf(['hello']), protocol: integer({}), token: text({ max: 1024 }) });

/** Reads the first line of a client. */
export function parseHello(line: string): ParsedLine<Hello> {
  const value = parseObject(line);
  if (value === undefined || validate(HELLO, value))
    return { code: 'badLine', message: 'The first line must be a hello.' };
  return { value: value as unknown as Hello };
}

/** Reads any line after the first. */
export function parseRequest(line: string): ParsedLine<Request> {
  const value = parseObject(line);
  if (value === undefined) return { code: 'badLine', message: 'A line must be one JSON object.' };
  if (validate(id, value.id)) return { code: 'badLine', message: 'A request needs a whole number as its id.' };
  const request = { id: value.id as number };
  const { type } = value;
  if (typeof type !== 'string' || !Object.hasOwn(REQUESTS, type)) {
    return { ...request, code: 'unknownRequest', message: 'This primary does not know that request.' };
  }
  const issue = validate(objectOf(REQUESTS[type as RequestBody['type']] as Fields<object>), value);
  if (issue) return { ...request, code: 'badArgument', message: `${issue.path} ${issue.want}` };
  return { value: value as unknown as Request };
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
