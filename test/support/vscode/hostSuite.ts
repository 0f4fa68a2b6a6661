/** What both ways of running the host suite need to know. */
export interface HostSuite {
  /** The checkout that the extension is loaded from. */
  readonly developmentPath: string;
  /** The bundled module whose `run` VS Code calls. */
  readonly runner: string;
  /** The folder of `test/fixtures` that is open while the tests run. */
  readonly fixture: string;
  /** Variables for the extension host. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeout: number;
}
