/** Take Heap Snapshot: all that is in a worker's memory, opened in VS Code's own viewer. Its pause is announced first. */
import * as vscode from 'vscode';
import { memory } from '../../core/format';
import { heapPause, servedMeanwhile } from '../../core/heapPause';
import { type WorkerTarget, workerName } from '../../core/runTargets';
import type { WorkerInfo } from '../../shared/runInfo';
import { cancellable } from '../cancellable';
import { chooseWorker } from '../pickers';
import type { CommandServices, Ended } from './commandServices';

const { t } = vscode.l10n;

const hasProcess = ({ pid }: WorkerInfo): boolean => pid !== undefined;

/** Asks, takes the snapshot with its progress, and opens it. */
export async function heapSnapshot(services: CommandServices, argument: unknown): Promise<Ended> {
  const target = await chooseWorker(services.state.state, { argument, fits: hasProcess });
  if (target === undefined) return 'cancelled';
  const { canRest, sentence } = servedMeanwhile(t, target);
  if (!(await isPauseWanted(target, sentence))) return 'cancelled';
  const worker = workerName(target);
  const uri = await services.captures.add({
    entry: target.run.info.entry,
    slot: worker.slot,
    extension: 'heapsnapshot',
  });
  const isWhole = await cancellable(t('Taking a heap snapshot of worker {0}', worker.slot), (signal, report) => {
    if (canRest) report(t('its requests end first'), 0);
    let shown = 0;
    const onProgress = ({ walked, written }: { readonly walked: number; readonly written: number }): void => {
      const message = walked < 1 ? t('going through the heap') : t('{0} written', memory(written));
      report(message, Math.max(0, walked - shown) * 100);
      shown = Math.max(shown, walked);
    };
    return services.insight.writeHeapSnapshot(worker, { file: uri.fsPath, rest: canRest, signal, onProgress });
  });
  if (!isWhole) return 'cancelled';
  await services.captures.open(uri);
  return 'done';
}

/** Tells beforehand that, and about how long, the worker will stand still. */
async function isPauseWanted({ run, worker }: WorkerTarget, served: string): Promise<boolean> {
  const pause = heapPause(t, { heapUsed: run.samples.get(worker.slot)?.heapUsed, node: run.info.node });
  const take = t('Take Heap Snapshot');
  const detail = t('{0} The file is about twice as large as the heap.', served);
  const message = t('Worker {0} will stand still {1}.', worker.slot, pause);
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, take)) === take;
}
