/**
 * How clients' connections and requests find their workers, as far as that is ours to arrange: the scheduling, and
 * sticky sessions. An app that forks by itself is left alone with both.
 */
import type { LaunchParameters } from '../../shared/launchParameters';
import type { Notice, RunInfo, RunMode } from '../../shared/runInfo';
import type { WorkerParameters } from '../channel';
import { canTryAlone } from './portShares';
import { makeToken, openPeerFolder, openRunDirectory } from './runDirectory';
import { chooseScheduling } from './scheduling';

export interface Connections {
  /** What the run says of itself. */
  readonly info: Pick<RunInfo, 'scheduling' | 'sticky'>;
  /** What each worker is told. */
  readonly worker: Pick<WorkerParameters, 'ownSockets' | 'sticky'>;
  readonly notices: readonly Omit<Notice, 'at'>[];
  /** Takes away what the workers met in, when they have ended. */
  readonly close?: () => void;
}

const LEFT_TO_APP = 'The app forks its workers itself, so how connections and sessions reach them is left to it.';

/** Arranges the connections of a run that begins. */
export function arrangeConnections(mode: RunMode, { scheduling, sticky, dir }: LaunchParameters): Connections {
  if (mode === 'observe') {
    const isAsked = scheduling !== 'roundRobin' || sticky !== 'off';
    return {
      info: {},
      worker: { ownSockets: false },
      notices: isAsked ? [{ code: 'leftToApp', message: LEFT_TO_APP }] : [],
    };
  }
  const { platform, version } = process;
  const choice = chooseScheduling(scheduling, { platform, version, canTryAlone: canTryAlone() });
  const notices: Omit<Notice, 'at'>[] = choice.problem ? [{ code: 'noReusePort', message: choice.problem }] : [];
  const ownSockets = choice.scheduling === 'reusePort';
  if (sticky === 'off') return { info: { scheduling: choice.scheduling }, worker: { ownSockets }, notices };
  try {
    const { prefix, remove: close } = openPeerFolder(openRunDirectory(dir));
    const worker = { ownSockets, sticky: { mode: sticky, prefix, secret: makeToken() } };
    return { info: { scheduling: choice.scheduling, sticky }, worker, notices, close };
  } catch (error) {
    const message = `Sticky sessions: the workers have no private folder to meet in (${error instanceof Error ? error.message : error}).`;
    const refused = [...notices, { code: 'stickyRefused' as const, message }];
    return { info: { scheduling: choice.scheduling }, worker: { ownSockets }, notices: refused };
  }
}
