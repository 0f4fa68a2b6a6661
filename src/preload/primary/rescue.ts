/**
 * No client hangs because a worker died. Under round robin the primary hands a connection over and waits for the
 * worker's acknowledgement; a dead worker never sends it, and Node then neither closes the connection nor gives it to
 * another (12 hung clients in 12 kills, Node 18 to 26). Hand-offs without an acknowledgement are remembered here and
 * answered in the dead worker's name: not accepted, so that Node gives the connection to another worker.
 */
import type { Worker } from 'node:cluster';

/** How long Node may take to notice by itself that the channel is gone, milliseconds. */
const NOTICES_WITHIN_MS = 20;

interface ClusterMessage {
  readonly cmd?: string;
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
}

/**
 * Watches the hand-offs to a worker. Does nothing where Node's messages look different, or under `SCHED_NONE`.
 * @param hasOthers whether another worker could take the connections over
 */
export function rescueConnections(worker: Worker, hasOthers: () => boolean): void {
  const child = worker.process;
  const pending = new Set<number>();
  const send = child.send;
  const watched = function send_(this: unknown, message: ClusterMessage | null, ...rest: unknown[]): boolean {
    if (message?.cmd === 'NODE_CLUSTER' && message.act === 'newconn' && message.seq !== undefined)
      pending.add(message.seq);
    return Reflect.apply(send, child, [message, ...rest]);
  };
  Object.defineProperties(watched, Object.getOwnPropertyDescriptors(send));
  child.send = watched as typeof send;
  child.on('internalMessage' as 'message', (message) => {
    const { ack } = (message ?? {}) as ClusterMessage;
    if (ack !== undefined) pending.delete(ack);
  });
  child.once('exit', () => {
    if (pending.size > 0) setTimeout(() => release(worker, pending, hasOthers()), NOTICES_WITHIN_MS);
  });
}

/** Ends Node's wait for a dead worker. */
function release(worker: Worker, pending: ReadonlySet<number>, hasOthers: boolean): void {
  const child = worker.process;
  // Node postpones this event while a handle waits for its acknowledgement: for ever, here. Its handler takes the worker
  // out of the round, without which the next connection would go to the dead one.
  if (child.connected) child.emit('disconnect');
  for (const ack of pending) {
    // Without another worker the connection is closed: a reset is better than a wait that nothing ends.
    const answer = { cmd: 'NODE_CLUSTER', ack, accepted: !hasOthers };
    (child as NodeJS.EventEmitter).emit('internalMessage', answer, undefined);
  }
}
