/** Remembers the path and the connections that a person chose for measuring an entry, in this workspace. */
import type * as vscode from 'vscode';
import { readChoices, type ScalingChoices } from '../core/scaling/scalingChoices';

const KEY = 'scalingChoices';
const KEPT = 50;

export class ScalingMemory {
  constructor(private readonly memory: vscode.Memento) {}

  /** The last choices for an entry; undefined where nothing was chosen yet. */
  of(entry: string): ScalingChoices | undefined {
    const { path, connections } = readChoices(this.all().find(([name]) => name === entry)?.[1]);
    return path === undefined || connections === undefined ? undefined : { path, connections };
  }

  async remember(entry: string, choices: ScalingChoices): Promise<void> {
    const others = this.all().filter(([name]) => name !== entry);
    await this.memory.update(KEY, [[entry, choices], ...others].slice(0, KEPT));
  }

  private all(): readonly (readonly [string, unknown])[] {
    return this.memory.get<[string, unknown][]>(KEY, []);
  }
}
