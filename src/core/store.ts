/**
 * Holds the one state of the extension and tells its listeners of every change. The composition root owns the only
 * instance; `host` dispatches, the views read.
 */
import type { Disposable, StateSource } from './ports';
import { type Action, reduce } from './reducer';
import { type ClusterState, EMPTY_STATE } from './state';

type Listener = (now: ClusterState, before: ClusterState) => void;

export class Store implements StateSource {
  private current: ClusterState = EMPTY_STATE;
  private readonly listeners = new Set<Listener>();

  get state(): ClusterState {
    return this.current;
  }

  /** Applies an action and tells the listeners, unless it changed nothing. */
  dispatch(action: Action): void {
    const before = this.current;
    this.current = reduce(before, action);
    if (this.current === before) return;
    for (const listener of [...this.listeners]) listener(this.current, before);
  }

  onDidChange(listener: Listener): Disposable {
    const own: Listener = (now, before) => listener(now, before);
    this.listeners.add(own);
    return { dispose: () => this.listeners.delete(own) };
  }
}
