/** Says in the terminal how the run stands, where that is asked for: it starts, it is ready, it reloads. */
import { basename } from 'node:path';
import { readyLine, reloadFailedLine, reloadLine, startLine } from '../../shared/announcement';
import type { RunState } from '../../shared/runInfo';
import type { Roster } from './roster';

/** Prints the first line, and the others as the run's state changes. */
export function announce(roster: Roster): void {
  const name = basename(roster.run.entry);
  const lines: Partial<Record<RunState, string>> = {
    starting: startLine(name),
    running: readyLine(name),
    reloading: reloadLine(name),
  };
  let told: RunState | undefined;
  const tell = (): void => {
    const { state, reload } = roster.run;
    if (state === told) return;
    if (told === 'reloading' && reload?.state === 'failed') process.stdout.write(`${reloadFailedLine(name)}\n`);
    told = state;
    const line = lines[state];
    if (line !== undefined) process.stdout.write(`${line}\n`);
  };
  tell();
  roster.onEvent(tell);
}
