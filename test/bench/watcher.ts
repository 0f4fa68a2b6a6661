/**
 * The watching half without VS Code, as a process of its own whose cost can be seen: watches the run directory that it
 * is told, and shows or hides the numbers as its parent says. What it sees it tells: the number of workers with numbers.
 */
import { untranslated as t } from '../../src/core/translate';
import { createWatching } from '../../src/host/watching';
import { silentLog } from '../support/silentLog';

const [directory = ''] = process.argv.slice(2);
const watching = createWatching({ t, log: silentLog, accept: () => true, onProblem: tellProblem, directory });

let told = -1;
watching.state.onDidChange(({ runs }) => {
  const shown = runs.flatMap(({ workers }) => workers).filter(({ state }) => state === 'listening').length;
  if (shown !== told) process.send?.(shown);
  told = shown;
});

process.on('message', (isShown: boolean) => watching.setActive(isShown));
process.on('disconnect', () => watching.dispose());

function tellProblem(problem: unknown): void {
  console.error(problem);
}
