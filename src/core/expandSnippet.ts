/**
 * Reads the syntax of VS Code's snippets and answers with the text that a person gets who accepts every default. The
 * preview shows it, the tests run it. Transforms (`${1/a/b/}`) are not understood and stay as they are written.
 */

/** A piece of a snippet: plain text, or a place to fill in. */
type Piece = string | Place;

interface Place {
  /** What ties the copies of a place together: its number, or a variable's name. */
  readonly key: string;
  readonly fallback: readonly Piece[] | undefined;
}

const ESCAPE = /\\([$}\\])/y;
const BARE_PLACE = /\$(\d+|[A-Za-z_]\w*)/y;
const OPEN_PLACE = /\$\{(\d+|[A-Za-z_]\w*)/y;
const CHOICES = /\|((?:\\.|[^|\\])*)\|\}/sy;
const FIRST_CHOICE = /^(?:\\.|[^,\\])*/s;

/** The text of a snippet with each place filled by its default; copies of a place get the default of the original. */
export function expandSnippet(body: readonly string[] | string): string {
  const pieces = new SnippetReader(typeof body === 'string' ? body : body.join('\n')).readAll();
  return render(pieces, collectFallbacks(pieces), []);
}

/** One pass over a snippet's text, owned by the call that expands it. */
class SnippetReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): Piece[] {
    const pieces: Piece[] = [];
    while (this.#at < this.#text.length) pieces.push(...this.#readNext());
    return pieces;
  }

  /** Usually one piece; a place that is never closed is text, followed by the pieces inside. */
  #readNext(): Piece[] {
    const escaped = this.#take(ESCAPE);
    if (escaped) return [escaped[1] ?? ''];
    const bare = this.#take(BARE_PLACE);
    if (bare) return [{ key: bare[1] ?? '', fallback: undefined }];
    const start = this.#at;
    const open = this.#take(OPEN_PLACE);
    if (open) return this.#readInside(open[1] ?? '', start);
    return [this.#text.charAt(this.#at++)];
  }

  #readInside(key: string, start: number): Piece[] {
    if (this.#takeCharacter('}')) return [{ key, fallback: undefined }];
    const choices = /^\d/.test(key) ? this.#take(CHOICES) : null;
    if (choices) return [{ key, fallback: [firstChoice(choices[1] ?? '')] }];
    const hasFallback = this.#takeCharacter(':');
    const opening = this.#text.slice(start, this.#at);
    if (!hasFallback) return [opening];

    const fallback: Piece[] = [];
    while (this.#at < this.#text.length) {
      if (this.#takeCharacter('}')) return [{ key, fallback }];
      fallback.push(...this.#readNext());
    }
    return [opening, ...fallback];
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #takeCharacter(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}

function firstChoice(choices: string): string {
  return (FIRST_CHOICE.exec(choices)?.[0] ?? '').replace(/\\([,|\\$}])/g, '$1');
}

/** The first default given for each key, wherever in the snippet it stands. */
function collectFallbacks(
  pieces: readonly Piece[],
  found = new Map<string, readonly Piece[]>(),
): Map<string, readonly Piece[]> {
  for (const piece of pieces) {
    if (typeof piece === 'string' || !piece.fallback) continue;
    if (!found.has(piece.key)) found.set(piece.key, piece.fallback);
    collectFallbacks(piece.fallback, found);
  }
  return found;
}

/** `within` are the keys being filled, so that a place inside its own default comes out empty and not forever. */
function render(
  pieces: readonly Piece[],
  fallbacks: ReadonlyMap<string, readonly Piece[]>,
  within: readonly string[],
): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      if (within.includes(piece.key)) return '';
      return render(fallbacks.get(piece.key) ?? [], fallbacks, [...within, piece.key]);
    })
    .join('');
}
