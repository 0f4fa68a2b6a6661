/**
 * What Measure Scaling makes of its figures: the knee, why there is one, and what it says of it. The two series of
 * "recorded" figures are of the fixture apps waits.js and computes.js on two cores.
 */
import assert from 'node:assert/strict';
import { analyse, type Finding } from '../../src/core/scaling/analysis';
import type { Measurement } from '../../src/core/scaling/measurement';
import { explanations, resultSentence } from '../../src/core/scaling/sentences';
import { untranslated as t } from '../../src/core/translate';
import { measurement, step } from '../support/scalingBuilders';

const IDLE = { cpu: 12, loop: 9 };
const FULL = { machine: 98 };

function found(given: Measurement): Finding {
  const finding = analyse(given);
  assert.ok(finding);
  return finding;
}

const said = (given: Measurement): string => resultSentence(t, given, found(given));
const why = (given: Measurement): string => explanations(t, given, found(given)).join(' ');

/** Steps of one worker, two, three, ... that serve so many requests per second. */
const series = (rates: readonly number[], load = {}): Measurement =>
  measurement(rates.map((perSecond, index) => step(index + 1, { perSecond, ...load })));

describe('the analysis of scaling', () => {
  it('finds the knee of an app that computes, and blames the cores', () => {
    const computing = measurement(
      [
        step(1, { perSecond: 690, p50: 61, cpu: 11, machine: 56 }, { cpu: 100, loop: 100 }),
        step(2, { perSecond: 1255, p50: 39, cpu: 14, ...FULL }, { cpu: 184, loop: 100 }),
        step(3, { perSecond: 1240, p50: 39, cpu: 14, ...FULL }, { cpu: 185, loop: 100 }),
        step(4, { perSecond: 1248, p50: 40, cpu: 14, ...FULL }, { cpu: 184, loop: 99 }),
      ],
      { cores: 2, control: step(1, { perSecond: 702 }) },
    );

    assert.equal(said(computing), '2 workers serve 1.8 times what one does; one more adds nothing on these 2 cores.');
    assert.match(why(computing), /The cores are full: of 200 %, the workers have 185 % and the load generator 14 %/);
  });

  it('finds that one worker is enough for an app that waits, and says what for', () => {
    const waiting = measurement(
      [
        step(1, { perSecond: 1890, deviation: 21, cpu: 9, loop: 14 }, { cpu: 14, loop: 12 }),
        step(2, { perSecond: 1861, deviation: 61, cpu: 9, loop: 14 }, { cpu: 12, loop: 6 }),
        step(3, { perSecond: 1903, deviation: 44, cpu: 8, loop: 14 }, { cpu: 19, loop: 5 }),
        step(4, { perSecond: 1911, deviation: 10, cpu: 10, loop: 14 }, { cpu: 21, loop: 5 }),
      ],
      { cores: 2, control: step(1, { perSecond: 1865 }, IDLE) },
    );

    assert.equal(said(waiting), 'One worker serves 1890 req/s; one more adds nothing.');
    assert.match(why(waiting), /^The workers wait most of the time \(their event loops are 6 % busy\).*50 connections/);
  });

  it('says when the load generator is the limit', () => {
    const fast = measurement([
      step(1, { perSecond: 57_000, cpu: 76, loop: 99 }, { cpu: 79, loop: 83 }),
      step(2, { perSecond: 58_000, cpu: 78, loop: 99 }, { cpu: 88, loop: 43 }),
    ]);

    assert.equal(found(fast).limit, 'generator');
    assert.match(why(fast), /load generator is the limit, not the app: it is 99 % busy, the workers only 43 %/);
  });

  it('says when workers wait for each other while cores are free', () => {
    const locked = series([500, 505, 498]);

    assert.equal(found(locked).limit, 'shared');
    assert.match(why(locked), /something that they share/);
  });

  it('calls cores full that other programs fill', () => {
    assert.equal(found(series([500, 505], { machine: 96 })).limit, 'cores');
  });

  it('says when every worker still added', () => {
    const growing = series([1000, 1980, 2950, 3900]);

    assert.equal(said(growing), '4 workers serve 3.9 times what one does, and the last one still added.');
    assert.match(why(growing), /Measure with more workers/);
  });

  it('says when one more makes it worse', () => {
    const worse = series([1000, 1900, 1500]);

    assert.equal(said(worse), '2 workers serve 1.9 times what one does; one more takes 21 % away.');
  });

  it('does not stop at a worker that adds nothing when later ones do', () => {
    assert.equal(found(series([1000, 1900, 1910, 3600, 3620])).knee, 4);
  });

  it('stops where workers add less than they are worth', () => {
    assert.equal(found(series([1000, 1900, 2600, 3100, 3350, 3450, 3500])).knee, 5);
  });

  it('takes no small difference for a gain', () => {
    assert.equal(found(series([1000, 1040, 1045])).verdict, 'flat');
  });

  it('takes no difference for a gain that rates show from second to second', () => {
    const restless = series([1000, 1180, 1150], { deviation: 300 });

    assert.ok(found(restless).noise > 0.25);
    assert.equal(found(restless).knee, 1);
  });

  it('takes no difference for a gain that a second look at one worker shows', () => {
    const drifting = { ...series([1000, 1300, 1350]), control: step(1, { perSecond: 1400 }) };

    assert.equal(found(drifting).verdict, 'unclear');
    assert.equal(said(drifting), 'The machine was too busy with other things to tell what more workers bring.');
    assert.match(why(drifting), /^Equal measurements differ by 40 %/);
  });

  it('keeps a clear result on a restless machine, with a doubt', () => {
    const clear = { ...series([1000, 2000, 2010]), control: step(1, { perSecond: 1300 }) };

    assert.equal(found(clear).knee, 2);
    assert.match(why(clear), /Equal measurements differ by 30 %/);
  });

  it('says that requests failed before it says anything of speed', () => {
    const refusing = measurement([
      step(1, { perSecond: 1000 }),
      step(2, { perSecond: 5000, answers: 15_000, rejected: 12_000 }),
    ]);

    assert.equal(said(refusing), 'From 2 workers on, up to 80 % of the requests failed: something cannot keep up.');
  });

  it('counts requests without an answer as failed', () => {
    const hanging = measurement([step(1, { perSecond: 0, answers: 0, failed: 50 })]);

    assert.equal(said(hanging), 'Up to 100 % of the requests failed, so the numbers say little about scaling.');
  });

  it('lets one failure in a thousand pass', () => {
    assert.equal(found(series([1000, 1900], { failed: 2 })).verdict, 'growing');
  });

  it('says little about one step', () => {
    assert.equal(said(series([812])), 'One worker serves 812 req/s. Measure with more workers to see what they add.');
  });

  it('says nothing before there is a step', () => {
    assert.equal(analyse(measurement([])), undefined);
  });

  it('does not explain what the workers did not tell', () => {
    const silent = measurement([1, 2].map((workers) => ({ workers, load: step(1, {}).load })));

    assert.equal(found(silent).limit, undefined);
    assert.equal(why(silent), '');
  });

  it('notices workers that had no connection', () => {
    assert.match(why({ ...series([10, 20, 30]), connections: 2 }), /fewer connections than workers/);
  });

  it('says what other programs took', () => {
    const busy = measurement([step(1, { machine: 95, cpu: 5 }, { cpu: 60, loop: 100 })], { cores: 2 });

    assert.match(why(busy), /Other programs used up to 125 % of the 200 %/);
    assert.doesNotMatch(why(series([812], { machine: 20 })), /Other programs/);
  });

  it('speaks of one core where there is one', () => {
    const single = measurement([step(1, FULL), step(2, FULL)], { cores: 1 });

    assert.match(said(single), /one more adds nothing on this one core\.$/);
  });
});
