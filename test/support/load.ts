/**
 * A bounded load on loopback: so many clients that ask one request after the other until they are told to stop. Counts
 * what was answered, what failed, and who was left without an answer.
 */
import http from 'node:http';

export interface LoadOptions {
  readonly port: number;
  readonly clients: number;
  readonly keepAlive: boolean;
  readonly path?: string;
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
    while (!this.stopping) await this.ask();
  }

  private ask(): Promise<void> {
    const { port, path = '/' } = this.options;
    return new Promise((done) => {
      const request = http.get({ host: '127.0.0.1', port, path, agent: this.agent }, (response) => {
        response.resume().once('end', () => {
          this.answered++;
          settle();
        });
        response.once('error', (error: NodeJS.ErrnoException) => fail(error.code));
      });
      const timer = setTimeout(() => {
        this.hung++;
        request.destroy();
        settle();
      }, HUNG_AFTER_MS);
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
