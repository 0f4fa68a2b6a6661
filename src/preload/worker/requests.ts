/**
 * Counts the HTTP requests of a worker: finished, in flight, latency, status classes. It listens to Node's own
 * diagnostics channels, which cost about a tenth of a microsecond; nothing of the app's objects is touched.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BUCKETS, bucketOf, toPairs } from '../../shared/histogram';

interface HttpMessage {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export interface RequestCounts {
  readonly requests: number;
  readonly inFlight: number;
  readonly status: readonly number[];
  readonly latency: readonly number[];
}

export interface RequestCounter {
  /** What was counted since the last call. */
  take(): RequestCounts;
  /** The responses that are not finished. */
  inFlight(): Iterable<ServerResponse>;
  /** Calls back once, before the next request is handled; replaces the one that was to be called before. */
  onNextStart(listener: (() => void) | undefined): void;
  /** Leaves a response out: another worker counts it. */
  forget(response: ServerResponse): void;
}

/** Starts counting; works for every server built on `http` or `https`, whatever framework is on top. */
export function countRequests(): RequestCounter {
  const { subscribe } = require('node:diagnostics_channel') as typeof import('node:diagnostics_channel');
  const started = new Map<ServerResponse, number>();
  let counts = new Counts();
  let onStart: (() => void) | undefined;
  subscribe('http.server.request.start', (message) => {
    if (onStart) {
      const listener = onStart;
      onStart = undefined;
      listener();
    }
    started.set((message as HttpMessage).response, performance.now());
  });
  subscribe('http.server.response.finish', (message) => {
    const { response } = message as HttpMessage;
    const start = started.get(response);
    if (start === undefined) return;
    started.delete(response);
    counts.add(performance.now() - start, response.statusCode);
  });
  return {
    inFlight: () => started.keys(),
    onNextStart(listener) {
      onStart = listener;
    },
    forget: (response) => void started.delete(response),
    take() {
      forgetAborted(started);
      const taken = counts.result(started.size);
      counts = new Counts();
      return taken;
    },
  };
}

/** 'finish' never comes for a request that its client gave up; a destroyed response is one of those. */
function forgetAborted(started: Map<ServerResponse, number>): void {
  for (const response of started.keys()) {
    if (response.destroyed || response.closed) started.delete(response);
  }
}

class Counts {
  private requests = 0;
  private readonly status = [0, 0, 0, 0, 0];
  private readonly latency = new Uint32Array(BUCKETS);

  add(ms: number, statusCode: number): void {
    this.requests++;
    const statusClass = Math.floor(statusCode / 100) - 1;
    if (statusClass in this.status) this.status[statusClass] = (this.status[statusClass] ?? 0) + 1;
    const bucket = bucketOf(ms);
    this.latency[bucket] = (this.latency[bucket] ?? 0) + 1;
  }

  result(inFlight: number): RequestCounts {
    return { requests: this.requests, inFlight, status: this.status, latency: toPairs(this.latency) };
  }
}
