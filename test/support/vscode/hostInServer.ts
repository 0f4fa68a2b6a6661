/**
 * Runs the host suite in VS Code's server build: the page starts the extension host with the runner in it, and tells us
 * through two exposed functions what is logged and how it ended.
 */
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { openBrowserPage } from './browserPage';
import { type Payload, remoteUri, startCodeServer, workbenchUrl } from './codeServer';
import { keepEvidence } from './failureReport';
import type { HostSuite } from './hostSuite';
import { createScratch, removeScratch } from './scratch';
import { ensureServer } from './serverInstall';

/** Tells the report's lines from all else that VS Code logs. */
const MARK = '#node-cluster-test#';

/** Runs it and answers with the exit code; throws `Unavailable` where there is no server build. */
export async function runHostSuiteInServer(suite: HostSuite): Promise<number> {
  const install = await ensureServer();
  const scratch = await createScratch(suite.fixture);
  const server = await startCodeServer(install, scratch, { env: { ...suite.env, NODE_CLUSTER_TEST_MARK: MARK } });
  const browser = await openBrowserPage(install.chromium);
  try {
    const payload: Payload = [
      ['extensionDevelopmentPath', remoteUri(server, suite.developmentPath)],
      ['extensionTestsPath', remoteUri(server, suite.runner)],
    ];
    const code = await runPage(browser.page, workbenchUrl(server, scratch.workspace, payload), suite.timeout);
    if (code !== 0) console.log(`evidence kept in ${await keepEvidence('host', { browser, server, scratch })}`);
    return code;
  } finally {
    await browser.close();
    await server.stop();
    await removeScratch(scratch);
  }
}

async function runPage(page: Page, url: string, timeout: number): Promise<number> {
  const report = new Report();
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<number>((resolve) => {
    timer = setTimeout(() => {
      console.log(`the host suite did not end in ${timeout} ms`);
      resolve(1);
    }, timeout);
    void page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => report.take(format(...args)));
    void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
  });
  await page.goto(url);
  const code = await ended.finally(() => clearTimeout(timer));
  if (code !== 0) report.explainSilence();
  return code;
}

/** Prints the report's lines and keeps the others, in case the report never began. */
class Report {
  private readonly others: string[] = [];
  private hasBegun = false;

  take(text: string): void {
    if (!text.startsWith(MARK)) {
      this.others.push(text);
      return;
    }
    this.hasBegun = true;
    console.log(text.slice(MARK.length));
  }

  explainSilence(): void {
    if (!this.hasBegun) console.log(`the host suite never began; VS Code said:\n${this.others.slice(-10).join('\n')}`);
  }
}
