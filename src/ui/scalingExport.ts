/** Saves a measurement to a file of a person's choice. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { exportFileName } from '../core/dashboard/exportText';
import { baseName } from '../core/format';
import { exportScaling } from '../core/scaling/exportScaling';
import type { Measurement } from '../core/scaling/measurement';
import type { ScalingFormat } from '../core/scaling/scalingView';
import { saveExport } from './saveExport';

/** Asks where to and writes the file; does nothing when the person changes their mind. */
export function exportMeasurement(format: ScalingFormat, measurement: Measurement): Promise<void> {
  const { entry, startedAt } = measurement;
  const name = `${baseName(entry).replace(/\.[^.]+$/, '')}-scaling`;
  return saveExport({
    title: vscode.l10n.t('Export the Measurement'),
    name: exportFileName(format, name, startedAt),
    format,
    text: exportScaling(format, measurement),
    entry,
    cwd: dirname(entry),
  });
}
