/**
 * The one rule for `package.json`: a script that starts the app under `--inspect`. Scripts for debugging and tests are
 * meant to have it.
 */
import { parseManifest } from '../packageManifest';
import type { Finding } from './finding';

const MEANT_FOR_ONE = /debug|inspect|test|spec/i;
const OPTION = /(?:^|\s)(--inspect(?:-brk|-wait)?(?:=(?:[\w.]+:)?\d+)?)(?=\s|$)/;

/** The findings of a manifest's text. */
export function checkManifest(text: string): readonly Finding[] {
  return Object.entries(parseManifest(text).scripts).flatMap(([name, script]): Finding[] => {
    const [, option] = OPTION.exec(script) ?? [];
    if (option === undefined || MEANT_FOR_ONE.test(name) || option.endsWith('=0')) return [];
    const start = offsetOf(text, name, option);
    if (start < 0) return [];
    const end = start + option.length;
    const space = text[end] === ' ' ? 1 : 0;
    return [{ rule: 'inspect-port', start, end, detail: option, fix: [{ start, end: end + space, text: '' }] }];
  });
}

/** Where the option stands in the line of its script. */
function offsetOf(text: string, script: string, option: string): number {
  const key = text.indexOf(`${JSON.stringify(script)}`, text.indexOf('"scripts"'));
  return key < 0 ? -1 : text.indexOf(option, key);
}
