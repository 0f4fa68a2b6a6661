/**
 * The colours of VS Code's theme as the canvas needs them. Read once and again whenever the theme changes; everything
 * that is not on a canvas uses the variables themselves in dashboard.css.
 */

export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly font: string;
  readonly lines: readonly string[];
  readonly marks: Readonly<Record<'crash' | 'reload' | 'scaled' | 'ended', string>>;
}

let current: Palette | undefined;

/** The colours now. */
export function palette(): Palette {
  current ??= readPalette();
  return current;
}

/** Calls back when the theme has changed. VS Code sets classes and variables of the document then. */
export function onDidChangeTheme(listener: () => void): void {
  const observer = new MutationObserver(() => {
    current = undefined;
    listener();
  });
  observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
}

/** A lighter shade of a colour, for areas. */
export function shade(color: string, percent: number): string {
  return `color-mix(in srgb, ${color} ${percent}%, transparent)`;
}

function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string, otherwise: string): string =>
    style.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  const text = read('foreground', 'currentColor');
  const chart = (name: string): string => read(`charts-${name}`, text);
  const isContrast = document.body.classList.contains('vscode-high-contrast');
  return {
    text,
    muted: isContrast ? text : read('descriptionForeground', text),
    grid: shade(text, isContrast ? 35 : 10),
    font: `11px ${read('font-family', 'sans-serif')}`,
    lines: ['blue', 'orange', 'green', 'purple', 'yellow'].map(chart),
    marks: { crash: chart('red'), reload: chart('blue'), scaled: chart('purple'), ended: chart('orange') },
  };
}
