/**
 * Says what a value that came from outside must look like, and finds the first place where it does not. A shape is a
 * function from a value to its first issue, built from the small ones below; `objectOf` is tied to the type it guards,
 * so the compiler finds a field that was added to the type and forgotten in its shape. Unknown extra fields pass:
 * a newer peer of the same protocol version may say more.
 */

/** The first thing wrong with a value: where, and what was wanted there. */
export interface Issue {
  readonly path: string;
  readonly want: string;
}

/** Returns the first issue of `value`, found at `path`. `optional` shapes also take a missing field. */
export interface Shape {
  (value: unknown, path: string): Issue | undefined;
  readonly optional?: true;
}

/** Runs a shape over a whole value. */
export function validate(shape: Shape, value: unknown): Issue | undefined {
  return shape(value, 'it');
}

const check =
  (is: (value: unknown) => boolean, want: string): Shape =>
  (value, path) =>
    is(value) ? undefined : { path, want };

export interface Range {
  readonly min?: number;
  readonly max?: number;
}

const within = (value: number, { min = -Infinity, max = Infinity }: Range): boolean => value >= min && value <= max;

/** A string whose length lies in the range. */
export const text = (range: Range = {}): Shape =>
  check((value) => typeof value === 'string' && within(value.length, range), 'must be a text of a sensible length');

/** A finite number in the range. */
export const number = (range: Range = {}): Shape =>
  check((value) => typeof value === 'number' && Number.isFinite(value) && within(value, range), 'must be a number');

/** A whole number in the range. */
export const integer = (range: Range = {}): Shape =>
  check((value) => Number.isSafeInteger(value) && within(Number(value), range), 'must be a whole number');

/** `true` or `false`. */
export const flag: Shape = check((value) => typeof value === 'boolean', 'must be true or false');

/** Anything at all. */
export const anything: Shape = () => undefined;

/** One of the given words. */
export const oneOf = (words: readonly string[]): Shape =>
  check((value) => typeof value === 'string' && words.includes(value), `must be one of ${words.join(', ')}`);

/** The shape, or `null`. */
export const nullable =
  (shape: Shape): Shape =>
  (value, path) =>
    value === null ? undefined : shape(value, path);

/** The shape, or no field at all. */
export function optional(shape: Shape): Shape & { readonly optional: true } {
  return Object.assign((value: unknown, path: string) => (value === undefined ? undefined : shape(value, path)), {
    optional: true,
  } as const);
}

/** A list of at most `max` things of one shape. */
export const listOf =
  (shape: Shape, max: number): Shape =>
  (value, path) => {
    if (!Array.isArray(value) || value.length > max) return { path, want: `must be a list of at most ${max}` };
    for (const [index, item] of value.entries()) {
      const issue = shape(item, `${path}[${index}]`);
      if (issue) return issue;
    }
    return undefined;
  };

type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];

/** The shapes of all fields of `T`: those that may be missing must be `optional`. */
export type Fields<T> = {
  readonly [K in keyof T]-?: K extends OptionalKeys<T> ? Shape & { readonly optional: true } : Shape;
};

/** An object with the fields of `T`. */
export function objectOf<T>(fields: Fields<T>): Shape {
  const entries = Object.entries<Shape>(fields as Record<string, Shape>);
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { path, want: 'must be an object' };
    for (const [name, shape] of entries) {
      const issue = shape((value as Record<string, unknown>)[name], `${path}.${name}`);
      if (issue) return issue;
    }
    return undefined;
  };
}
