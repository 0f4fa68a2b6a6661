/** Puts text that is not ours into Markdown so that it shows as it is and can do nothing. */

/** Text for the middle of a line or a table's cell. */
export function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+\-.!|~<>&$]/g, '\\$&');
}

/** Text as a block of code, whatever fences it has itself. */
export function codeBlock(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}\n${text}\n${fence}`;
}

/** A link that executes a command of VS Code; where it is shown, the command must be allowed. */
export function commandLink(title: string, command: string, ...args: readonly unknown[]): string {
  return `[${escaped(title)}](command:${command}?${encodeURIComponent(JSON.stringify(args)).replace(/[()]/g, escape)})`;
}

/** A table of names and values under a heading; pairs without a value are left out. */
export function table(
  heading: readonly [string, string],
  pairs: readonly (readonly [string, string | undefined])[],
): string {
  const line = (left: string, right: string): string => `| ${escaped(left)} | ${escaped(right)} |`;
  const rows = pairs.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [line(name, value)]));
  return [line(...heading), '| :-- | :-- |', ...rows].join('\n');
}
