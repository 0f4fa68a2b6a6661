/** Takes a picture of the window and keeps it as WebP, which the browser itself makes: a third of the size of a PNG. */
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Runs in the page, hence a text: a PNG in base64 becomes a WebP in base64. */
const ENCODE = `async (png) => {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.7 });
  return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(''));
}`;

/** Writes the picture of the page, or of a part of it, to `file`. */
export async function keepPicture(page: Page, file: string, clip?: Clip): Promise<void> {
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide', ...(clip && { clip }) });
  const webp = await page.evaluate(`(${ENCODE})(${JSON.stringify(png.toString('base64'))})`);
  writeFileSync(file, Buffer.from(String(webp), 'base64'));
}
