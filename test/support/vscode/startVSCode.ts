/**
 * The VS Code of `npm start`: a desktop one where this machine has one or can download it, else the server build, whose
 * address is printed and which runs until Ctrl+C.
 */
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { openBrowserPage } from './browserPage';
import { type CodeServer, type Payload, remoteUri, startCodeServer, workbenchUrl } from './codeServer';
import { findDesktop, openDesktop } from './desktop';
import { ROOT } from './layout';
import { createScratch, removeScratch, type Scratch } from './scratch';
import { ensureServer, type ServerInstall } from './serverInstall';
import { Unavailable } from './unavailable';
import { Workbench } from './workbench';

const WHAT_TO_DO = 'In the Explorer, right-click server.js and choose "Run Clustered".';

/** Opens it with the flags of the command line and answers with the exit code once it is closed. */
export async function startVSCode(flags: readonly string[]): Promise<number> {
  const scratch = await createScratch('sample');
  try {
    const desktop = flags.includes('--server') ? undefined : await findDesktop();
    if (desktop) return await openDesktop(desktop, scratch, { isCheck: flags.includes('--check') });
    if (flags.includes('--desktop')) throw new Unavailable('no desktop VS Code was found and none can be downloaded');
    return await serve(scratch, { isCheck: flags.includes('--check') });
  } finally {
    await removeScratch(scratch);
  }
}

async function serve(scratch: Scratch, { isCheck }: { isCheck: boolean }): Promise<number> {
  const install = await ensureServer();
  const server = await startCodeServer(install, scratch, { env: { TMPDIR: tmpdir() } });
  try {
    const payload: Payload = [['extensionDevelopmentPath', remoteUri(server, ROOT)]];
    const url = workbenchUrl(server, scratch.workspace, payload);
    if (isCheck) return await checkWorkbench(install, url);
    await announce(server, url);
    return 0;
  } finally {
    await server.stop();
  }
}

async function checkWorkbench(install: ServerInstall, url: string): Promise<number> {
  const browser = await openBrowserPage(install.chromium);
  try {
    const workbench = new Workbench(browser.page);
    await workbench.open(url);
    await workbench.activityBarIcon('Node Cluster').waitFor();
    console.log('The workbench answers, with Node Cluster in its activity bar.');
    return 0;
  } finally {
    await browser.close();
  }
}

/** Says where it is and waits for Ctrl+C. */
async function announce({ port }: CodeServer, url: string): Promise<void> {
  console.log(
    `\nNode Cluster in VS Code, with a copy of the sample app (port ${port}, this machine only):\n\n  ${url}\n`,
  );
  console.log(`Open the address in a browser. ${WHAT_TO_DO}\nCtrl+C here ends it.`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
