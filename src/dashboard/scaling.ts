/**
 * The page of Measure Scaling: the result in a sentence, two charts over the number of workers, and the same as a table.
 * Everything comes from the host, once for each step that was measured, and the page is built anew for it.
 */
import type { FromScalingPage, ScalingColumn, ScalingView, ToScalingPage } from '../core/scaling/scalingView';
import { fillPlaces } from '../core/translate';
import { Announcer } from './announcer';
import { element } from './element';
import { tellHost } from './host';
import { ScalingChart } from './scalingChart';
import { onDidChangeTheme } from './theme';

const announcer = new Announcer();
let charts: readonly ScalingChart[] = [];

/** Shows what comes from now on, and asks for it. */
export function startScaling(): void {
  window.addEventListener('message', ({ data }: MessageEvent<ToScalingPage>) => show(data.view));
  onDidChangeTheme(() => {
    for (const chart of charts) chart.repaint();
  });
  tellHost({ type: 'ready' });
}

function show(view: ScalingView): void {
  for (const chart of charts) chart.dispose();
  charts = view.workers.length === 0 ? [] : [throughputChart(view), latencyChart(view)];
  const pictures = charts.map(({ root }) => root);
  const main = element('main', { class: 'scaling' }, [
    headerOf(view),
    resultOf(view),
    element('section', { class: 'charts', attributes: { 'aria-label': view.title } }, pictures),
    ...(view.workers.length === 0 ? [] : [tableOf(view)]),
  ]);
  document.body.replaceChildren(main, announcer.root);
  for (const chart of charts) chart.draw();
  announcer.announce(view.sentence);
}

function headerOf({ title, facts, words, standing, workers }: ScalingView): HTMLElement {
  const button = (text: string, message: FromScalingPage): HTMLElement => {
    const made = element('button', { class: 'quiet', text, onClick: () => tellHost(message) });
    made.toggleAttribute('disabled', standing === 'measuring' || (message.type === 'export' && workers.length === 0));
    return made;
  };
  const tools = element('div', { class: 'tools' }, [
    button(words.again, { type: 'again' }),
    button(words.change, { type: 'change' }),
    button(words.exportJson, { type: 'export', format: 'json' }),
    button(words.exportCsv, { type: 'export', format: 'csv' }),
  ]);
  const name = element('div', { class: 'title' }, [
    element('h1', { text: title }),
    element('p', { class: 'facts', text: facts }),
  ]);
  return element('header', {}, [element('div', { class: 'bar-top' }, [name, tools])]);
}

function resultOf({ sentence, explanations, standing }: ScalingView): HTMLElement {
  const said = element('p', { class: 'sentence', text: sentence });
  const reasons = explanations.map((text) => element('p', { class: 'explanation', text }));
  return element('section', { class: 'result', attributes: { 'data-standing': standing } }, [said, ...reasons]);
}

function throughputChart(view: ScalingView): ScalingChart {
  const { words, workers, perSecond, columns } = view;
  const one = perSecond[0] ?? 0;
  return chartOf(view, words.throughput, 'rate', [
    { name: words.measured, style: 0, values: perSecond, texts: columns[1]?.cells ?? [] },
    { name: words.even, style: 1, isQuiet: true, values: workers.map((count) => count * one) },
  ]);
}

function latencyChart(view: ScalingView): ScalingChart {
  const { words, p50, p99, columns } = view;
  return chartOf(view, words.latency, 'milliseconds', [
    { name: 'p50', style: 0, values: p50, texts: columns[3]?.cells ?? [] },
    { name: 'p99', style: 1, values: p99, texts: columns[4]?.cells ?? [] },
  ]);
}

function chartOf(
  { words, workers, knee, sentence }: ScalingView,
  title: string,
  unit: 'rate' | 'milliseconds',
  lines: ConstructorParameters<typeof ScalingChart>[0]['lines'],
): ScalingChart {
  const description = `${fillPlaces(words.byWorkers, [title])}. ${sentence}`;
  return new ScalingChart({
    title,
    at: words.atWorkers,
    description,
    unit,
    workers,
    lines,
    knee,
    kneeWord: words.knee,
  });
}

function tableOf({ columns, words, workers, knee }: ScalingView): HTMLElement {
  const heads = columns.map(({ title }) => element('th', { text: title, attributes: { scope: 'col' } }));
  const rows = workers.map((count, index) => rowOf(columns, index, count === knee ? words.knee : undefined));
  const table = element('table', {}, [element('thead', {}, [element('tr', {}, heads)]), element('tbody', {}, rows)]);
  const box = element('div', {
    class: 'table-box',
    attributes: { tabindex: '0', role: 'region', 'aria-label': words.figures },
  });
  box.append(table);
  return element('section', { class: 'figures' }, [element('h2', { text: words.figures }), box]);
}

function rowOf([first, ...others]: readonly ScalingColumn[], index: number, mark: string | undefined): HTMLElement {
  const name = [first?.cells[index], mark].filter((text) => text !== undefined).join(' · ');
  const head = element('th', { text: name, attributes: { scope: 'row' } });
  const cells = others.map(({ cells }) => element('td', { class: 'number', text: cells[index] ?? '' }));
  return element('tr', { class: mark === undefined ? '' : 'knee' }, [head, ...cells]);
}
