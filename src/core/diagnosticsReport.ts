/**
 * The text of Copy Diagnostics: what somebody needs who is to help from afar. It goes into a public issue, so there is
 * no environment, no argument, no path of a file, and of settings that may hold a secret only that they are set.
 */
import { baseName } from './format';
import { SETTING_NAMES, SETTINGS, type SettingName, settingId } from './settings';
import type { ClusterState, RunState } from './state';
import { untranslated } from './translate';
import { exitSentence, workerStateWord } from './words';

export interface DiagnosticsFacts {
  /** Name and version of the extension, the editor and the system, as they should be shown. */
  readonly versions: readonly string[];
  /** The Node.js that a run would use, or the code of the error that looking for it ended with. */
  readonly node: string;
  readonly isTrusted: boolean;
  readonly folders: number;
  /** A setting's value where somebody set it, else undefined. */
  readonly settingOf: (name: SettingName) => unknown;
  /** The code of the error that was shown last. */
  readonly lastError: string | undefined;
  readonly state: ClusterState;
}

/** The report as Markdown. It is for those who help, so it is in English like the code and the issues. */
export function diagnosticsReport(facts: DiagnosticsFacts): string {
  const { versions, node, isTrusted, folders, lastError, state } = facts;
  const lines = [
    ...versions,
    `Node.js for runs: ${node}`,
    `Folders: ${folders}, ${isTrusted ? 'trusted' : 'in restricted mode'}`,
    `Settings: ${settingsText(facts) || 'all as they come'}`,
    `Last error: ${lastError ?? 'none'}`,
    ...state.runs.flatMap(runLines),
  ];
  return `${lines.map((line) => (line.startsWith('  ') ? line : `- ${line}`)).join('\n')}\n`;
}

function settingsText({ settingOf }: DiagnosticsFacts): string {
  const set = SETTING_NAMES.filter((name) => settingOf(name) !== undefined);
  return set.map((name) => `\`${settingId(name)}\` ${valueText(name, settingOf(name))}`).join(', ');
}

const valueText = (name: SettingName, value: unknown): string =>
  SETTINGS[name].restricted ? '(set)' : `= \`${JSON.stringify(value)}\``;

function runLines({ info, link, workers }: RunState): string[] {
  const notices = info.notices.map(({ code }) => code).join(', ');
  const head = `Run of ${baseName(info.entry)}: ${info.mode} (${info.modeReason.code}), ${info.state}, link ${link}, Node ${info.node}`;
  return [
    notices === '' ? head : `${head}, notices ${notices}`,
    ...workers.map(({ slot, state, restarts, lastExit }) => {
      const exit = lastExit ? `, last exit: ${exitSentence(untranslated, lastExit)}` : '';
      return `  - #${slot} ${workerStateWord(untranslated, state)}, restarts ${restarts}${exit}`;
    }),
  ];
}
