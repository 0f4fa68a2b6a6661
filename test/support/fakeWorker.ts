/** A cluster worker without a process, for what the primary does with one: it records signals and messages, and ends when told. */
import type { Worker } from 'node:cluster';
import { EventEmitter } from 'node:events';
import type { Incarnation } from '../../src/preload/primary/incarnation';

export class FakeWorker {
  readonly sent: unknown[] = [];
  readonly signals: string[] = [];
  readonly child = Object.assign(new EventEmitter(), {
    // No process has it: what is killed here must not be a real one.
    pid: 0x7fffffff,
    exitCode: null as number | null,
    signalCode: null as string | null,
    connected: true,
    send: (message: unknown): boolean => this.sent.push(message) > 0,
    kill: (signal: string): boolean => this.signals.push(signal) > 0,
  });
  readonly worker = Object.assign(new EventEmitter(), { process: this.child }) as unknown as Worker;

  constructor() {
    // As in the primary: somebody listens, so that an error is not thrown.
    this.child.on('error', () => {});
  }

  /** Node tells of the exit first and of the closed channel after it. */
  exit(): void {
    this.child.signalCode = 'SIGKILL';
    this.child.emit('exit', null, 'SIGKILL');
    this.child.connected = false;
    this.child.emit('disconnect');
  }
}

/** As much of an incarnation as ending one needs. */
export function fakeIncarnation({ worker }: FakeWorker): Incarnation {
  const whenFree = (then: () => void): void => then();
  const incarnation = {
    worker,
    asked: false,
    gone: undefined,
    ended: false,
    whenFree,
    tell() {},
    hide() {},
    show() {},
  };
  return incarnation as unknown as Incarnation;
}
