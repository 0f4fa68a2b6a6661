/**
 * The inspectors of the workers: opened when a client asks, closed when the last one that asked is done or gone. One
 * that was open before, by the user's own flag or another tool, is told and left as it is.
 */
import type { InspectorInfo, InspectorUse } from '../../shared/protocol';
import type { InspectorAnswer } from '../channel';
import type { Incarnation } from './incarnation';
import type { Asker } from './link';
import { openBySignal } from './openBySignal';
import type { OutputReader } from './output';
import type { Refuse } from './runControl';

export { isInspected } from './openBySignal';

/** A loop that is not blocked answers within a few milliseconds; a busy machine gets some more. */
const ANSWER_WITHIN_MS = 750;

interface Opened {
  readonly url: string;
  /** Whether it was opened for a client, and is to be closed. */
  readonly ours: boolean;
}

/** How long a worker may take to end the requests that it has, before it is looked into all the same. */
const RESTED_WITHIN_MS = 5000;

/** Who holds an inspector open, and what for. */
export interface Holder extends Required<InspectorUse> {
  readonly client: Asker;
}

interface Inspection {
  opened: Promise<Opened>;
  /** The clients that hold it open, each as often as it has asked. */
  readonly holders: Holder[];
  /** When nothing is under way in it any more, where somebody wants it to rest. */
  rested?: Promise<void> | undefined;
}

export class Inspections {
  private readonly inspections = new Map<Incarnation, Inspection>();

  constructor(
    private readonly output: Pick<OutputReader, 'hideInspectorNotes'>,
    private readonly refuse: Refuse,
  ) {}

  /** Opens the inspector of a process for a client; rejects with a `Refusal` where that cannot be. */
  async open(process: Incarnation, holder: Holder): Promise<InspectorInfo> {
    const before = this.inspections.get(process);
    const inspection: Inspection = before ?? { opened: this.openNow(process), holders: [] };
    // Asked anew each time: the app may have closed what was open.
    if (before) before.opened = before.opened.then((known) => this.openNow(process, known));
    this.inspections.set(process, inspection);
    inspection.holders.push(holder);
    process.isLookedInto = true;
    if (holder.debugger) process.debug.attach();
    if (holder.rest) inspection.rested ??= restOf(process);
    try {
      const [{ url }] = await Promise.all([inspection.opened, holder.rest && inspection.rested]);
      return { url, pid: process.pid };
    } catch (error) {
      this.drop(process, holder);
      throw error;
    }
  }

  /** A client is done with one of those that it has asked for. */
  close(pid: number, holder: Holder): void {
    for (const process of [...this.inspections.keys()]) if (process.pid === pid) this.drop(process, holder);
  }

  /** A client is gone: nothing stays open for it. */
  release(client: Asker): void {
    for (const [process, { holders }] of [...this.inspections]) {
      for (const holder of holders.filter((one) => one.client === client)) this.drop(process, holder);
    }
  }

  private drop(process: Incarnation, { client, debugger: debugs, rest }: Holder): void {
    const inspection = this.inspections.get(process);
    const isMeant = (one: Holder): boolean => one.client === client && one.debugger === debugs && one.rest === rest;
    const index = inspection?.holders.findIndex(isMeant) ?? -1;
    if (!inspection || index < 0) return;
    inspection.holders.splice(index, 1);
    process.isLookedInto = inspection.holders.length > 0;
    if (debugs) process.debug.detach();
    if (inspection.rested && !inspection.holders.some((one) => one.rest)) {
      inspection.rested = undefined;
      process.rest(false);
    }
    if (inspection.holders.length === 0) this.end(process, inspection);
  }

  private end(process: Incarnation, { opened }: Inspection): void {
    this.inspections.delete(process);
    const close = (): void => {
      // A blocked worker closes it when its loop is free again. Asked for again meanwhile, it stays open.
      if (!this.inspections.has(process)) process.tell({ op: 'closeInspector' });
    };
    // Where it did not open in time, it opens late: when the native code has come back.
    opened.then(({ ours }) => ours && close(), close);
  }

  private async openNow(process: Incarnation, known?: Opened): Promise<Opened> {
    this.output.hideInspectorNotes(process.pid);
    const answer = process.unresponsive ? undefined : await ask(process);
    if (process.gone) throw this.refuse('noSuchWorker', 'The worker has ended.');
    if (answer?.url !== undefined) return { url: answer.url, ours: answer.opened === true || known?.ours === true };
    if (answer) throw this.refuse('noInspector', `Its inspector does not open: ${answer.problem ?? 'it has none'}.`);
    return known ?? openBySignal(process, this.refuse);
  }
}

/** Lets a process rest; resolves when it has ended its requests or takes too long. */
function restOf(process: Incarnation): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, RESTED_WITHIN_MS);
    process.onRested = () => {
      clearTimeout(timer);
      resolve();
    };
    process.rest(true);
  });
}

/** Asks the probe; resolves with nothing where the loop does not answer. */
function ask(process: Incarnation): Promise<InspectorAnswer | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ANSWER_WITHIN_MS);
    process.onInspector = (answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    process.tell({ op: 'inspect' });
  });
}
