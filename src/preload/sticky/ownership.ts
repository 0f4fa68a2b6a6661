/**
 * Which worker a request belongs to. Each process has a tag, drawn at random; it stands at the end of the ids of the
 * socket.io sessions that the process opened, and in the cookie that it gave a browser. A tag is good for one process
 * only, so a session of a process that has ended belongs to nobody, and who has no session of a worker cannot name it.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { StickyMode } from '../../shared/runInfo';

/** The cookie that says which worker answered a browser first. */
export const COOKIE_NAME = 'node_cluster';

const IN_SESSION = /[?&]sid=[^&]*_nc([\w-]{16})(?:&|$)/;
const IN_COOKIE = new RegExp(`(?:^|;\\s*)${COOKIE_NAME}=([\\w-]{16})(?:;|$)`);

/** A new process's tag: sixteen characters that a URL, a cookie and a file name take as they are. */
export function makeTag(): string {
  return randomBytes(12).toString('base64url');
}

/** A session id that says whose it is. */
export function tagged(id: string, tag: string): string {
  return `${id}_nc${tag}`;
}

/** The tag of the process that a request belongs to, if it belongs to one: its session comes before its cookie. */
export function ownerOf({ url, headers }: Pick<IncomingMessage, 'url' | 'headers'>, mode: StickyMode) {
  const session = IN_SESSION.exec(url ?? '')?.[1];
  return session !== undefined || mode === 'socket.io' ? session : cookieOf({ headers });
}

/** The id of the socket.io session that a request belongs to, if it belongs to one. */
export function sessionOf({ url = '' }: Pick<IncomingMessage, 'url'>): string | undefined {
  return new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('sid') ?? undefined;
}

/** The tag in a request's cookie, if it has one. */
export function cookieOf({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  return IN_COOKIE.exec(headers.cookie ?? '')?.[1];
}
