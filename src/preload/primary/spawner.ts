/** Forks worker processes: each with its environment, its output read, and its connections safe should it die. */
import { ChildProcess } from 'node:child_process';
import type cluster from 'node:cluster';
import type { Worker } from 'node:cluster';
import type { Sample } from '../../shared/runInfo';
import type { WorkerEnvironment } from './forkEnvironment';
import { Incarnation, type IncarnationOptions } from './incarnation';
import type { OutputReader } from './output';
import type { PortShares } from './portShares';
import { ConnectionRescue } from './rescue';
import type { Roster } from './roster';

export interface SpawnerOptions {
  readonly cluster: typeof cluster;
  readonly roster: Roster;
  readonly environment: WorkerEnvironment;
  readonly output: OutputReader;
  readonly onSample: (sample: Sample) => void;
  /** Where each worker has listening sockets of its own. */
  readonly portShares?: PortShares;
}

export type SpawnHandlers = Pick<IncarnationOptions, 'shown' | 'timeWithoutServer' | 'onReady' | 'onExit'>;

export class Spawner {
  /** Whether new workers send samples from the start. */
  watched = false;
  private hasComplained = false;
  private readonly living = new Set<Incarnation>();
  private readonly rescue: ConnectionRescue;

  constructor(private readonly options: SpawnerOptions) {
    this.rescue = new ConnectionRescue(options.roster);
  }

  /** Every process that has not ended, those that are about to be replaced included. */
  get processes(): readonly Incarnation[] {
    return [...this.living].filter(({ gone }) => !gone);
  }

  /** Forks a process into a slot. */
  spawn(slot: number, { onExit, ...handlers }: SpawnHandlers): Incarnation {
    const { cluster, environment, output, roster, onSample, portShares } = this.options;
    const worker = underOwnName(() => cluster.fork(environment.forWorker(slot, this.watched)));
    // A worker that dies between asking for a port and the answer makes its Worker emit 'error' (EPIPE); unheard, that
    // would end the primary (seen on Node 22 to 26).
    worker.on('error', () => {});
    if (worker.process.pid === undefined) worker.process.once('error', (error) => this.complain(slot, error));
    this.rescue.watch(worker);
    portShares?.watch(worker);
    const process = new Incarnation({
      worker,
      slot,
      ...handlers,
      roster,
      stderrTail: output.read(slot, worker),
      resting: this.rescue.resting,
      onSample,
      onExit: (exit) => {
        this.living.delete(process);
        onExit(exit);
      },
    });
    this.living.add(process);
    return process;
  }

  /** Says once, in the terminal, that a process could not be started: nobody else is there who could say it. */
  private complain(slot: number, { message }: Error): void {
    if (this.hasComplained) return;
    this.hasComplained = true;
    globalThis.process.stderr.write(`node-cluster: worker ${slot} could not be started: ${message}\n`);
  }
}

/**
 * Forks a worker as this process was called. Node would call it by the path of the binary; `node server.js` has "node"
 * as its `argv0` and its `title`, and that is what `ps` shows. The binary stays the same. There is no option for this,
 * but every version has this one door, which is closed again before anything else can go through it. What keeps a
 * process from being started Node partly throws (E2BIG, ENOMEM) and partly emits (ENOENT, EAGAIN): here all is emitted.
 */
function underOwnName(fork: () => Worker): Worker {
  const { prototype } = ChildProcess as unknown as { prototype: { spawn?: Spawn } };
  const { spawn } = prototype;
  if (!spawn) return fork();
  prototype.spawn = function (options) {
    const { args, file } = options;
    if (args?.[0] === file && args) args[0] = process.argv0;
    try {
      return spawn.call(this, options);
    } catch (error) {
      process.nextTick(() => {
        this.emit('error', error);
        this.emit('close', null, null);
      });
      return undefined;
    }
  };
  try {
    return fork();
  } finally {
    prototype.spawn = spawn;
  }
}

type Spawn = (
  this: ChildProcess,
  options: { readonly file?: string; readonly args?: (string | undefined)[] },
) => unknown;
