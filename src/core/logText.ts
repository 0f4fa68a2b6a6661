/**
 * Turns a worker's output into the plain text of an output channel, and joins the lines that were asked for with those
 * that came by themselves meanwhile, so that none shows twice.
 */
import type { LogLine } from '../shared/runInfo';

// Colours, cursor movements and links; an output channel shows them as rubbish.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be found.
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** A line as it shows: `#3 | text` among several workers, the text alone in a worker's own log. */
export function logText({ slot, text }: LogLine, among: 'all' | 'one'): string {
  const plain = text.replace(ESCAPES, '').replace(/\r$/, '');
  return among === 'all' ? `#${slot} | ${plain}` : plain;
}

/** The streamed lines that are not among those fetched already. */
export function unseenLines(fetched: readonly LogLine[], streamed: readonly LogLine[]): readonly LogLine[] {
  const seen = new Map<string, number>();
  for (const line of fetched) seen.set(keyOf(line), (seen.get(keyOf(line)) ?? 0) + 1);
  return streamed.filter((line) => {
    const left = seen.get(keyOf(line)) ?? 0;
    seen.set(keyOf(line), left - 1);
    return left <= 0;
  });
}

const keyOf = ({ slot, pid, at, stream, text }: LogLine): string => [slot, pid, at, stream, text].join('\0');
