/**
 * Who answers, looked at every few milliseconds: each look is a connection of its own and none waits for the one before,
 * so that a connection that a dead worker took with it holds nothing up.
 */
import { get } from 'node:http';

const EVERY_MS = 4;
const NO_ANSWER_AFTER_MS = 2000;
const GIVEN_UP_AFTER_MS = 60_000;

/** Asks until the pids that have answered fit, and answers how long that took, in milliseconds. */
export function untilAnswers(
  port: number,
  fits: (pids: ReadonlySet<number>) => boolean,
  within = GIVEN_UP_AFTER_MS,
): Promise<number> {
  const begun = performance.now();
  const pids = new Set<number>();
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearInterval(timer);
      clearTimeout(late);
      act();
    };
    const heard = (pid: number): void => {
      pids.add(pid);
      if (fits(pids)) settle(() => resolve(performance.now() - begun));
    };
    const timer = setInterval(() => ask(port, heard), EVERY_MS);
    const late = setTimeout(
      () => settle(() => reject(new Error(`port ${port} did not answer as expected; heard ${[...pids]}`))),
      within,
    );
  });
}

/** Waits until so many different workers have answered, and answers how long that took, in milliseconds. */
export function untilAllAnswer(port: number, workers: number): Promise<number> {
  return untilAnswers(port, (pids) => pids.size >= workers);
}

function ask(port: number, heard: (pid: number) => void): void {
  const options = { host: '127.0.0.1', port, agent: false as const, timeout: NO_ANSWER_AFTER_MS };
  const request = get(options, (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    response.on('error', () => {});
    response.on('end', () => {
      const pid = /\d{2,}/.exec(body)?.[0];
      if (pid) heard(Number(pid));
    });
  });
  request.on('timeout', () => request.destroy());
  // Nothing listens yet, or the worker died with the connection: the next look tells.
  request.on('error', () => {});
}
