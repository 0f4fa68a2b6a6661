/** Makes the side bar as wide as a picture needs it, by the mouse. */
import type { Workbench } from '../support/vscode/workbench';

/** Drags the edge of the side bar to that place, in pixels from the left. */
export async function widenSidebar({ page }: Workbench, width: number): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (!box) throw new Error('there is no side bar');
  const edge = box.x + box.width;
  const middle = box.y + box.height / 2;
  await page.mouse.move(edge, middle);
  await page.mouse.down();
  await page.mouse.move(box.x + width, middle, { steps: 5 });
  await page.mouse.up();
}
