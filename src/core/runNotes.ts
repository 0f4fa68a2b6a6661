/**
 * What happened to a whole run, read off two states of it: scaled, reloads, its end. The primary numbers only what
 * happens to workers; these are noted here from the moment on at which this window watches.
 */
import type { ReloadInfo } from '../shared/runInfo';
import type { RunState } from './state';

export type RunNote =
  | { readonly kind: 'scaled'; readonly at: number; readonly from: number; readonly to: number }
  | { readonly kind: 'reload'; readonly at: number; readonly state: ReloadInfo['state']; readonly of: number }
  | { readonly kind: 'stopping' | 'ended'; readonly at: number };

/** What the step from one state to the next says, at the moment at which it was heard. */
export function notesOf(before: RunState, now: RunState, at: number): readonly RunNote[] {
  if (before.info === now.info && before.link === now.link) return [];
  return [...scaled(before, now, at), ...reloaded(before, now, at), ...ended(before, now, at)];
}

function scaled({ info: before }: RunState, { info: now }: RunState, at: number): readonly RunNote[] {
  if (before.target === now.target || now.state === 'stopping' || now.state === 'ended') return [];
  return [{ kind: 'scaled', at, from: before.target, to: now.target }];
}

function reloaded({ info: { reload: before } }: RunState, { info: { reload } }: RunState, at: number): RunNote[] {
  if (!reload) return [];
  const isNew = before?.startedAt !== reload.startedAt;
  if (!isNew && before?.state === reload.state) return [];
  return [{ kind: 'reload', at: isNew ? reload.startedAt : at, state: reload.state, of: reload.of }];
}

function ended({ info: before, link: linkBefore }: RunState, { info, link }: RunState, at: number): RunNote[] {
  if (link === 'ended' && linkBefore !== 'ended') return [{ kind: 'ended', at }];
  return info.state === 'stopping' && before.state !== 'stopping' ? [{ kind: 'stopping', at }] : [];
}
