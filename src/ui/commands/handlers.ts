/** All commands in one object; a command of `ids.ts` without a handler does not compile here. */
import { chooseChecks } from './chooseChecks';
import type { CommandServices } from './commandServices';
import { copyDiagnostics } from './copyDiagnostics';
import { createSample } from './createSample';
import { dashboardCommands } from './dashboardCommand';
import { debugCommands } from './debugCommands';
import { exportCommands } from './exportCommands';
import type { CommandHandlers } from './ids';
import { insertBoilerplate } from './insertBoilerplate';
import { insightCommands } from './insightCommands';
import { pm2Commands } from './pm2Commands';
import { reloadCommands } from './reloadCommand';
import { runCommands } from './runCommands';
import { scalingCommands } from './scalingCommand';
import { stopCommands } from './stopCommands';
import { viewCommands } from './viewCommands';
import { workerCommands } from './workerCommands';

/** The handlers over the extension's parts. */
export function commandHandlers(services: CommandServices): CommandHandlers {
  return {
    ...runCommands(services),
    ...debugCommands(services),
    ...reloadCommands(services),
    ...insightCommands(services),
    ...stopCommands(services),
    ...workerCommands(services),
    ...viewCommands(services),
    ...dashboardCommands(services),
    ...scalingCommands(services),
    copyDiagnostics: () => copyDiagnostics(services),
    ...pm2Commands(services),
    ...exportCommands(services),
    createSample: (parent) => createSample(services, parent),
    chooseChecks: (options) => chooseChecks(options),
    insertBoilerplate: (options) => insertBoilerplate(services, options),
  };
}
