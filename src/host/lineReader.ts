/**
 * Cuts a stream of bytes into lines of text, holding at most one unfinished line and no more of it than allowed.
 */
export interface LineReaderOptions {
  /** The longest line, in bytes. */
  readonly limit: number;
  readonly onLine: (line: string) => void;
  /** The line grew past the limit; the reader takes nothing more. */
  readonly onTooLong: () => void;
}

const NEWLINE = 0x0a;

export class LineReader {
  private readonly options: LineReaderOptions;
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private isClosed = false;

  constructor(options: LineReaderOptions) {
    this.options = options;
  }

  /** Takes the next bytes and calls `onLine` for each line that they complete. */
  push(chunk: Buffer): void {
    let rest = chunk;
    while (!this.isClosed && rest.length > 0) {
      const end = rest.indexOf(NEWLINE);
      this.hold(end < 0 ? rest : rest.subarray(0, end));
      if (end < 0) return;
      rest = rest.subarray(end + 1);
      this.finishLine();
    }
  }

  /** Takes nothing more, also of a chunk that is being read. */
  close(): void {
    this.isClosed = true;
    this.pending = [];
  }

  private hold(part: Buffer): void {
    this.pendingBytes += part.length;
    this.pending.push(part);
    if (this.pendingBytes <= this.options.limit) return;
    this.close();
    this.options.onTooLong();
  }

  private finishLine(): void {
    if (this.isClosed) return;
    const line = Buffer.concat(this.pending).toString('utf8');
    this.pending = [];
    this.pendingBytes = 0;
    if (line !== '') this.options.onLine(line);
  }
}
