/**
 * Numbers and names as a person reads them in a row: short, whole where a fraction tells nothing, with their unit.
 * Memory counts as VS Code's own process explorer does, a megabyte being 1024 * 1024 bytes.
 */
import type { ListeningAddress } from '../shared/runInfo';
import type { Translate } from './translate';

const KILOBYTE = 1024;
const MEGABYTE = KILOBYTE * KILOBYTE;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `12 %` */
export function percent(value: number): string {
  return `${Math.max(0, Math.round(value))} %`;
}

/** `84 MB`, `1.2 GB` */
export function memory(bytes: number): string {
  const megabytes = bytes / MEGABYTE;
  return megabytes < 1000 ? `${Math.round(megabytes)} MB` : `${(megabytes / KILOBYTE).toFixed(1)} GB`;
}

/** `812 req/s`, `0.4 req/s` */
export function rate(t: Translate, perSecond: number): string {
  const shown = perSecond > 0 && perSecond < 1 ? perSecond.toFixed(1) : String(Math.round(perSecond));
  return t('{0} req/s', shown);
}

/** `8 s`, `5 m`, `2 h 5 m`, `3 d 4 h` */
export function duration(t: Translate, milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  if (span < MINUTE) return t('{0} s', Math.floor(span / SECOND));
  if (span < HOUR) return t('{0} m', Math.floor(span / MINUTE));
  if (span < DAY) return t('{0} h {1} m', Math.floor(span / HOUR), Math.floor((span % HOUR) / MINUTE));
  return t('{0} d {1} h', Math.floor(span / DAY), Math.floor((span % DAY) / HOUR));
}

/** A duration in a row: young processes age in steps of ten seconds, so that idle rows stand still. */
export function age(t: Translate, milliseconds: number): string {
  return duration(t, milliseconds < MINUTE ? Math.floor(milliseconds / (10 * SECOND)) * 10 * SECOND : milliseconds);
}

/** What is left until a moment, counted down to `1 s`. */
export function countdown(t: Translate, left: number): string {
  return duration(t, Math.ceil(left / SECOND) * SECOND);
}

/** `0.4 ms`, `12 ms` */
export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

/** `1 restart`, `2 restarts` */
export function restarts(t: Translate, count: number): string {
  return count === 1 ? t('1 restart') : t('{0} restarts', count);
}

/** The last part of a path of either kind: `server.js`. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}

/** `:3000`, `127.0.0.1:3000`, `udp :53` or the path of a UNIX socket. */
export function address({ port, host, path, udp }: ListeningAddress): string {
  if (port === undefined) return path ?? '';
  const shownHost = host === undefined || host === '::' || host === '0.0.0.0' ? '' : bracketed(host);
  return `${udp ? 'udp ' : ''}${shownHost}:${port}`;
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** Distinct addresses, in their order. */
export function addresses(list: readonly ListeningAddress[]): readonly string[] {
  return [...new Set(list.map(address))].filter((shown) => shown !== '');
}

/** The parts that are there, joined as a row shows them: `812 · 12 % · 84 MB`. */
export function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
