/**
 * A bounded load on loopback: so many clients that ask one request after the other until they are told to stop. Counts
 * what was answered, what failed, and who was left without an answer.
 */
import http from 'node:http';
import { setTimeout as rest } from 'node:timers/promises';

export interface LoadOptions {
  readonly port: number;
  readonly clients: number;
  readonly keepAlive: boolean;
  readonly path?: string;
  /** A request without an answer for so long hangs, milliseconds; usually as long as the slowest route twice. */
  readonly hungAfter?: number;
  /** How long a client rests between an answer and its next request, milliseconds. */
  readonly pause?: number;
  /** Called with the body of every answer. */
  readonly onAnswer?: (body: string) => void;
}

export interface LoadResult {
  readonly answered: number;
  /** The codes of failed requests: ECONNRESET and the like. */
  readonly failed: readonly string[];
  /** Requests that got neither an answer nor an error. */
  readonly hung: number;
}

/** A request without an answer for so long hangs, milliseconds: the slowest route of the apps takes three seconds. */
const HUNG_AFTER_MS = 6000;

export class Load {
  answered = 0;
  private readonly failed: string[] = [];
  private hung = 0;
  private stopping = false;
  private readonly agent: http.Agent;
  private readonly clients: Promise<void>[];

  constructor(private readonly options: LoadOptions) {
    this.agent = new http.Agent({ keepAlive: options.keepAlive, maxSockets: options.clients });
    this.clients = Array.from({ length: options.clients }, () => this.client());
  }

  /** Lets every request under way end, and answers the counts. */
  async stop(): Promise<LoadResult> {
    this.stopping = true;
    await Promise.all(this.clients);
    this.agent.destroy();
    const { answered, failed, hung } = this;
    return { answered, failed, hung };
  }

  private async client(): Promise<void> {
    const { pause } = this.options;
    while (!this.stopping) {
      await this.ask();
      if (pause) await rest(pause);
    }
  }

  private ask(): Promise<void> {
    const { port, path = '/', hungAfter = HUNG_AFTER_MS, onAnswer } = this.options;
    return new Promise((done) => {
      const request = http.get({ host: '127.0.0.1', port, path, agent: this.agent }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        response.once('end', () => {
          this.answered++;
          onAnswer?.(body);
          settle();
        });
        response.once('error', (error: NodeJS.ErrnoException) => fail(error.code));
      });
      const timer = setTimeout(() => {
        this.hung++;
        request.destroy();
        settle();
      }, hungAfter);
      const settle = (): void => {
        clearTimeout(timer);
        done();
      };
      const fail = (code = 'unknown'): void => {
        if (!request.destroyed || code !== 'ECONNRESET' || !this.stopping) this.failed.push(code);
        settle();
      };
      request.once('error', (error: NodeJS.ErrnoException) => fail(error.code));
    });
  }
}
