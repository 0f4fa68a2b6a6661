/** The command line of `npm run bench`. */
import { parseArgs } from 'node:util';
import { RUNNER_NAMES, type RunnerName } from './rounds';
import type { Effort } from './rows/row';

export interface BenchOptions {
  readonly effort: Effort;
  /** Names of rows or of groups of them; none is all. */
  readonly rows: readonly string[];
  readonly runners: readonly RunnerName[];
  /** The Node that the apps run on. */
  readonly node: string;
  /** Leaves the rows alone that the last results of the same Node and effort have. */
  readonly resume: boolean;
  /** Measures nothing: writes the tables of the last full results into the documents. */
  readonly write: boolean;
}

const USAGE = `npm run bench -- [options]
  --quick           two minutes instead of twenty
  --rows a,b        only these rows, or groups of them (requests, watch, extension)
  --runners a,b     only these of ${RUNNER_NAMES.join(', ')}
  --node PATH       the Node that the apps run on
  --resume          go on where the last run of the same Node was stopped
  --write           write the tables of the last full runs into the documents; measures nothing`;

/** Reads the arguments; throws a sentence that says what is allowed. */
export function readOptions(args: readonly string[], defaultNode: string): BenchOptions {
  const { values } = parse(args);
  const runners = listOf(values.runners);
  const unknown = runners.filter((name) => !(RUNNER_NAMES as readonly string[]).includes(name));
  if (unknown.length > 0) throw new RangeError(`no runner is named ${unknown.join(', ')}\n\n${USAGE}`);
  return {
    effort: values.smoke ? 'smoke' : values.quick ? 'quick' : 'full',
    rows: listOf(values.rows),
    runners: runners.length > 0 ? (runners as RunnerName[]) : RUNNER_NAMES,
    node: values.node ?? defaultNode,
    resume: values.resume ?? false,
    write: values.write ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean' },
        smoke: { type: 'boolean' },
        rows: { type: 'string' },
        runners: { type: 'string' },
        node: { type: 'string' },
        resume: { type: 'boolean' },
        write: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new RangeError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

function listOf(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((word) => word !== '');
}
