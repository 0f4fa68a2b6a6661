/**
 * One VS Code for a test to click in: a scratch folder, a server with the extension in it, and the workbench in a
 * browser. Whoever opens a session closes it, and then nothing of it is left on the machine.
 */
import { type BrowserPage, openBrowserPage } from './browserPage';
import {
  type CodeServer,
  installExtension,
  type Payload,
  remoteUri,
  startCodeServer,
  workbenchUrl,
} from './codeServer';
import { keepEvidence } from './failureReport';
import { createScratch, removeScratch, type Scratch, type Settings, writeSettings } from './scratch';
import { ensureServer, type ServerInstall } from './serverInstall';
import { Workbench } from './workbench';

export interface SessionOptions {
  /** A folder of `test/fixtures`, copied. */
  readonly fixture: string;
  /** User settings on top of the calm ones. */
  readonly settings?: Settings;
  /** Variables for VS Code and all that it starts. */
  readonly env?: Readonly<Record<string, string>>;
  /** Opens the folder in restricted mode. */
  readonly isRestricted?: boolean;
  /** A package to install first, as a person would. */
  readonly vsix?: string;
  /** A checkout to load the extension from instead. */
  readonly developmentPath?: string;
}

export interface Session {
  readonly workbench: Workbench;
  /** The absolute path of the folder that is open. */
  readonly workspace: string;
  /** The folder that VS Code and all it starts take for the system's temporary one. */
  readonly tmp: string;
  readonly url: string;
  /** Changes user settings; those of the start stay. VS Code takes them over by itself a moment later. */
  applySettings(settings: Settings): Promise<void>;
  /** Keeps pictures and logs of a failure and answers with their folder. */
  keepEvidence(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Opens a VS Code with a copy of the fixture in it; throws `Unavailable` where there can be none. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const install = await ensureServer();
  const scratch = await createScratch(options.fixture, settingsOf(options));
  const owned: (() => Promise<void>)[] = [() => removeScratch(scratch)];
  const close = async () => {
    for (const release of owned.splice(0).reverse()) await release();
  };
  try {
    const server = await startServer(install, scratch, options);
    owned.push(() => server.stop());
    const browser = await openBrowserPage(install.chromium);
    owned.push(() => browser.close());
    return { ...(await openWorkbench(scratch, server, browser, options)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startServer(
  install: ServerInstall,
  scratch: Scratch,
  { vsix, env = {}, isRestricted = false }: SessionOptions,
): Promise<CodeServer> {
  if (vsix) await installExtension(install, scratch, vsix);
  return startCodeServer(install, scratch, { env, asksForTrust: isRestricted });
}

async function openWorkbench(
  scratch: Scratch,
  server: CodeServer,
  browser: BrowserPage,
  options: SessionOptions,
): Promise<Omit<Session, 'close'>> {
  const { developmentPath } = options;
  const payload: Payload = developmentPath ? [['extensionDevelopmentPath', remoteUri(server, developmentPath)]] : [];
  const url = workbenchUrl(server, scratch.workspace, payload);
  const workbench = new Workbench(browser.page);
  try {
    await workbench.open(url);
    await workbench.activityBarIcon('Node Cluster').waitFor();
  } catch (error) {
    const folder = await keepEvidence('open-workbench', { browser, server, scratch });
    throw new Error(`the workbench did not open; see ${folder}`, { cause: error });
  }
  return {
    workbench,
    url,
    workspace: scratch.workspace,
    tmp: scratch.tmp,
    applySettings: (settings) => writeSettings(scratch, { ...settingsOf(options), ...settings }),
    keepEvidence: (name) => keepEvidence(name, { browser, server, scratch }),
  };
}

/** Restricted mode without the dialog that asks about it, which would lie over everything. */
function settingsOf({ settings, isRestricted = false }: SessionOptions): Settings {
  const trust = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };
  return { ...(isRestricted ? trust : {}), ...settings };
}
