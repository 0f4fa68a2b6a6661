/**
 * Keeps the answer to a `log` request within what a client reads as one line: the latest lines count, older ones are
 * left out. With many workers their rings together hold more than that.
 */

import { MAX_MESSAGE_BYTES } from '../../shared/protocol';
import type { LogLine } from '../../shared/runInfo';

/** What a line takes beside its text: names, numbers, brackets. */
const LINE_OVERHEAD = 100;
/** A character that is not plain takes up to so many bytes: `\u001b`. */
const LARGEST_CHARACTER = 6;

/** The latest of the lines that fit. */
export function latestThatFit(lines: readonly LogLine[], limit = MAX_MESSAGE_BYTES * 0.9): readonly LogLine[] {
  let bytes = 0;
  for (let index = lines.length - 1; index >= 0; index--) {
    bytes += LINE_OVERHEAD + bytesOf(lines[index]?.text ?? '');
    if (bytes > limit) return lines.slice(index + 1);
  }
  return lines;
}

/** An upper bound, found without making the text. */
function bytesOf(text: string): number {
  return /^[ !#-[\]-~]*$/.test(text) ? text.length : text.length * LARGEST_CHARACTER;
}
