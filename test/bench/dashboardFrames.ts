/**
 * How smooth the dashboard is: half an hour of 64 workers in a real browser, each of them a line in every chart, and a
 * second of news thirty times. Prints how long the page worked on each frame; run it after `npm run build`.
 */

import { nextMessage, openDashboardPage } from '../support/dashboardPage';
import { makeSyntheticRun } from '../support/syntheticRun';
import { openBrowserPage } from '../support/vscode/browserPage';
import { ensureServer } from '../support/vscode/serverInstall';

const WORKERS = Number(process.argv[2] ?? 64);
const TICKS = 30;

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

async function main(): Promise<void> {
  const { chromium } = await ensureServer();
  const browser = await openBrowserPage(chromium);
  const synthetic = makeSyntheticRun(WORKERS, 1800);
  try {
    await openDashboardPage(browser.page, synthetic);
    await browser.page.getByRole('button', { name: '30 min' }).click();
    await browser.page.getByRole('button', { name: 'Each worker' }).click();
    await browser.page.waitForTimeout(1000);
    const frames: number[] = [];
    for (let count = 0; count < TICKS; count += 1) {
      const taken = await browser.page.evaluate(`(${MEASURE})(${JSON.stringify(nextMessage(synthetic))})`);
      frames.push(...(taken as number[]));
    }
    report(frames);
    const shot = process.argv[3];
    if (shot) await browser.page.screenshot({ path: shot });
  } finally {
    await browser.close();
  }
}

function report(frames: readonly number[]): void {
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  const total = frames.reduce((sum, frame) => sum + frame, 0) / TICKS;
  console.log(
    `${WORKERS} workers, ${TICKS} s: frame p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms; ${total.toFixed(0)} ms of work a second`,
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
