/**
 * From the path that a person typed to the address that gets the load: always one that the run itself listens on, on
 * this machine. What is typed may be a whole URL, as it is copied from a browser, but it cannot lead anywhere else.
 */
import { isLoopbackHost } from '../../shared/loopback';
import type { ListeningAddress, WorkerInfo } from '../../shared/runInfo';
import { ClusterError } from '../clusterError';
import type { Translate } from '../translate';

/** Hosts that a server gives for all interfaces, this machine's own among them. */
const EVERY_INTERFACE: readonly (string | undefined)[] = [undefined, '', '0.0.0.0', '::'];

/** The URL for the load; throws `notLoopback` and `noPort`. */
export function loadTarget(t: Translate, workers: readonly WorkerInfo[], typed: string): string {
  const listening = workers.flatMap(({ addresses }) => addresses).filter(({ port, udp }) => port !== undefined && !udp);
  if (listening.length === 0) throw noPort(t);
  const origins = [...new Set(listening.map(loopbackOrigin).filter((origin) => origin !== undefined))];
  const [first] = origins;
  if (first === undefined) throw notLoopback(t, listening[0]?.host ?? '');
  const wanted = parse(t, typed.trim(), first);
  const origin = origins.find((one) => new URL(one).port === wanted.port);
  if (origin === undefined) throw otherPort(t, wanted.host, first);
  return `${origin}${wanted.pathname}${wanted.search}`;
}

/** Where this machine reaches an address; undefined where only others may. */
function loopbackOrigin({ host, port, tls }: ListeningAddress): string | undefined {
  const name = EVERY_INTERFACE.includes(host) ? '127.0.0.1' : host?.includes(':') ? `[${host}]` : host;
  const url = `${tls ? 'https' : 'http'}://${name}:${port}`;
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname) ? url : undefined;
}

function parse(t: Translate, typed: string, origin: string): URL {
  const isUrl = /^[a-z][a-z0-9+.-]*:/i.test(typed);
  const text = isUrl || typed.startsWith('/') ? typed : `/${typed}`;
  if (!URL.canParse(text, origin)) throw notLoopback(t, typed);
  const url = new URL(text, origin);
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  // `localhost` is taken for what everybody means by it and never looked up: the load goes to the run's own address.
  const isHere = isLoopbackHost(url.hostname) || url.hostname === 'localhost';
  if (!isHttp || !isHere) throw notLoopback(t, url.hostname || typed);
  return url;
}

/** What is wrong with a typed path, for whoever is typing; undefined when it is right. */
export function pathProblem(t: Translate, workers: readonly WorkerInfo[], typed: string): string | undefined {
  try {
    loadTarget(t, workers, typed);
    return undefined;
  } catch (error) {
    return error instanceof ClusterError ? error.message : String(error);
  }
}

function noPort(t: Translate): ClusterError {
  const hint = t('Wait until a worker listens on a TCP port; the Cluster view shows it.');
  return new ClusterError('noPort', t('There is no address to send requests to.'), hint);
}

function notLoopback(t: Translate, host: string): ClusterError {
  const hint = t('Have the app listen on 127.0.0.1, ::1 or all interfaces, and give a path such as /api.');
  return new ClusterError('notLoopback', t('{0} is not this machine, and load goes nowhere else.', host), hint);
}

function otherPort(t: Translate, host: string, origin: string): ClusterError {
  const hint = t('Give a path such as /api; the run listens at {0}.', origin);
  return new ClusterError('notLoopback', t('The run does not listen at {0}.', host), hint);
}
