/**
 * The probe: our part in a worker, which Node loads before the app's first file. It puts the environment back as the user made it, reports crashes and samples to the
 * primary, and lets a worker whose work is done end as it would without a channel. It has no listener that keeps the
 * process alive and none that changes how an error ends it.
 */
import type { Server } from 'node:net';
import { PARAMETERS_VARIABLE } from '../../shared/parametersVariable';
import { CHANNEL_MARK, type FromWorker, readMessage, type ToWorker, type WorkerParameters } from '../channel';
import { restoreNodeOptions } from '../environment';
import { isMainThread } from '../mainThread';
import { reportErrors } from './crash';
import type { DrainOptions } from './drain';
import { harmless } from './harmless';
import { closeInspector, followOwnSignal, openInspector, prepareInspector, tellDebugger } from './inspector';
import { allowNaturalExit } from './lifetime';
import { reportServers } from './listening';
import { type Metrics, startMetrics } from './metrics';
import { exitWhenOrphaned } from './orphan';
import { prepareOutput } from './output';
import { askForOwnSockets } from './ownSockets';
import { countRequests } from './requests';
import type { RestOptions } from './rest';
import { followServers } from './servers';

/** Starts the probe with the text of the parameters' variable. Does nothing outside a cluster worker. */
function startProbe(text: string): void {
  delete process.env[PARAMETERS_VARIABLE];
  restoreNodeOptions(process.env, __filename);
  const cluster = require('node:cluster') as typeof import('node:cluster').default;
  const parameters = JSON.parse(text) as WorkerParameters;
  if (!cluster.isWorker || process.send === undefined) return;
  prepareInspector();
  let metrics: Metrics | undefined;
  const tell = teller(process.send as Send);
  tellDebugger(tell);
  // What was counted since the last beat would be lost with the process.
  reportErrors(tell, () => metrics?.beat());
  const ownServers = new WeakSet<Server>();
  if (parameters.ownSockets) askForOwnSockets(cluster, parameters.worker);
  const servers = followServers(cluster, ownServers);
  if (parameters.mode === 'supervise') {
    if (parameters.log === 'prefix') prepareOutput(parameters.tty);
    allowNaturalExit(servers);
  }
  reportServers(tell, { isOurs: (server) => ownServers.has(server), isShared: servers.isShared });
  exitWhenOrphaned();
  const requests = countRequests();
  metrics = startMetrics({ tell, requests, servers, watched: parameters.watched, onBeat: followOwnSignal(tell) });
  const onRefused = (reason: string): void => tell({ op: 'stickyRefused', reason });
  const onProxied = requests.forget;
  const sticky =
    parameters.sticky &&
    loadSticky().startSticky({ cluster, parameters: parameters.sticky, ownServers, onProxied, onRefused });
  const { inFlight } = requests;
  const onDrained = (): void => {
    metrics?.beat();
    tell({ op: 'drained' });
  };
  let wake = (): void => {};
  obeyPrimary({
    watch: ({ on }) => metrics?.watch(on),
    drain: () => startDrain({ servers, inFlight, onDrained, alongside: sticky && (() => sticky.drain()) }),
    rest: ({ on }) => {
      wake();
      wake = on ? startRest({ servers, inFlight, onRested: () => tell({ op: 'rested' }) }) : () => {};
    },
    inspect: () => openInspector(tell),
    closeInspector,
    end: ({ signal }) => endAs(signal),
  });
}

/** What to do for each message of the primary. */
type Orders = { readonly [K in ToWorker['op']]: (message: Extract<ToWorker, { op: K }>) => void };

function obeyPrimary(orders: Orders): void {
  const obey = harmless((message: ToWorker) => {
    (orders[message.op] as ((message: ToWorker) => void) | undefined)?.(message);
  });
  process.on('internalMessage' as 'message', (raw) => {
    const message = readMessage<ToWorker>(raw);
    if (message) obey(message);
  });
}

type StickyRoom = typeof import('../sticky/sticky');
// A bundle of its own, for the runs that ask for it.
const loadSticky = (): StickyRoom => require('./sticky.cjs');

type Send = (message: unknown, handle: undefined, options: undefined, done: () => void) => boolean;

/** Sends to the primary. Keeps the original `send`, which apps and libraries like to wrap. */
function teller(send: Send): (message: FromWorker) => void {
  return (message) => {
    if (!process.connected) return;
    // The callback takes the error of a channel that closes meanwhile, which would be thrown otherwise.
    send.call(process, { cmd: CHANNEL_MARK, ...message }, undefined, undefined, () => {});
  };
}

/** Loaded only when it is needed: most workers never drain. */
function startDrain(options: DrainOptions): void {
  (require('./drain') as typeof import('./drain')).drain(options);
}

function startRest(options: RestOptions): () => void {
  return (require('./rest') as typeof import('./rest')).rest(options);
}

function endAs(signal: NodeJS.Signals): void {
  if (!process.emit(signal, signal)) process.exit(1);
}

try {
  const text = process.env[PARAMETERS_VARIABLE];
  if (text?.startsWith('{"worker":') && isMainThread()) startProbe(text);
} catch {
  // The user's program goes on without us.
}
