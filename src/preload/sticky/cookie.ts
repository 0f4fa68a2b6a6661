/** Gives a browser the cookie that leads it back to the worker that answered it first. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { COOKIE_NAME } from './ownership';

type StoreHeader = (this: ServerResponse, firstLine: string, headers: unknown) => void;

/** Adds the cookie to an answer, beside the cookies of the app. */
export function giveCookie({ socket }: IncomingMessage, response: ServerResponse, tag: string): void {
  const target = response as unknown as { _storeHeader?: StoreHeader };
  const store = target._storeHeader;
  if (typeof store !== 'function') return;
  const secure = 'encrypted' in socket ? '; Secure' : '';
  const line = `Set-Cookie: ${COOKIE_NAME}=${tag}; Path=/; HttpOnly; SameSite=Lax${secure}\r\n`;
  // Here all ways of setting headers have met; by `setHeader` the cookie would be lost to an app that sets its own.
  target._storeHeader = function storeHeader(firstLine, headers) {
    return store.call(this, firstLine + line, headers);
  };
}
