/**
 * Draws the marks on the time line into a chart: an upright line with a sign at its top that tells the kind without its
 * colour. The legend of the marks uses the same signs.
 */
import type uPlot from 'uplot';
import type { Mark, MarkKind } from '../core/dashboard/marks';
import type { DashboardWords } from '../core/dashboard/words';
import { drawing, element } from './element';
import { palette } from './theme';

/** The signs, around their middle. */
const SIGNS: Readonly<Record<MarkKind, string>> = {
  crash: 'M-4 -4L4 4M4 -4L-4 4',
  reload: 'M0 -4A4 4 0 1 0 4 0M0 -7L0 -1L4 -4Z',
  scaled: 'M-4 1L0 -4L4 1M-4 4L4 4',
  ended: 'M-3 -3H3V3H-3Z',
};

const WORDS = {
  crash: 'markCrash',
  reload: 'markReload',
  scaled: 'markScaled',
  ended: 'markEnded',
} as const satisfies Readonly<Record<MarkKind, keyof DashboardWords>>;

/** How far the signs stand above the lines, in CSS pixels; charts leave that much room. */
export const MARK_ROOM = 14;

/** Draws the marks; called by uPlot after the lines. */
export function drawMarks(plot: uPlot, marks: readonly Mark[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  for (const mark of marks) {
    const x = Math.round(plot.valToPos(mark.time, 'x', true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.save();
    ctx.strokeStyle = palette().marks[mark.kind];
    ctx.lineWidth = ratio;
    drawStem(ctx, x, bbox);
    ctx.translate(x, bbox.top - (MARK_ROOM / 2) * ratio);
    ctx.scale(ratio, ratio);
    ctx.lineWidth = 1.4;
    ctx.stroke(new Path2D(SIGNS[mark.kind]));
    ctx.restore();
  }
}

function drawStem(ctx: CanvasRenderingContext2D, x: number, { top, height }: uPlot.BBox): void {
  ctx.setLineDash([2, 3]);
  ctx.globalAlpha = 0.7;
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + height);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

/** What the signs mean. */
export function markLegend(words: DashboardWords): HTMLElement {
  const kinds = Object.keys(SIGNS) as MarkKind[];
  const items = kinds.map((kind) =>
    element('li', { class: `mark mark-${kind}` }, [
      drawing(SIGNS[kind], '-6 -8 12 14', 'sign'),
      document.createTextNode(words[WORDS[kind]]),
    ]),
  );
  return element('ul', { class: 'marks', attributes: { 'aria-label': words.marks } }, items);
}
