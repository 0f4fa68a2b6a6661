/** Shows what the primaries notice about their runs, each once, with the button that mends it. */
import * as vscode from 'vscode';
import type { Disposable, Machine, StateSource } from '../core/ports';
import { noticeError, refusedPort, rivalOf } from '../core/runNotices';
import type { RunState } from '../core/state';
import type { Notice } from '../shared/runInfo';
import type { Notifier } from './notify';

export interface NoticeBoardParts {
  readonly state: StateSource;
  readonly machine: Machine;
  readonly notifier: Notifier;
}

/** Watches the runs until it is disposed. */
export function createNoticeBoard({ state, machine, notifier }: NoticeBoardParts): Disposable {
  const shown = new Set<string>();
  const show = async (run: RunState, notice: Notice): Promise<void> => {
    const port = notice.code === 'portTaken' ? refusedPort(run) : undefined;
    const holder = port === undefined ? undefined : await machine.findPortHolder(port);
    const rival = holder && rivalOf(run, state.state.runs, holder.pid);
    const error = noticeError(vscode.l10n.t, run, { notice, holder, rival });
    if (error) notifier.showError(error);
  };
  return state.onDidChange(({ runs }) => {
    for (const run of runs) {
      for (const notice of run.info.notices) {
        const key = `${run.info.id} ${notice.code}`;
        if (shown.has(key)) continue;
        shown.add(key);
        void show(run, notice);
      }
    }
  });
}
