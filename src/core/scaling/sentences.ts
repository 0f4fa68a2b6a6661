/** What a finding says, in sentences: the result first, then why, then what to doubt. */
import { percent, rate } from '../format';
import type { Translate } from '../translate';
import { type Finding, type Limit, UNSTEADY } from './analysis';
import type { Measurement, ScalingStep } from './measurement';

/** Other programs that use this part of the cores change what is measured. */
const OTHERS = 0.25;

/** The result in one sentence. */
export function resultSentence(t: Translate, measurement: Measurement, finding: Finding): string {
  const { knee, gain, failures } = finding;
  const times = gain.toFixed(1);
  const one = rate(t, measurement.steps[0]?.load.perSecond ?? 0);
  switch (finding.verdict) {
    case 'failing':
      return failingSentence(t, knee, failures);
    case 'single':
      return t('One worker serves {0}. Measure with more workers to see what they add.', one);
    case 'flat':
      return t('One worker serves {0}; {1}.', one, nextClause(t, measurement, finding));
    case 'knee':
      return t('{0} workers serve {1} times what one does; {2}.', knee, times, nextClause(t, measurement, finding));
    case 'unclear':
      return t('The machine was too busy with other things to tell what more workers bring.');
    case 'growing':
      return t('{0} workers serve {1} times what one does, and the last one still added.', knee, times);
  }
}

function failingSentence(t: Translate, workers: number, share: number): string {
  const shown = share < 0.1 ? `${(share * 100).toFixed(1)} %` : percent(share * 100);
  return workers === 1
    ? t('Up to {0} of the requests failed, so the numbers say little about scaling.', shown)
    : t('From {0} workers on, up to {1} of the requests failed: something cannot keep up.', workers, shown);
}

function nextClause(t: Translate, { cores }: Measurement, { next, limit }: Finding): string {
  if (next < 0) return t('one more takes {0} away', percent(-next * 100));
  if (limit !== 'cores') return t('one more adds nothing');
  return cores === 1
    ? t('one more adds nothing on this one core')
    : t('one more adds nothing on these {0} cores', cores);
}

/** Why it is so, and what to keep in mind. */
export function explanations(t: Translate, measurement: Measurement, finding: Finding): readonly string[] {
  const { steps } = measurement;
  const after = steps.find(({ workers }) => workers > finding.knee) ?? steps.at(-1);
  const isExplained = finding.limit !== undefined && finding.verdict !== 'unclear';
  const said = [isExplained && after ? limitSentence(t, measurement, after, finding.limit) : undefined];
  if (finding.verdict === 'growing') said.push(t('Measure with more workers to find where that ends.'));
  const others = otherPrograms(measurement);
  if (others > OTHERS * measurement.cores * 100) said.push(othersSentence(t, measurement, others));
  if (finding.noise > UNSTEADY) said.push(unsteadySentence(t, finding.noise));
  if (measurement.connections < Math.max(...steps.map(({ workers }) => workers)))
    said.push(t('There were fewer connections than workers, so some workers had nothing to do.'));
  return said.filter((text) => text !== undefined);
}

function limitSentence(t: Translate, measurement: Measurement, { load, use }: ScalingStep, limit: Limit): string {
  const { connections, cores } = measurement;
  switch (limit) {
    case 'generator':
      return t(
        'The load generator is the limit, not the app: it is {0} busy, the workers only {1}. The app can do more than this shows.',
        percent(load.loop),
        percent(use?.loop ?? 0),
      );
    case 'cores':
      return t(
        'The cores are full: of {0}, the workers have {1} and the load generator {2}. With the clients on other machines there is more left for the workers.',
        percent(cores * 100),
        percent(use?.cpu ?? 0),
        percent(load.cpu),
      );
    case 'waiting':
      return t(
        'The workers wait most of the time (their event loops are {0} busy), for a timer, a database or another service, and {1} connections ask for no more. More connections would show more.',
        percent(use?.loop ?? 0),
        connections,
      );
    case 'shared':
      return t(
        'The workers are busy and cores are free: they wait for something that they share, such as a lock, a file or a device.',
      );
  }
}

/** What programs beside the app and its load used at most, percent of one core; 0 where that is not known. */
function otherPrograms({ steps, cores }: Measurement): number {
  const ofStep = ({ load, use }: ScalingStep): number => (use ? load.machine * cores - load.cpu - use.cpu : 0);
  return Math.max(0, ...steps.map(ofStep));
}

function othersSentence(t: Translate, { cores }: Measurement, others: number): string {
  return t(
    'Other programs used up to {0} of the {1} that the cores have; more workers take a larger share from them.',
    percent(others),
    percent(cores * 100),
  );
}

function unsteadySentence(t: Translate, noise: number): string {
  const shown = percent(noise * 100);
  return t('Equal measurements differ by {0}. Measure again when the machine has nothing else to do.', shown);
}
