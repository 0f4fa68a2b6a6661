/**
 * Reads and writes the value of `NODE_OPTIONS` as Node itself does: options are split at spaces, double quotes hold
 * spaces together, and a backslash escapes only inside quotes. Our part is added at the end and taken out again to the
 * letter, so that whatever else stands there (the debugger's own `--require`, memory limits) stays as it was.
 */

interface Token {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** The option that loads a preload, quoted for `NODE_OPTIONS`: spaces, quotes, backslashes and emoji all survive. */
export function requireOption(preload: string): string {
  return `--require "${preload.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
}

/** `existing` with the preload's option added at its end. */
export function withPreload(existing: string | undefined, preload: string): string {
  const option = requireOption(preload);
  return existing === undefined || existing.trim() === '' ? option : `${existing} ${option}`;
}

/** `options` without each `--require` or `-r` of a path that `isOurs`; `undefined` when nothing is left. */
export function withoutPreload(options: string, isOurs: (path: string) => boolean): string | undefined {
  const tokens = tokenize(options);
  let rest = options;
  for (let index = tokens.length - 1; index >= 0; index--) {
    const span = preloadSpan(tokens, index, isOurs);
    if (span) rest = cut(rest, span.start, span.end);
  }
  return rest === '' ? undefined : rest;
}

function preloadSpan(tokens: readonly Token[], index: number, isOurs: (path: string) => boolean): Token | undefined {
  const token = tokens[index];
  if (token === undefined) return undefined;
  const joined = /^--require=(.*)$/s.exec(token.value);
  if (joined?.[1] !== undefined && isOurs(joined[1])) return token;
  const next = tokens[index + 1];
  if ((token.value !== '--require' && token.value !== '-r') || next === undefined || !isOurs(next.value))
    return undefined;
  return { start: token.start, end: next.end, value: '' };
}

/** Cuts a span and one of the spaces beside it. */
function cut(text: string, start: number, end: number): string {
  if (start > 0) return text.slice(0, start - 1) + text.slice(end);
  return text.slice(text[end] === ' ' ? end + 1 : end);
}

function tokenize(options: string): Token[] {
  const tokens: Token[] = [];
  let value = '';
  let start = -1;
  let quoted = false;
  for (let index = 0; index <= options.length; index++) {
    const char = options[index];
    if (char === undefined || (char === ' ' && !quoted)) {
      if (start >= 0) tokens.push({ start, end: index, value });
      start = -1;
      value = '';
      continue;
    }
    if (start < 0) start = index;
    if (char === '"') quoted = !quoted;
    else if (char === '\\' && quoted) value += options[++index] ?? '';
    else value += char;
  }
  return tokens;
}
