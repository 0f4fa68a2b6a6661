/** Sorts the table's rows by a column; rows without a value come last either way, and equal ones go by their number. */
import type { TableColumn, TableRow } from './workerTable';

/** The rows in order. */
export function sortRows(rows: readonly TableRow[], column: TableColumn, isDescending: boolean): readonly TableRow[] {
  const sign = isDescending ? -1 : 1;
  return rows.toSorted((a, b) => compare(a, b, column, sign) || a.slot - b.slot);
}

function compare(a: TableRow, b: TableRow, column: TableColumn, sign: number): number {
  const [one, other] = [a.cells[column], b.cells[column]];
  if (one.sort === undefined && other.sort === undefined) return sign * one.text.localeCompare(other.text);
  if (one.sort === undefined) return 1;
  return other.sort === undefined ? -1 : sign * (one.sort - other.sort);
}
