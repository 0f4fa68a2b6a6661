/** Runs the host suite in a desktop VS Code, downloaded once into `.vscode-test/`. */
import { runTests } from '@vscode/test-electron';
import { downloadDesktop, scratchArguments } from './desktop';
import type { HostSuite } from './hostSuite';
import { createScratch, removeScratch } from './scratch';

/** Runs it and answers with the exit code; throws `Unavailable` where VS Code cannot be downloaded or shown. */
export async function runHostSuiteInDesktop(suite: HostSuite): Promise<number> {
  const vscodeExecutablePath = await downloadDesktop();
  const scratch = await createScratch(suite.fixture);
  try {
    return await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: suite.developmentPath,
      extensionTestsPath: suite.runner,
      extensionTestsEnv: { ...suite.env },
      launchArgs: [...scratchArguments(scratch), '--no-sandbox', '--disable-gpu'],
    });
  } catch (error) {
    console.log(String(error));
    return 1;
  } finally {
    await removeScratch(scratch);
  }
}
