/** All rows, in the order of the report. */
import { dormantRow } from './dormant';
import { extensionRows } from './extension';
import { hungRow } from './hung';
import { launchRow } from './launch';
import { logsRow } from './logs';
import { memoryRow } from './memory';
import { reloadRow } from './reload';
import { requestRows, schedulingRow } from './requests';
import type { Row } from './row';
import { stormRow } from './storm';
import { watchingRows } from './watching';

export const ROWS: readonly Row[] = [
  ...requestRows,
  schedulingRow,
  hungRow,
  launchRow,
  reloadRow,
  memoryRow,
  ...watchingRows,
  logsRow,
  stormRow,
  dormantRow,
  ...extensionRows,
];

/** The rows of these names; a name also stands for all that begin with it and a dash: `requests`, `watch`. */
export function selectRows(names: readonly string[]): readonly Row[] {
  if (names.length === 0) return ROWS;
  const unknown = names.filter((name) => !ROWS.some((row) => isNamed(row, name)));
  if (unknown.length > 0) {
    throw new RangeError(`no row is named ${unknown.join(', ')}; there are ${ROWS.map((row) => row.name).join(', ')}`);
  }
  return ROWS.filter((row) => names.some((name) => isNamed(row, name)));
}

function isNamed({ name }: Row, asked: string): boolean {
  return name === asked || name.startsWith(`${asked}-`);
}
