/**
 * Cuts what a client sends into lines. A client that does not read its answers is not listened to until it does, so a
 * flood of requests stays where it comes from: in the sender.
 */
import type { Socket } from 'node:net';
import { MAX_REQUEST_BYTES } from '../../shared/protocol';

/** So many bytes of answers may wait for a client before its next request has to. */
const MOST_UNREAD = 256 * 1024;
const LINE_FEED = 10;

export interface LineHandlers {
  readonly onLine: (line: string) => void;
  readonly onTooLong: () => void;
}

/** Calls a handler for each line, one at a time. */
export function readLines(socket: Socket, { onLine, onTooLong }: LineHandlers): void {
  let rest: Buffer = Buffer.alloc(0);
  const work = (): void => {
    for (let end = rest.indexOf(LINE_FEED); end >= 0 && end <= MAX_REQUEST_BYTES; end = rest.indexOf(LINE_FEED)) {
      if (socket.writableLength > MOST_UNREAD) return void socket.pause();
      const line = rest.toString('utf8', 0, end);
      rest = rest.subarray(end + 1);
      if (line.trim() !== '') onLine(line);
    }
    if (rest.length <= MAX_REQUEST_BYTES) return;
    rest = Buffer.alloc(0);
    onTooLong();
  };
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    work();
  });
  socket.on('drain', () => {
    if (!socket.isPaused()) return;
    socket.resume();
    work();
  });
}
