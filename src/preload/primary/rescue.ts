/**
 * No client hangs because a worker died. Under round robin the primary hands a connection over and waits for the
 * worker's acknowledgement; a dead worker never sends it, and Node then neither closes the connection nor gives it to
 * another (12 hung clients in 12 kills, Node 18 to 26). Hand-offs without an acknowledgement are remembered here and
 * answered in the dead worker's name: not accepted, so that Node gives the connection to another worker. Where there is
 * no other in that worker's round Node would keep the connection for ever; it is closed then. What a worker that rests is
 * handed goes to another of its round instead, whose acknowledgement Node takes as well. All this reads Node's own
 * messages, which no version promises: where they look different nothing is done, and the run's log says so.
 */
import type { Worker } from 'node:cluster';
import type { Roster } from './roster';

/** How long Node may take to notice by itself that the channel is gone, milliseconds. */
const NOTICES_WITHIN_MS = 20;
/** Node hands a worker one connection of each address at a time; more of them are acknowledged in a way unknown here. */
const MOST_PENDING = 256;

/** Node's own messages, as far as they are looked at: requests have a `seq`, their answers the same as `ack`. */
interface ClusterMessage {
  readonly cmd?: string;
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
  readonly accepted?: boolean;
  /** What a round of workers listens to; a worker joins when its wish to listen is answered. */
  readonly key?: string;
  readonly errno?: unknown;
}

/** The workers that take turns at one address. When the last one has left, Node drops the round and makes another later. */
type Round = Set<Worker>;

interface HandOff {
  readonly key: string;
  readonly round: Round | undefined;
  readonly connection: { close?(): void } | undefined;
}

export class ConnectionRescue {
  /** The workers that leave their turns to the others of their rounds, while there are any. */
  readonly resting = new Set<Worker>();
  private readonly rounds = new Map<string, Round>();
  private isUnsupported = false;

  constructor(private readonly roster: Roster) {}

  /** Follows the hand-offs to a worker. There are none under `SCHED_NONE`, where each worker accepts by itself. */
  watch(worker: Worker): void {
    const child = worker.process;
    const pending = new Map<number, HandOff>();
    let isDead = false;
    let hasJoined = false;
    const releaseSoon = (): void => {
      setTimeout(() => release(worker, pending), NOTICES_WITHIN_MS);
    };
    watchSends(worker, (message, connection) => {
      if (message.act === 'newconn' && message.seq !== undefined && message.key !== undefined) {
        const other = this.resting.has(worker) && this.otherOf(message.key, message.seq);
        if (other) return other.process;
        if (this.isUnsupported || pending.size >= MOST_PENDING) this.giveUp(pending);
        else pending.set(message.seq, { key: message.key, round: this.rounds.get(message.key), connection });
        // Until Node notices that the channel is gone, a dead worker still has its turn.
        if (isDead) releaseSoon();
      } else if (message.ack !== undefined && message.key !== undefined && !message.errno) {
        hasJoined = true;
        this.join(message.key, worker);
      }
      return undefined;
    });
    // A worker that listens was told so by Node: not to have seen that means not to understand what else is said.
    worker.on('listening', () => hasJoined || this.giveUp(pending));
    child.on('internalMessage' as 'message', (message) => {
      const { act, key, ack, accepted } = (message ?? {}) as ClusterMessage;
      if (act === 'close' && key !== undefined) this.leave(key, worker);
      const handOff = ack === undefined ? undefined : pending.get(ack);
      if (ack === undefined || !handOff) return;
      pending.delete(ack);
      if (accepted === false) this.refused(handOff);
    });
    child.once('disconnect', () => this.leaveAll(worker));
    child.once('exit', () => {
      isDead = true;
      this.resting.delete(worker);
      if (!child.connected) this.leaveAll(worker);
      if (pending.size > 0) releaseSoon();
    });
  }

  private giveUp(pending: Map<number, HandOff>): void {
    this.isUnsupported = true;
    pending.clear();
    const what = `Node ${process.version} does not tell which connections a worker was given`;
    this.roster.notice('noRescue', `${what}, so a client may wait for ever if its worker is killed.`);
  }

  /** Who takes the turn of a worker that rests; one after the other. */
  private otherOf(key: string, turn: number): Worker | undefined {
    const awake = [...(this.rounds.get(key) ?? [])].filter((one) => !this.resting.has(one) && one.process.connected);
    return awake[turn % awake.length];
  }

  private join(key: string, worker: Worker): void {
    const round = this.rounds.get(key) ?? new Set();
    this.rounds.set(key, round.add(worker));
  }

  private leave(key: string, worker: Worker): void {
    const round = this.rounds.get(key);
    round?.delete(worker);
    if (round?.size === 0) this.rounds.delete(key);
  }

  private leaveAll(worker: Worker): void {
    for (const key of [...this.rounds.keys()]) this.leave(key, worker);
  }

  /** Node has put the connection back into the queue of its round; that of a dropped one is never looked at again. */
  private refused({ key, round, connection }: HandOff): void {
    if (this.rounds.get(key) !== round) connection?.close?.();
  }
}

type See = (message: ClusterMessage, handle: HandOff['connection']) => Worker['process'] | undefined;

/** Shows every message of Node's cluster that goes to a worker, and its handle; who sees it may name another receiver. */
function watchSends({ process: child }: Worker, see: See): void {
  const send = child.send as typeof child.send | undefined;
  // A process that could not be started, for want of descriptors, has no channel.
  if (!send) return;
  const watched = function send_(this: unknown, message: ClusterMessage | null, ...rest: unknown[]): boolean {
    const other = message?.cmd === 'NODE_CLUSTER' ? see(message, rest[0] as HandOff['connection']) : undefined;
    if (other) return Reflect.apply(other.send, other, [message, ...rest]);
    return Reflect.apply(send, child, [message, ...rest]);
  };
  Object.defineProperties(watched, Object.getOwnPropertyDescriptors(send));
  child.send = watched as typeof send;
}

/** Ends Node's wait for a dead worker. */
function release({ process: child }: Worker, pending: ReadonlyMap<number, HandOff>): void {
  // Node postpones this event while a handle waits for its acknowledgement: for ever, here. Its handler takes the worker
  // out of the round, without which the next connection would go to the dead one.
  if (child.connected) child.emit('disconnect');
  for (const ack of [...pending.keys()]) {
    const answer = { cmd: 'NODE_CLUSTER', ack, accepted: false };
    (child as NodeJS.EventEmitter).emit('internalMessage', answer, undefined);
  }
}
