/** What a run of the benchmark leaves: the rounds of every row as they were measured, with the machine and the day. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RESULTS } from '../support/vscode/layout';
import type { Machine } from './machine';
import type { Round } from './rounds';
import type { Effort } from './rows/row';

export interface RowResult {
  readonly name: string;
  /** ISO time of its end. */
  readonly measuredAt: string;
  readonly rounds: readonly Round[];
  /** Why it was not measured, or not to its end. */
  readonly trouble?: string;
}

export interface BenchResults {
  /** Of the apps: `24.21.0`. */
  readonly node: string;
  readonly effort: Effort;
  readonly startedAt: string;
  readonly machine: Machine;
  readonly rows: readonly RowResult[];
}

/** The folder of results and reports. */
export const OUTPUT = path.join(RESULTS, 'bench');

/** The file, without its ending, that results of this kind are kept in. */
export function resultsName({ node, effort }: Pick<BenchResults, 'node' | 'effort'>): string {
  return `node-${node}${effort === 'full' ? '' : `-${effort}`}`;
}

/** Writes results so that a stopped run leaves all that it has measured. */
export function saveResults(results: BenchResults): void {
  mkdirSync(OUTPUT, { recursive: true });
  const file = path.join(OUTPUT, `${resultsName(results)}.json`);
  writeFileSync(`${file}.new`, `${JSON.stringify(results, null, 1)}\n`);
  renameSync(`${file}.new`, file);
}

/** The results of that kind, if there are any. */
export function loadResults(kind: Pick<BenchResults, 'node' | 'effort'>): BenchResults | undefined {
  const file = path.join(OUTPUT, `${resultsName(kind)}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as BenchResults) : undefined;
}

/** All full results, the oldest Node first. */
export function loadFullResults(): BenchResults[] {
  if (!existsSync(OUTPUT)) return [];
  const files = readdirSync(OUTPUT).filter((name) => /^node-[\d.]+\.json$/.test(name));
  const all = files.map((name) => JSON.parse(readFileSync(path.join(OUTPUT, name), 'utf8')) as BenchResults);
  return all.sort((a, b) => Number.parseInt(a.node, 10) - Number.parseInt(b.node, 10));
}

/** The results with a row's new one in the place of its old one. */
export function withRow(results: BenchResults, row: RowResult): BenchResults {
  const others = results.rows.filter(({ name }) => name !== row.name);
  return { ...results, rows: [...others, row] };
}
