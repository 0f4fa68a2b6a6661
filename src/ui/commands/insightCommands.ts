/** Looking into a worker: where it is stuck, what it spends its time on, what is in its memory. */
import type { CommandServices } from './commandServices';
import { heapSnapshot } from './heapSnapshotCommand';
import type { CommandHandlers } from './ids';
import { profileWorker } from './profileCommand';
import { showStuckStack } from './stuckStackCommand';

/** The handlers of this group. */
export function insightCommands(
  services: CommandServices,
): Pick<CommandHandlers, 'showStuckStack' | 'profileWorker' | 'heapSnapshot'> {
  return {
    showStuckStack: (argument) => showStuckStack(services, argument),
    profileWorker: (argument, options) => profileWorker(services, argument, options),
    heapSnapshot: (argument) => heapSnapshot(services, argument),
  };
}
