/** The configuration by which the built-in debugger attaches to one worker, at the address of its inspector. */
import type { GivenConfiguration } from './debugConfiguration';
import type { Inspection } from './ports';

/** Attaches to one process; the others, and whatever it starts, are left alone. */
export function attachConfiguration(name: string, { url }: Pick<Inspection, 'url'>): GivenConfiguration {
  return {
    type: 'node',
    request: 'attach',
    name,
    websocketAddress: url,
    // It would write into the environment of a process that serves.
    autoAttachChildProcesses: false,
    attachExistingChildren: false,
    skipFiles: ['<node_internals>/**', '**/primary.cjs', '**/probe.cjs', '**/preload.cjs'],
  };
}

/** Whether a session is the one that was started to attach there. */
export function isAttachedTo(
  configuration: Readonly<Record<string, unknown>>,
  { url }: Pick<Inspection, 'url'>,
): boolean {
  return configuration.request === 'attach' && configuration.websocketAddress === url;
}
