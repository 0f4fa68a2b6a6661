/**
 * The buttons of a worker's row. Each asks the extension for the command of that name; the row changes when the run says
 * what has happened.
 */
import type { RunStanding } from '../core/dashboard/headline';
import type { PageCommand } from '../core/dashboard/messages';
import type { DashboardWords } from '../core/dashboard/words';
import type { TableRow } from '../core/dashboard/workerTable';
import type { Translate } from '../core/translate';
import { drawing, element, setAttribute } from './element';
import { tellHost } from './host';

interface Action {
  readonly command: PageCommand;
  readonly word: keyof DashboardWords;
  readonly sign: string;
  readonly isPossible: (row: TableRow, standing: RunStanding) => boolean;
}

const isLive = (_row: TableRow, standing: RunStanding): boolean => standing === 'live';
const isAlive = (row: TableRow, standing: RunStanding): boolean => standing === 'live' && row.isAlive;
const isStuck = (row: TableRow, standing: RunStanding): boolean =>
  isAlive(row, standing) && row.stateFlag === 'unresponsive';

/** From harmless to final. */
export const ACTIONS: readonly Action[] = [
  {
    command: 'showStuckStack',
    word: 'showStuckStack',
    sign: 'M2.5 5.5V10.5H8V13L13.5 8L8 3V5.5Z',
    isPossible: isStuck,
  },
  { command: 'showLog', word: 'showLog', sign: 'M3 4H13M3 8H13M3 12H9', isPossible: () => true },
  {
    command: 'restartWorker',
    word: 'restart',
    sign: 'M12.5 8A4.5 4.5 0 1 1 8 3.5H11M9 1.5L11 3.5L9 5.5',
    isPossible: isLive,
  },
  { command: 'killWorker', word: 'kill', sign: 'M4 4L12 12M12 4L4 12', isPossible: isAlive },
  { command: 'forceKillWorker', word: 'forceKill', sign: 'M9 1.5L4 9H8L7 14.5L12 7H8Z', isPossible: isAlive },
];

/** The buttons for a worker. */
export function actionButtons(slot: number, words: DashboardWords, t: Translate): readonly HTMLButtonElement[] {
  return ACTIONS.map(({ command, word, sign }) => {
    const name = t(words.ofWorker, words[word], slot);
    const attributes = { title: words[word], 'aria-label': name, tabindex: '-1' };
    const onClick = (): void => {
      if (isPossible(button)) tellHost({ type: 'command', name: command, slot });
    };
    const button = element('button', { class: 'icon', attributes, onClick }, [drawing(sign, '0 0 16 16', 'sign')]);
    return button;
  });
}

const isPossible = (button: HTMLButtonElement): boolean => button.getAttribute('aria-disabled') !== 'true';

/**
 * Switches off what cannot be done now. A button that is really disabled would lose the focus: who has killed a worker by
 * the keyboard is still there when its next process has come.
 */
export function drawActions(buttons: readonly HTMLButtonElement[], row: TableRow, standing: RunStanding): void {
  buttons.forEach((button, index) => {
    setAttribute(button, 'aria-disabled', String(ACTIONS[index]?.isPossible(row, standing) !== true));
  });
}
