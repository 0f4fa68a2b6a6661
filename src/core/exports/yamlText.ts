/**
 * Writes YAML of plain data, with comments where a reader needs them. A text is quoted unless it can be nothing but a
 * text, so no value turns into another kind on its way; `undefined` fields are left out.
 */

export type YamlValue =
  | string
  | number
  | boolean
  | null
  | readonly YamlValue[]
  | { readonly [name: string]: YamlValue | undefined };

/** Comments by the path of what they stand above: `spec.replicas`; places in lists by their number. */
export type YamlComments = Readonly<Record<string, string>>;

const WIDTH = 80;

/** The text of one document. */
export function yamlText(value: YamlValue, comments: YamlComments = {}): string {
  return `${linesOf(value, '', comments).join('\n')}\n`;
}

/** A comment in lines that fit a screen; what begins with a space is a command, to be copied as it is. */
export function commentLines(text: string, width = WIDTH): readonly string[] {
  if (text.startsWith(' ')) return [`# ${text}`];
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`# ${word}`);
  }
  return lines;
}

function linesOf(value: YamlValue, path: string, comments: YamlComments): readonly string[] {
  if (isList(value)) return value.flatMap((item, index) => itemLines(item, join(path, index), comments));
  if (typeof value !== 'object' || value === null) return [scalar(value)];
  return Object.entries(value).flatMap(([name, field]) =>
    field === undefined ? [] : fieldLines(name, field, join(path, name), comments),
  );
}

function fieldLines(name: string, value: YamlValue, path: string, comments: YamlComments): readonly string[] {
  const key = `${scalar(name)}:`;
  const remark = remarkOf(path, comments);
  if (typeof value === 'string' && BLOCK.test(value))
    return [...remark, `${key} |`, ...indent(value.trimEnd().split('\n'))];
  if (isEmpty(value) || typeof value !== 'object' || value === null)
    return [...remark, `${key} ${scalar(value)}`.trimEnd()];
  return [...remark, key, ...indent(linesOf(value, path, comments))];
}

function itemLines(value: YamlValue, path: string, comments: YamlComments): readonly string[] {
  const [first = '', ...others] = isEmpty(value) ? [scalar(value)] : linesOf(value, path, comments);
  return [...remarkOf(path, comments), `- ${first}`, ...indent(others)];
}

const remarkOf = (path: string, comments: YamlComments): readonly string[] => {
  const text = comments[path];
  return text === undefined ? [] : commentLines(text);
};

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => (line === '' ? '' : `  ${line}`));

const join = (path: string, name: string | number): string => (path === '' ? String(name) : `${path}.${name}`);

const isList = (value: YamlValue): value is readonly YamlValue[] => Array.isArray(value);

const isEmpty = (value: YamlValue): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Lines that stand as they are: nothing invisible in them, and one line end at the end. */
const BLOCK = /^[^\s\p{Cc}](?:[^\p{Cc}\u2028\u2029]|\n)*\S\n$/u;

/** Letters first, and nothing after them that YAML could take for a sign. */
const PLAIN = /^[A-Za-z/.][\w./-]*$/;
const NOT_A_TEXT = /^(?:true|false|yes|no|on|off|y|n|null|\.inf|\.nan|[.\d][\d_]*(?:\.\d*)?(?:e[+-]?\d+)?)$/i;

function scalar(value: YamlValue): string {
  if (value === null) return '';
  if (typeof value === 'object') return isList(value) ? '[]' : '{}';
  if (typeof value !== 'string') return String(value);
  return PLAIN.test(value) && !NOT_A_TEXT.test(value) ? value : JSON.stringify(value);
}
