/**
 * Every text that a person reads can be in their language: all of it goes through a translator, and each language that
 * is there is complete. `npm run l10n -- <language>` brings a language's files in step.
 */
import assert from 'node:assert/strict';
import { lensTitle } from '../../src/core/codeLens';
import { dashboardView } from '../../src/core/dashboard/dashboardView';
import { dashboardWords } from '../../src/core/dashboard/words';
import { linkBroken, logGone, noAnswer, otherVersion, runGone } from '../../src/core/linkErrors';
import { childrenOf, rowOf } from '../../src/core/rows';
import { RunHistory } from '../../src/core/runHistory';
import { noticeError } from '../../src/core/runNotices';
import type { ClusterNode, ClusterState } from '../../src/core/state';
import { badgeOf, statusBarOf } from '../../src/core/summary';
import { tooltipOf } from '../../src/core/tooltip';
import { fillPlaces, type Translate } from '../../src/core/translate';
import { type ExitReason, WORKER_STATES } from '../../src/shared/runInfo';
import { AS_WRITTEN } from '../support/paths';
import { languageFiles, languages, readManifestStrings, readSourceStrings, readTable } from '../support/sourceStrings';
import { emptySlot, errorInfo, exitInfo, NOW, runInfo, runState, sample, worker } from '../support/stateBuilders';

const places = (text: string): string[] => [...new Set(text.match(/\{\d+\}/g))].sort();
const commands = (text: string): string[] => (text.match(/\(command:[^)]*\)/g) ?? []).sort();

/** The keys whose translation has other marks than the text. */
function mismatches(table: Record<string, string>, marksOf: (text: string) => string[], textOf = (key: string) => key) {
  return Object.entries(table)
    .filter(([key, text]) => marksOf(text).join() !== marksOf(textOf(key)).join())
    .map(([key]) => key);
}

describe('the texts of the code', () => {
  it('are written where they are translated, so that they can be found', () => {
    assert.deepEqual(readSourceStrings().unreadable, []);
  });
});

describe('a language', () => {
  for (const language of languages()) {
    const { code, manifest } = languageFiles(language);
    const english = readManifestStrings();

    it(`has every text of the code and no other: ${language}`, () => {
      assert.deepEqual(Object.keys(readTable(code)).sort(), readSourceStrings().texts);
    });

    it(`has every text of the manifest and no other: ${language}`, () => {
      assert.deepEqual(Object.keys(readTable(manifest)).sort(), Object.keys(english).sort());
    });

    it(`leaves no text empty: ${language}`, () => {
      const all = Object.entries({ ...readTable(code), ...readTable(manifest) });

      assert.deepEqual(
        all.filter(([, text]) => text.trim() === '').map(([key]) => key),
        [],
      );
    });

    it(`keeps the places for values, and the commands behind links: ${language}`, () => {
      assert.deepEqual(mismatches(readTable(code), places), []);
      assert.deepEqual(
        mismatches(readTable(manifest), commands, (key) => english[key] ?? ''),
        [],
      );
    });
  }
});

/** Marks what went through it; whatever stands outside the marks was never given to a translator. */
const pseudo: Translate = (message, ...args) => `⟦${fillPlaces(message, args)}⟧`;

/** Words outside all marks. Units, product names and the data of these tests are not translated. */
function untranslatedWords(text: string): string[] {
  let rest = text.replace(/\\(.)/g, '$1');
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  }
  const foreign = /\/app\b|\b(?:MB|GB|kB|ms|v22\.3\.0|Node\.js|server\.js|SIGKILL|TypeError|x is not a function)\b/g;
  return rest.replace(foreign, ' ').match(/[A-Za-z]{2,}/g) ?? [];
}

/** Every state and every reason that a row may have to tell of. */
function everything(): ClusterState {
  const reasons: ExitReason[] = ['uncaught error', 'out of memory', 'killed by us', 'port in use', 'finished'];
  const workers = WORKER_STATES.map((state, index) => {
    const lastExit = exitInfo({
      reason: reasons[index % reasons.length] ?? 'exit code',
      ...(index % 2 === 0 ? { error: errorInfo() } : { signal: 'SIGKILL', code: null }),
    });
    const slot = index + 1;
    return ['exited', 'backing off', 'crash looping', 'stopped', 'finished'].includes(state)
      ? emptySlot({ slot, state, lastExit, restarts: index, nextForkAt: NOW + 4000 })
      : worker({ slot, state, lastExit, restarts: index });
  });
  const reload = {
    state: 'failed',
    startedAt: NOW,
    replaced: 1,
    of: 4,
    exit: exitInfo({ error: errorInfo() }),
  } as const;
  const notices = [{ code: 'fileWatcher', message: '⟦told by the primary⟧', at: NOW }] as const;
  const samples = new Map(workers.map(({ slot }) => [slot, sample({ slot })]));
  const usage = new Map([[800, { cpu: 3, memory: 62 * 1024 * 1024 }]]);
  const live = runState({ info: runInfo({ reload, notices }), workers, samples, usage });
  const observed = { mode: 'observe', modeReason: { code: 'forks' } } as const;
  const ended = runState({ info: runInfo({ id: 'run-2', ...observed }), link: 'ended', endedAt: NOW });
  return { runs: [live, ended] };
}

function allNodes(state: ClusterState, node?: ClusterNode): ClusterNode[] {
  return childrenOf(state, node).flatMap((child) => [child, ...allNodes(state, child)]);
}

describe('in a language that marks what it was given,', () => {
  const state = everything();
  const [live = assert.fail()] = state.runs;

  for (const node of allNodes(state)) {
    const name = `${node.kind} ${node.runId} ${'slot' in node ? node.slot : ''}`;

    it(`a row has no other words: ${name}`, () => {
      const row = rowOf(pseudo, state, node, NOW);

      assert.deepEqual(untranslatedWords(`${row?.description} ${row?.accessibilityLabel}`), []);
    });

    it(`its details have no other words: ${name}`, () => {
      const details = (tooltipOf(pseudo, state, node, NOW) ?? '').replace(/```[\s\S]*?```/g, '');

      assert.deepEqual(untranslatedWords(details.replace(/\]\((?:command|file):[^)]*\)|\$\([\w~-]+\)|&\w+;/g, '')), []);
    });
  }

  it('the status bar, the badge and the line above the code have no other words', () => {
    const bar = statusBarOf(pseudo, state, NOW);
    const texts = [bar?.tooltip, bar?.accessibilityLabel, badgeOf(pseudo, state)?.tooltip];
    const lens = lensTitle(pseudo, live, new RunHistory(), { file: live.info.entry, paths: AS_WRITTEN });

    assert.deepEqual(untranslatedWords([...texts, lens].join(' ')), []);
  });

  it('the dashboard has no other words', () => {
    const { headline } = dashboardView(pseudo, live, new RunHistory(), NOW);
    const tiles = headline.tiles.flatMap(({ title, value, detail }) => [title, value, detail]);

    assert.deepEqual(untranslatedWords([headline.facts, headline.banner, ...tiles].join(' ')), []);
    assert.deepEqual(untranslatedWords(Object.values(dashboardWords(pseudo)).join(' ')), []);
  });

  it('an error has no other words', () => {
    const notices = ['notStarted', 'portTaken', 'exclusivePort', 'neverForked', 'selfClustered'] as const;
    const told = notices.map((code) =>
      noticeError(pseudo, live, { notice: { code, message: '', at: NOW }, holder: undefined }),
    );
    const broken = [runGone(pseudo), linkBroken(pseudo), noAnswer(pseudo, 5), otherVersion(pseudo, 'server.js')];
    const gone = [logGone(pseudo, live), logGone(pseudo, runState())];

    for (const error of [...told, ...broken, ...gone]) {
      assert.deepEqual(untranslatedWords(`${error?.message} ${error?.hint} ${error?.action?.title ?? ''}`), []);
    }
  });
});
