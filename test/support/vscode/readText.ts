/** The text of an element as it is drawn, once the element is there. */
import type { Locator } from 'playwright-core';

export async function readText(element: Locator): Promise<string> {
  await element.first().waitFor();
  return (await element.allInnerTexts()).join('\n').trim();
}
