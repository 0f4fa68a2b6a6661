/** The top of the page: which run this is and how it stands, the time window, the kind of lines, and the export. */
import type { ExportFormat } from '../core/dashboard/messages';
import { type TimeWindow, WINDOWS } from './choices';
import { element, setAttribute, setText } from './element';
import { tellHost } from './host';
import type { Choose, Model, Part } from './model';
import { Switch } from './switch';

export class Header implements Part {
  readonly root: HTMLElement;
  private readonly name = element('h1');
  private readonly facts = element('p', { class: 'facts' });
  private readonly banner = element('p', { class: 'banner', attributes: { role: 'status' } });
  private readonly window: Switch<TimeWindow>;
  private readonly lines: Switch<'run' | 'workers'>;
  private readonly tools: HTMLElement;

  constructor({ words }: Model, choose: Choose) {
    const texts = [words.oneMinute, words.fiveMinutes, words.thirtyMinutes];
    this.window = new Switch({
      label: words.timeWindow,
      options: WINDOWS.map((value, index) => ({ value, text: texts[index] ?? '' })),
      onChoose: (seconds) => choose({ seconds }),
    });
    this.lines = new Switch({
      label: words.lines,
      options: [
        { value: 'run', text: words.wholeRun },
        { value: 'workers', text: words.eachWorker },
      ],
      onChoose: (lines) => choose({ lines }),
    });
    const exports = element('div', { class: 'exports' }, [
      exportButton('json', words.exportJson),
      exportButton('csv', words.exportCsv),
    ]);
    this.tools = element('div', { class: 'tools' }, [this.window.root, this.lines.root, exports]);
    const title = element('div', { class: 'title' }, [this.name, this.facts]);
    this.root = element('header', {}, [element('div', { class: 'bar-top' }, [title, this.tools]), this.banner]);
  }

  draw({ view: { headline }, choices }: Model): void {
    setText(this.name, headline.name);
    setText(this.facts, headline.facts);
    setText(this.banner, headline.banner);
    setAttribute(this.banner, 'data-standing', headline.standing);
    this.banner.hidden = headline.banner === '';
    this.tools.hidden = headline.standing === 'gone' || headline.standing === 'waiting';
    this.window.draw(choices.seconds);
    this.lines.draw(choices.lines);
  }
}

const exportButton = (format: ExportFormat, text: string): HTMLElement =>
  element('button', { class: 'quiet', text, onClick: () => tellHost({ type: 'export', format }) });
