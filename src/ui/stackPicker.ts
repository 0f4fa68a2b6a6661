/**
 * Shows a stack: opens the editor at the line that is executing, and lists all frames beside it. Moving through the list
 * shows each frame's line; the list closes by itself when the person turns to the code.
 */
import * as vscode from 'vscode';
import { baseName } from '../core/format';
import { placeToLookAt, type StackFrame } from '../core/stackFrame';

const { t } = vscode.l10n;

type FrameItem = vscode.QuickPickItem & { readonly frame: StackFrame };

/** Opens the place to look at and the list; resolves when the editor shows it. */
export async function showStack(frames: readonly StackFrame[], title: string): Promise<void> {
  const place = placeToLookAt(frames);
  if (place) await openFrame(place, { isPreview: false });
  const items = frames.map(itemOf);
  const picker = vscode.window.createQuickPick<FrameItem>();
  picker.title = title;
  picker.placeholder = t('The stack, innermost call first. Choose a frame to go to its line.');
  picker.matchOnDescription = true;
  picker.items = items;
  picker.activeItems = items.filter(({ frame }) => frame === place);
  picker.onDidChangeActive(([item]) => {
    if (item && item.frame !== place) void openFrame(item.frame, { isPreview: true });
  });
  picker.onDidAccept(() => {
    const [item] = picker.activeItems;
    picker.hide();
    if (item) void openFrame(item.frame, { isPreview: false });
  });
  picker.onDidHide(() => picker.dispose());
  picker.show();
}

function itemOf(frame: StackFrame): FrameItem {
  const { name, file, script, line } = frame;
  const label = name === '' ? t('(anonymous)') : name;
  const place = file ?? script;
  return { frame, label, description: place === '' ? t('(evaluated)') : `${baseName(place)}:${line}` };
}

async function openFrame({ file, line, column }: StackFrame, how: { readonly isPreview: boolean }): Promise<void> {
  if (file === undefined) return;
  const at = new vscode.Position(line - 1, column - 1);
  const options = { selection: new vscode.Range(at, at), preview: how.isPreview, preserveFocus: how.isPreview };
  await vscode.window.showTextDocument(vscode.Uri.file(file), options);
}
