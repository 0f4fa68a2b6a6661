/** Saves what a dashboard shows to a file of a person's choice. */
import * as vscode from 'vscode';
import { exportFileName, exportText } from '../core/dashboard/exportText';
import type { ExportFormat } from '../core/dashboard/messages';
import { baseName } from '../core/format';
import type { RunHistory } from '../core/runHistory';
import type { RunState } from '../core/state';
import { saveExport } from './saveExport';

/** Asks where to and writes the file; does nothing when the person changes their mind. */
export function exportRun(format: ExportFormat, run: RunState, history: RunHistory): Promise<void> {
  const { entry, cwd } = run.info;
  return saveExport({
    title: vscode.l10n.t('Export the Dashboard'),
    name: exportFileName(format, baseName(entry), Date.now()),
    format,
    text: exportText(format, run, history),
    entry,
    cwd,
  });
}
