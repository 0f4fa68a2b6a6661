/**
 * The colours of VS Code's theme as the canvas needs them. Read once and again whenever the theme changes; everything
 * that is not on a canvas uses the variables themselves in dashboard.css.
 */
import type { MarkKind } from '../core/dashboard/marks';

export interface Palette {
  readonly muted: string;
  readonly grid: string;
  readonly font: string;
  readonly lines: readonly string[];
  readonly marks: Readonly<Record<MarkKind, string>>;
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
  const read = (name: string, otherwise: string): string => style.getPropertyValue(`--${name}`).trim() || otherwise;
  const text = read('vscode-foreground', 'gray');
  const mark = (kind: MarkKind): string => read(`mark-${kind}`, text);
  const isContrast = document.body.classList.contains('vscode-high-contrast');
  return {
    muted: isContrast ? text : read('vscode-descriptionForeground', text),
    grid: shade(text, isContrast ? 28 : 10),
    font: `11px ${read('vscode-font-family', 'sans-serif')}`,
    lines: [0, 1, 2, 3, 4].map((number) => read(`line-${number}`, text)),
    marks: { crash: mark('crash'), reload: mark('reload'), scaled: mark('scaled'), ended: mark('ended') },
  };
}
