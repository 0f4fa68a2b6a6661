/**
 * One request before the load: a path that answers with an error, or an address that does not answer at all, is said
 * instead of measured. Also finds out whether the app speaks HTTPS, which its address does not tell on every Node.
 */
import http from 'node:http';
import https from 'node:https';

/** How long the one request may take, milliseconds. */
const PATIENCE = 10_000;

export interface Trial {
  readonly url: string;
  /** Why there will be no load, in a few words for a person; undefined where there can be. */
  readonly refusal?: string;
}

/** Asks once as the URL says and, where plain HTTP is not spoken there, by HTTPS. */
export async function tryOnce(url: string): Promise<Trial> {
  const first = await statusOf(url);
  if (typeof first === 'number') return judged(url, first);
  const secure = url.replace(/^http:/, 'https:');
  const status = secure === url ? first : await statusOf(secure);
  return typeof status === 'number' ? judged(secure, status) : { url, refusal: first };
}

function judged(url: string, status: number): Trial {
  return status < 400 ? { url } : { url, refusal: `HTTP ${status}` };
}

function statusOf(url: string): Promise<number | string> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = (response: http.IncomingMessage): void => {
      response.resume();
      resolve(response.statusCode ?? 0);
    };
    const request = url.startsWith('https:')
      ? // The certificate of a server on this machine is its own.
        https.get(url, { signal, agent: false, rejectUnauthorized: false }, answer)
      : http.get(url, { signal, agent: false }, answer);
    request.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
