/** Record CPU Profile: what a worker does for some seconds, opened in VS Code's own viewer. */
import * as vscode from 'vscode';
import { ClusterError } from '../../core/clusterError';
import { type WorkerTarget, workerName } from '../../core/runTargets';
import type { WorkerInfo } from '../../shared/runInfo';
import { cancellable } from '../cancellable';
import { writeText } from '../fileAccess';
import { chooseWorker } from '../pickers';
import type { CommandServices, Ended } from './commandServices';

const { t } = vscode.l10n;

const SECONDS = { usual: 5, most: 300 } as const;
const hasProcess = ({ pid }: WorkerInfo): boolean => pid !== undefined;

/** Records for as long as is given or asked for, with its progress, and opens the profile. */
export async function profileWorker(services: CommandServices, argument: unknown, options: unknown): Promise<Ended> {
  const target = await chooseWorker(services.state.state, { argument, fits: hasProcess });
  const seconds = target && (await profileSeconds(target, options));
  if (target === undefined || seconds === undefined) return 'cancelled';
  const worker = workerName(target);
  const title = t('Recording the CPU of worker {0}', worker.slot);
  const profile = await cancellable(title, (signal, report) => {
    let past = 0;
    const clock = setInterval(() => report(t('{0} of {1} s', ++past, seconds), 100 / seconds), 1000);
    return services.insight.recordProfile(worker, { seconds, signal }).finally(() => clearInterval(clock));
  });
  if (profile === undefined) return 'cancelled';
  const uri = await services.captures.add({ entry: target.run.info.entry, slot: worker.slot, extension: 'cpuprofile' });
  await writeText(uri, profile);
  await services.captures.open(uri);
  return 'done';
}

/** Menus hand on the selection as a second argument: a list is no option. */
async function profileSeconds({ worker }: WorkerTarget, options: unknown): Promise<number | undefined> {
  const given = typeof options === 'object' && options !== null && 'seconds' in options ? options.seconds : undefined;
  if (given !== undefined) {
    if (secondsProblem(String(given)) === undefined) return Number(given);
    throw new ClusterError('badSeconds', t('{0} is no duration of a profile.', String(given)), secondsWanted());
  }
  const typed = await vscode.window.showInputBox({
    title: t('Record CPU Profile of Worker {0}', worker.slot),
    prompt: t('For how many seconds? The worker serves on meanwhile.'),
    value: String(SECONDS.usual),
    validateInput: secondsProblem,
  });
  return typed === undefined ? undefined : Number(typed);
}

const secondsWanted = (): string => t('Give a number of seconds from 1 to {0}.', SECONDS.most);

function secondsProblem(text: string): string | undefined {
  const seconds = Number(text);
  return seconds >= 1 && seconds <= SECONDS.most ? undefined : secondsWanted();
}
