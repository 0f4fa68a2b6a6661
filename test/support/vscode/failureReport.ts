/**
 * What a failed test leaves in `test-results/<name>/`: the picture, what the page and the server said, and VS Code's own
 * logs (the extension host's and every output channel's among them).
 */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserPage } from './browserPage';
import type { CodeServer } from './codeServer';
import { RESULTS } from './layout';
import type { Scratch } from './scratch';

interface Evidence {
  readonly browser: BrowserPage;
  readonly server: CodeServer;
  readonly scratch: Scratch;
}

/** Keeps the evidence and answers with the folder. What cannot be had is left out: the test has failed already. */
export async function keepEvidence(name: string, { browser, server, scratch }: Evidence): Promise<string> {
  const folder = path.join(RESULTS, name.replace(/[^\w.-]+/g, '-').slice(0, 80));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.allSettled([
    browser.page.screenshot({ path: path.join(folder, 'screenshot.png') }),
    writeFile(path.join(folder, 'page.log'), browser.consoleLines.join('\n')),
    cp(server.logFile, path.join(folder, 'server.log')),
    cp(path.join(scratch.userData, 'logs'), path.join(folder, 'logs'), { recursive: true }),
  ]);
  return folder;
}
