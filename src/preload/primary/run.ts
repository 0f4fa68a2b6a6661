/**
 * Puts a run together: roster, supervisor or observer, record and link. The workers are forked first; the link, which
 * nobody waits for, is opened while they boot.
 */

import type { InspectorUse, Request } from '../../shared/protocol';
import { PROTOCOL_VERSION } from '../../shared/protocol';
import type { ModeReason, RunInfo, RunMode } from '../../shared/runInfo';
import type { RunRecord } from '../../shared/runRecord';
import type { Target } from '../target';
import { announce } from './announce';
import { arrangeConnections, type Connections } from './connections';
import { noticeFileWatcher } from './fileWatcher';
import { takeEnvironment } from './forkEnvironment';
import type { Incarnation } from './incarnation';
import type { Inspections } from './inspections';
import { type Asker, Link } from './link';
import { latestThatFit } from './logAnswer';
import { Observer } from './observer';
import { inheritedOutput, type OutputReader, PrefixedOutput } from './output';
import { Roster } from './roster';
import { Refusal, type RunControl } from './runControl';
import { chooseEndpoint, makeToken, openRunDirectory, RecordFile } from './runDirectory';
import { watchSilence } from './silence';
import { superviseHere } from './supervise';

export interface RunStart {
  readonly target: Target;
  /** The file, resolved. */
  readonly entry: string;
  /** The file as it was named; the workers get the same. */
  readonly main: string;
  readonly args: readonly string[];
  readonly mode: RunMode;
  readonly reason: ModeReason;
}

/** What both modes are built from. */
export interface RunParts {
  readonly start: RunStart;
  readonly roster: Roster;
  readonly output: OutputReader;
  readonly environment: ReturnType<typeof takeEnvironment>;
  readonly publish: (sample: Parameters<Link['sample']>[0]) => void;
  /** Takes the record and the like away and closes the link, once somebody has seen how the run ended or `linger` is over. */
  readonly unpublish: () => Promise<void>;
}

type Control = RunControl & { processes(): Iterable<Incarnation> };

/** Starts the run in this process. */
export function startRun(start: RunStart): void {
  const { target, mode } = start;
  const { parameters } = target;
  const connections = arrangeConnections(mode, parameters);
  const roster = new Roster(describe(start, connections.info));
  for (const problem of target.problems) roster.notice('badParameter', problem);
  noticeFileWatcher(roster);
  for (const { code, message } of connections.notices) roster.notice(code, message);
  if (parameters.announce) announce(roster);
  const prefixed = mode === 'supervise' && parameters.log === 'prefix';
  const output = prefixed ? new PrefixedOutput() : inheritedOutput;
  const environment = takeEnvironment({
    preload: target.preload,
    mode,
    parameters,
    connections: connections.worker,
  });
  let publication: Publication | undefined;
  const parts: RunParts = {
    start,
    roster,
    output,
    environment,
    publish: (sample) => publication?.link.sample(sample),
    unpublish: async () => {
      await publication?.link.untilSeen(parameters.linger);
      publication?.close();
      connections.close?.();
    },
  };
  const control: Control = mode === 'supervise' ? superviseHere(parts) : new Observer(parts);
  watchSilence(() => control.processes());
  setImmediate(() => {
    try {
      publication = publish(parts, control);
    } catch {
      // No run directory that can be trusted: the app runs on, no editor will see it.
    }
  });
}

function describe({ target, entry, args, mode, reason }: RunStart, connections: Connections['info']): RunInfo {
  const startedAt = Date.now();
  return {
    id: `${process.pid}-${startedAt.toString(36)}`,
    pid: process.pid,
    entry,
    args,
    cwd: process.cwd(),
    mode,
    modeReason: reason,
    ...connections,
    stopTimeout: target.parameters.stopTimeout,
    state: 'starting',
    target: 0,
    startedAt,
    node: process.version,
    notices: [],
  };
}

interface Publication {
  readonly link: Link;
  close(): void;
}

function publish({ start, roster, output }: RunParts, control: Control): Publication {
  const directory = openRunDirectory(start.target.parameters.dir);
  const token = makeToken();
  const endpoint = chooseEndpoint(directory);
  const file = new RecordFile(directory);
  let inspections: Inspections | undefined;
  const inspect = (): Inspections => {
    inspections ??= loadInspections(output);
    return inspections;
  };
  const link = new Link({
    roster,
    token,
    perform: (request, client) => perform(request, { control, output, inspect, client }),
    onGone: (client) => inspections?.release(client),
    onWatch: (on) => control.watch(on),
  });
  const record = (): RunRecord => {
    const { pid, entry, cwd, startedAt } = roster.run;
    const living = [...control.processes()].filter(({ pid }) => pid !== 0);
    const workers = living.map((process) => process.pid);
    const forkedAt = living.map((process) => process.forkedAt);
    return { pid, endpoint, token, entry, cwd, startedAt, protocol: PROTOCOL_VERSION, workers, forkedAt };
  };
  link.listen(endpoint, () => {
    file.write(record());
    roster.onEvent((event) => {
      if (event.type === 'worker') file.write(record());
    });
  });
  output.onBatch((batch) => link.log(batch));
  process.once('exit', () => file.remove());
  return {
    link,
    close() {
      link.close();
      file.remove();
    },
  };
}

interface Performers {
  readonly control: RunControl;
  readonly output: OutputReader;
  readonly inspect: () => Inspections;
  readonly client: Asker;
}

function perform(request: Request, { control, output, inspect, client }: Performers): unknown {
  switch (request.type) {
    case 'fork':
      return control.fork();
    case 'scale':
      return control.scale(request.workers);
    case 'kill':
      return control.kill(request.worker, request.signal);
    case 'restart':
      return request.worker === undefined ? control.restartAll() : control.restartWorker(request.worker);
    case 'reload':
      return control.reload();
    case 'stop':
      return request.force ? control.forceStop() : control.stop();
    case 'log':
      return readLog(request, output);
    case 'inspect':
      return inspect().open(control.processIn(request.worker), { client, ...useOf(request) });
    case 'closeInspector':
      return inspect().close(request.pid, { client, ...useOf(request) });
    default:
      throw new Refusal('unknownRequest', 'This primary does not know that request.');
  }
}

const useOf = ({ debugger: debugs, rest }: InspectorUse): Required<InspectorUse> => ({
  debugger: debugs === true,
  rest: rest === true,
});

/** A bundle of its own: most runs are never looked into. */
function loadInspections(output: OutputReader): Inspections {
  const room = require('./inspections.cjs') as typeof import('./inspections');
  return new room.Inspections(output, (code, message) => new Refusal(code, message));
}

function readLog({ worker, lines }: Extract<Request, { type: 'log' }>, output: OutputReader): unknown {
  if (!output.kept)
    throw new Refusal('notSupported', 'The app writes to its own terminal; the primary keeps no log of it.');
  return { lines: latestThatFit(output.latest({ lines, ...(worker === undefined ? {} : { slot: worker }) })) };
}
