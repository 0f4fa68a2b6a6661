/**
 * Waits for something that only a repeated look can tell: a file that appears, an HTTP answer that changes. Where the
 * page itself can be waited on, Playwright's own waits are used instead.
 */
export interface EventuallyOptions {
  readonly timeout?: number;
  readonly interval?: number;
}

/**
 * Looks until `probe` answers with something other than `undefined`, and throws with the last error when it never does.
 * @param what a noun phrase for the message: "four listening workers"
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  { timeout = 20_000, interval = 100 }: EventuallyOptions = {},
): Promise<T> {
  const deadline = Date.now() + timeout;
  let lastError: unknown;
  while (Date.now() < deadline) {
    try {
      const found = await probe();
      if (found !== undefined) return found;
    } catch (error) {
      lastError = error;
    }
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
  throw new Error(`waited ${timeout} ms for ${what}`, { cause: lastError });
}
