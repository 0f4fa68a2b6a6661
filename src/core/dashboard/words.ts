/**
 * Every word of the dashboard's page, translated on the host and sent along: the page has no translator of its own. The
 * page finds the translation of a text of `core` by its English, for which `pageTranslate` puts both tables together.
 */
import { fillPlaces, type Translate, untranslated } from '../translate';

/** The words, translated by `t`. */
export function dashboardWords(t: Translate) {
  return {
    ...pageWords(t),
    ...chartWords(t),
    ...tableWords(t),
    ...distributionWords(t),
  };
}

export type DashboardWords = ReturnType<typeof dashboardWords>;

function pageWords(t: Translate) {
  return {
    timeWindow: t('Time window'),
    oneMinute: t('1 min'),
    fiveMinutes: t('5 min'),
    thirtyMinutes: t('30 min'),
    lines: t('Lines'),
    wholeRun: t('Whole run'),
    eachWorker: t('Each worker'),
    workers: t('Workers'),
    allWorkers: t('All'),
    noWorkers: t('None'),
    summary: t('Summary'),
    charts: t('Charts'),
    events: t('Events'),
    noEvents: t('Nothing has happened yet.'),
    exportJson: t('Export JSON'),
    exportCsv: t('Export CSV'),
    now: t('now'),
    run: t('run'),
    time: t('Time'),
    who: t('Worker'),
    what: t('Event'),
    detail: t('Details'),
    marks: t('Marks'),
    markCrash: t('crash'),
    markReload: t('reload'),
    markScaled: t('scaled'),
    markEnded: t('exit'),
    unknown: t('not measured'),
  };
}

function chartWords(t: Translate) {
  return {
    requestsPerSecond: t('Requests per second'),
    latency: t('Latency'),
    latencyOfWorkers: t('Latency p99'),
    cpu: t('CPU'),
    eventLoop: t('Event loop use'),
    eventLoopDelay: t('Event loop delay p99'),
    memory: t('Memory'),
    heap: t('Heap'),
    allTogether: t('all workers'),
    busiest: t('busiest worker'),
    average: t('average'),
    slowest: t('slowest worker'),
    fullest: t('fullest worker'),
    allProcesses: t('all processes'),
    highest: t('highest {0}'),
    middle: t('median'),
    lowest: t('lowest {0}'),
    limit: t('limit'),
    ofLimit: t('{0} of {1}'),
    perSecond: t('{0} req/s'),
    noRequests: t('No HTTP requests in this time.'),
    noNumbers: t('Waiting for the first numbers...'),
    noLines: t('No worker is chosen.'),
    showTable: t('Table'),
    tableOf: t('{0}, as a table'),
    readBy: t('Arrow keys read the values.'),
    manyLines: t('Many workers are drawn as their spread. Point at one to see its line, or choose a few.'),
    onlyCharted: t('The charts show the first {0} workers; the table shows all.'),
  };
}

function tableWords(t: Translate) {
  return {
    columnSlot: t('Worker'),
    columnState: t('State'),
    columnPid: t('PID'),
    columnCpu: t('CPU'),
    columnMemory: t('Memory'),
    columnHeap: t('Heap'),
    columnLoop: t('Loop'),
    columnDelay: t('Delay p99'),
    columnRate: t('Req/s'),
    columnLatency: t('Latency p99'),
    columnConnections: t('Conns'),
    columnInFlight: t('In flight'),
    columnRequests: t('Requests'),
    columnRestarts: t('Restarts'),
    columnActions: t('Actions'),
    sortBy: t('Sort by {0}'),
    showStuckStack: t('Show Where It Is Stuck'),
    showLog: t('Show Log'),
    restart: t('Restart Worker'),
    kill: t('Kill Worker'),
    forceKill: t('Force Kill Worker'),
    ofWorker: t('{0} #{1}'),
    noWorkersYet: t('There is no worker yet.'),
  };
}

function distributionWords(t: Translate) {
  return {
    whoServed: t('Which worker served it'),
    inWindow: t('In the time window'),
    sinceStart: t('Since the start'),
    openNow: t('Connections now'),
    served: t('Worker {0}: {1} requests, {2} %'),
    connected: t('Worker {0}: {1} connections, {2} %'),
    explanation: t(
      'Connections are dealt out, not requests: a client that keeps its connection stays with its worker, and all its requests go there. With few clients the bars differ, and that is no fault.',
    ),
    noneServed: t('No requests in this time.'),
    noneConnected: t('No connection is open.'),
    connectedNow: t('{0} connections are open; the busiest worker has {1} of them.'),
    notTold: t('Not counted, for it does not answer: worker {0}.'),
    oneWorker: t('There is one worker, and it serves everything.'),
    oneServed: t('Worker {0} served all requests; the other workers had no connection to serve.'),
    uneven: t('Worker {0} served {1} % of the requests, more than its even share of {2} %.'),
    even: t('The workers share the requests evenly: the busiest served {0} %, an even share is {1} %.'),
  };
}

/** The translator of the page, made of the words that the host sent. */
export function pageTranslate(words: DashboardWords): Translate {
  const english = Object.values(dashboardWords(untranslated));
  const translated = new Map(Object.values(words).map((word, index) => [english[index], word]));
  return (message, ...args) => fillPlaces(translated.get(message) ?? message, args);
}
