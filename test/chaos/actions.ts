/**
 * What chaos does to a run, each action by its name and how often it comes up. An action never waits for what follows
 * from it: the next one may come right into the middle. Whatever it has stopped goes on again by itself.
 */
import { get } from '../support/exampleApp';
import type { SeededRandom } from '../support/seededRandom';
import { WireClient } from '../support/wireClient';
import type { ChaosRun } from './chaosRun';
import { stateOf } from './ledger';

const MOST_WORKERS = 6;

type Act = (run: ChaosRun, random: SeededRandom) => void | Promise<void>;

interface Action {
  readonly weight: number;
  readonly act: Act;
}

export const ACTIONS: Readonly<Record<string, Action>> = {
  kill: { weight: 4, act: (run, random) => signal(run, random, 'SIGKILL') },
  terminate: { weight: 2, act: (run, random) => signal(run, random, 'SIGTERM') },
  freeze: { weight: 2, act: freeze },
  spin: { weight: 2, act: (run, { below }) => ask(run, `/spin/${200 + below(2500)}`) },
  hog: { weight: 1, act: (run) => ask(run, '/hog') },
  scale: { weight: 3, act: (run, { below }) => run.order({ type: 'scale', workers: 1 + below(MOST_WORKERS) }) },
  reload: { weight: 2, act: (run) => run.order({ type: 'reload' }) },
  restart: { weight: 2, act: (run, random) => run.order({ type: 'restart', worker: anySlot(run, random) }) },
  dismiss: {
    weight: 1,
    act: (run, random) => run.order({ type: 'kill', worker: anySlot(run, random), signal: 'SIGKILL' }),
  },
  reconnect: { weight: 3, act: reconnect },
};

const BY_WEIGHT = Object.entries(ACTIONS).flatMap(([name, { weight }]) => Array<string>(weight).fill(name));

/** The name of the next action. */
export function pickAction({ pick }: SeededRandom): string {
  return pick(BY_WEIGHT);
}

/** A living process, or nothing in the moments in which there is none. */
function anyPid({ workers }: ChaosRun, { below }: SeededRandom): number | undefined {
  const pids = workers.flatMap(({ pid }) => pid ?? []);
  return pids[below(pids.length)];
}

function anySlot({ workers }: ChaosRun, { below }: SeededRandom): number {
  return workers[below(workers.length)]?.slot ?? 1;
}

function signal(run: ChaosRun, random: SeededRandom, name: NodeJS.Signals): void {
  const pid = anyPid(run, random);
  if (pid !== undefined) run.send(pid, name);
}

/** Stops a worker where it stands, for a while. */
function freeze(run: ChaosRun, random: SeededRandom): void {
  const pid = anyPid(run, random);
  if (pid === undefined) return;
  run.send(pid, 'SIGSTOP');
  run.later(200 + random.below(1800), () => run.send(pid, 'SIGCONT'));
}

/** One request on a connection of its own; it may well be lost with the worker that gets it. */
function ask(run: ChaosRun, path: string): void {
  run.asked++;
  get({ port: run.port, path, agent: false, signal: AbortSignal.timeout(20_000) }).then(
    ({ text }) => run.answered(text),
    () => {},
  );
}

/** A client that leaves and another that comes: its snapshot must be what the faithful one knew at that number. */
async function reconnect(run: ChaosRun): Promise<void> {
  run.guest?.close();
  const guest = await WireClient.open(run.record);
  run.guest = guest;
  const { seq, workers, history } = guest.snapshot;
  run.expect(`the snapshot at ${seq} to be what a faithful client knows`, async () => {
    await run.faithful.untilSeq(seq);
    const known = run.ledger.stateAt(seq);
    return known === undefined || known === stateOf(workers);
  });
  const numbers = history.map((entry) => entry.seq);
  run.expect('the history of a snapshot to be in order', () =>
    numbers.every((number, index) => number <= seq && number > (numbers[index - 1] ?? 0)),
  );
}
