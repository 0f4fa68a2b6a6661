/**
 * Reads the text of an env file: `NAME=value` lines, `export` before them, `#` comments, single, double and back quotes,
 * values over several lines inside quotes. The rules are those of `node --env-file`, so that both give the same values.
 */

const LINE =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*('[^']*'|"(?:\\"|[^"])*"|`[^`]*`|[^\r\n]*)[ \t]*(?:#[^\r\n]*)?$/gm;

function unquote(raw: string): string {
  const value = raw.trim();
  const quote = value[0];
  if (quote === '"' && value.length > 1 && value.endsWith('"')) return value.slice(1, -1).replaceAll('\\n', '\n');
  if ((quote === "'" || quote === '`') && value.length > 1 && value.endsWith(quote)) return value.slice(1, -1);
  return value.replace(/(^|\s)#.*$/, '').trim();
}

/** The variables of an env file, the last one winning where a name comes twice. */
export function parseEnvFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [, name, raw] of text.matchAll(LINE)) {
    if (name !== undefined) values[name] = unquote(raw ?? '');
  }
  return values;
}
