/** Gathers a stream of bytes into whole lines. A line, and a character, may be spread over two chunks. */

/** A line without an end is cut after so many bytes. */
const LONGEST_LINE = 64 * 1024;

export class LineGatherer {
  private rest = '';

  /** The lines that a chunk completes, as a batch has them (see `logBatch.ts`); undefined where it completes none. */
  push(chunk: Buffer): string | undefined {
    const text = chunk.toString('latin1');
    const end = text.lastIndexOf('\n');
    if (end < 0) {
      this.rest += text;
      return this.rest.length > LONGEST_LINE ? this.cut() : undefined;
    }
    const lines = this.rest + text.slice(0, end);
    this.rest = text.slice(end + 1);
    return withoutCarriageReturns(lines);
  }

  /** What is left, a line that nobody ended. */
  end(): string | undefined {
    const { rest } = this;
    this.rest = '';
    return rest === '' ? undefined : rest;
  }

  /** A line that is too long, up to its last whole character. */
  private cut(): string {
    const { rest } = this;
    const end = startOfLastCharacter(rest);
    this.rest = rest.slice(end);
    return rest.slice(0, end);
  }
}

/** Windows ends lines with both. */
function withoutCarriageReturns(lines: string): string {
  if (!lines.includes('\r')) return lines;
  const rest = lines.replace(/\r\n/g, '\n');
  return rest.endsWith('\r') ? rest.slice(0, -1) : rest;
}

/** Where the last character of UTF-8 begins: its further bytes are 10xxxxxx, four are the most. */
function startOfLastCharacter(bytes: string): number {
  let start = bytes.length - 1;
  while (start > bytes.length - 4 && (bytes.charCodeAt(start) & 0xc0) === 0x80) start--;
  return start;
}
