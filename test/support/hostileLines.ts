/**
 * Lines that somebody could send to do harm: good ones with bytes changed, doubled and cut, with their values swapped
 * for nonsense, nested without end. The same lines each time.
 */
import { type SeededRandom, seededRandom } from './seededRandom';

const VALUES = [
  'null',
  '-1',
  '1e999',
  '0.5',
  '"__proto__"',
  '[]',
  '{}',
  '[null]',
  'true',
  '""',
  '"\\u0000"',
  `${2 ** 60}0`,
];

type Mutation = (good: string, random: SeededRandom) => string;

const MUTATIONS: readonly Mutation[] = [
  (good, { below }) => {
    const at = below(good.length);
    return good.slice(0, at) + String.fromCharCode(below(0xffff)) + good.slice(at + 1);
  },
  (good, { below }) => good.slice(0, below(good.length)),
  (good, { below }) => good.slice(below(good.length)) + good,
  (good, { next, pick }) =>
    good.replace(/:(?:"[^"]*"|-?[\d.]+)/g, (part) => (next() < 0.3 ? `:${pick(VALUES)}` : part)),
  (good, { pick }) => good.replace(/"(?=[a-z]+":)/i, () => `"__proto__":${pick(VALUES)},"`),
  (good, { next, pick }) => good.replace(/\{[^{}]*\}|\[[^[\]]*\]/g, (part) => (next() < 0.5 ? pick(VALUES) : part)),
  (good, { below }) => '['.repeat(below(good.length) * 50),
];

/** So many hostile lines made from good ones. */
export function* hostileLines(good: readonly string[], count: number): Iterable<string> {
  const random = seededRandom(42);
  for (let index = 0; index < count; index++) yield random.pick(MUTATIONS)(random.pick(good), random);
}
