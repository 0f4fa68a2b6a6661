/** How smooth the dashboard is: in a real browser, by how long the page works on each frame while news come. */
import { nextMessage, openDashboardPage } from '../../support/dashboardPage';
import { makeSyntheticRun } from '../../support/syntheticRun';
import { openBrowserPage } from '../../support/vscode/browserPage';
import { ensureServer } from '../../support/vscode/serverInstall';
import type { Cleanup } from '../cleanup';
import type { Figures } from '../rounds';

const HALF_AN_HOUR_S = 1800;
const SETTLING_TICKS = 3;
/** What the page answers for each second of news: the handing over and fourteen frames. */
const FRAMES_OF_A_TICK = 15;

/** Runs in the page: hands over one message and answers with how long each frame's scripts and drawing took. */
const MEASURE = `async (message) => {
  const frames = [];
  const handed = performance.now();
  globalThis.dispatchEvent(Object.assign(new Event('message'), { data: message }));
  frames.push(performance.now() - handed);
  for (let count = 0; count < 14; count += 1) {
    const begun = await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0); });
    frames.push(performance.now() - begun);
  }
  return frames;
}`;

export interface FrameOptions {
  readonly workers: number;
  /** Seconds of news. */
  readonly ticks: number;
  readonly cleanup: Cleanup;
}

/** Draws them and answers with how long the page worked on its frames; throws `Unavailable` where there is no browser. */
export async function measureFrames({ workers, ticks, cleanup }: FrameOptions): Promise<Figures> {
  const { chromium } = await ensureServer();
  const browser = await openBrowserPage(chromium);
  const close = cleanup.add(() => browser.close());
  const synthetic = makeSyntheticRun(workers, HALF_AN_HOUR_S);
  await openDashboardPage(browser.page, synthetic);
  await browser.page.getByRole('button', { name: '30 min' }).click();
  await browser.page.getByRole('button', { name: 'Each worker' }).click();
  const frames: number[] = [];
  for (let count = 0; count < ticks; count++) {
    const taken = await browser.page.evaluate(`(${MEASURE})(${JSON.stringify(nextMessage(synthetic))})`);
    // The first seconds draw what the buttons have changed.
    if (count >= Math.min(SETTLING_TICKS, ticks - 1)) frames.push(...(taken as number[]));
  }
  await close();
  return summarizeFrames(frames);
}

function summarizeFrames(frames: readonly number[]): Figures {
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  const perSecond = (frames.reduce((sum, frame) => sum + frame, 0) * FRAMES_OF_A_TICK) / frames.length;
  return { p50: at(0.5), p95: at(0.95), longest: at(1), perSecond };
}
