/**
 * Mocha's side of a session: one VS Code per `describe`, opened before its tests and closed after them. Where there can
 * be no VS Code the tests are skipped with the reason printed, or fail where it is always to be had.
 */
import { packageExtension } from './packageExtension';
import { ensureServer } from './serverInstall';
import { openSession, type Session, type SessionOptions } from './session';
import { mustRun, Unavailable } from './unavailable';

const START_TIMEOUT = 10 * 60_000;
const TEST_TIMEOUT = 120_000;

/** Skips the tests of the current `describe` where the server build cannot be had; installs it where it can. */
export function skipWithoutServer(): void {
  before(async function installVSCode() {
    this.timeout(START_TIMEOUT);
    try {
      await ensureServer();
    } catch (error) {
      if (!(error instanceof Unavailable) || mustRun()) throw error;
      console.log(`      skipped, no VS Code here: ${error.message}`);
      this.skip();
    }
  });
}

type Options = Omit<SessionOptions, 'vsix'>;

/**
 * Registers the hooks in the current `describe` and answers with a way to the session that its tests may use. The options
 * may be made at the last moment, such as settings with a free port in them.
 */
export function useSession(options: Options | (() => Promise<Options>)): () => Session {
  let session: Session | undefined;
  skipWithoutServer();

  before(async function openVSCode() {
    this.timeout(TEST_TIMEOUT);
    const made = typeof options === 'function' ? await options() : options;
    session = await openSession({ ...made, vsix: await packageExtension() });
  });

  beforeEach(function allowTime() {
    this.currentTest?.timeout(TEST_TIMEOUT);
  });

  afterEach(async function keepEvidenceOfFailure() {
    const test = this.currentTest;
    if (test?.state !== 'failed' || !session) return;
    console.log(`      evidence kept in ${await session.keepEvidence(test.fullTitle())}`);
  });

  after(async function closeVSCode() {
    this.timeout(TEST_TIMEOUT);
    await session?.close();
  });

  return () => {
    if (!session) throw new Error('the session is open only while tests run');
    return session;
  };
}

/** For a `describe` whose tests are the steps of one story: after a failed step the others are skipped. */
export function useSteps(): void {
  let hasFailed = false;

  beforeEach(function skipAfterFailure() {
    if (hasFailed) this.skip();
  });

  afterEach(function noteFailure() {
    hasFailed ||= this.currentTest?.state === 'failed';
  });
}
