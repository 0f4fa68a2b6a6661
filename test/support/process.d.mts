/** The types of `process.mjs`, which stays plain JavaScript because it runs before anything is installed. */
export declare const ROOT: string;

interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

interface RunResult {
  readonly code: number;
  readonly said: string;
}

export declare function run(command: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
export declare function runNpm(args: readonly string[], options?: RunOptions): Promise<RunResult>;
export declare function isNetworkTrouble(said: string): boolean;
