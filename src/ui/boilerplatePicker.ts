/** Lets a person choose a boilerplate while its code is shown beside, in the form that their file needs. */
import * as vscode from 'vscode';
import {
  type Boilerplate,
  findSnippet,
  listBoilerplates,
  type ScriptForm,
  type SnippetFile,
} from '../core/boilerplate';
import { expandSnippet } from '../core/expandSnippet';
import { BoilerplatePreview } from './boilerplatePreview';

interface Choice extends vscode.QuickPickItem {
  readonly boilerplate: Boilerplate;
}

/** Resolves with the choice, or with undefined for a person who left. */
export async function pickBoilerplate(form: ScriptForm, snippets: SnippetFile): Promise<Boilerplate | undefined> {
  const preview = new BoilerplatePreview(form.language);
  const pick = createPick(form, snippets);
  pick.onDidChangeActive(([choice]) => {
    if (choice) preview.show(expandSnippet(findSnippet(snippets, choice.boilerplate.id, form).body));
  });
  try {
    return await untilChosen(pick);
  } finally {
    pick.dispose();
    await preview.close();
    preview.dispose();
  }
}

function createPick(form: ScriptForm, snippets: SnippetFile): vscode.QuickPick<Choice> {
  const pick = vscode.window.createQuickPick<Choice>();
  pick.title = vscode.l10n.t('Insert Cluster Boilerplate');
  pick.placeholder = vscode.l10n.t('Choose the code to start from ({0})', describe(form));
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  // A person may scroll the preview before they decide.
  pick.ignoreFocusOut = true;
  pick.items = listBoilerplates(vscode.l10n.t).map((boilerplate) => ({
    label: boilerplate.title,
    description: findSnippet(snippets, boilerplate.id, form).prefix,
    detail: detailOf(boilerplate),
    boilerplate,
  }));
  return pick;
}

function detailOf({ description, packages }: Boilerplate): string {
  return packages.length === 0 ? description : `${description} (${packages.join(', ')})`;
}

function describe({ language, moduleKind }: ScriptForm): string {
  if (language === 'typescript') return 'TypeScript';
  return moduleKind === 'esm' ? vscode.l10n.t('JavaScript, ES modules') : vscode.l10n.t('JavaScript, CommonJS');
}

function untilChosen(pick: vscode.QuickPick<Choice>): Promise<Boilerplate | undefined> {
  return new Promise((resolve) => {
    pick.onDidAccept(() => resolve(pick.activeItems[0]?.boilerplate));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
}
