/** The command Choose Stateless Checks: which rules speak in this workspace. With a rule named it silences that one. */
import * as vscode from 'vscode';
import { isRule, RULES, type RuleId } from '../../core/stateless/finding';
import { ruleTitle } from '../../core/stateless/words';
import { setting } from '../config';

const { t } = vscode.l10n;

export interface ChooseChecksOptions {
  /** A rule to ignore without asking. */
  readonly ignore?: string;
}

/** Writes the choice to the workspace's settings, or to the user's where no folder is open. */
export async function chooseChecks(options?: ChooseChecksOptions): Promise<'done' | 'cancelled'> {
  const ignored = setting('ignoredDiagnostics');
  const named = options?.ignore;
  const chosen =
    named !== undefined && isRule(named) ? [...ignored.filter((rule) => rule !== named), named] : await pick(ignored);
  if (!chosen) return 'cancelled';
  const target = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  const configuration = vscode.workspace.getConfiguration('nodeCluster');
  const isUsual = chosen.length === 0 && inherited(configuration, target).length === 0;
  await configuration.update('ignoredDiagnostics', isUsual ? undefined : chosen, target);
  return 'done';
}

/** What holds where the target has no value of its own. */
function inherited(
  configuration: vscode.WorkspaceConfiguration,
  target: vscode.ConfigurationTarget,
): readonly string[] {
  const { globalValue, defaultValue } = configuration.inspect<readonly string[]>('ignoredDiagnostics') ?? {};
  const users = target === vscode.ConfigurationTarget.Workspace ? globalValue : undefined;
  return users ?? defaultValue ?? [];
}

async function pick(ignored: readonly string[]): Promise<readonly RuleId[] | undefined> {
  const items = RULES.map((rule) => ({
    label: ruleTitle(t, rule),
    description: rule,
    picked: !ignored.includes(rule),
    rule,
  }));
  const title = t('Choose Stateless Checks');
  const placeHolder = t('What to be told about in this workspace');
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, canPickMany: true });
  return chosen && RULES.filter((rule) => !chosen.some((item) => item.rule === rule));
}
