/**
 * Makes many buttons one stop of the Tab key: the arrow keys move between them, Home and End to the ends. With 64
 * workers nobody wants to press Tab 256 times.
 */

/**
 * Takes care of the elements in `box` that match; `perRow` of them are a row for the up and down keys. What is returned is
 * called when elements have come or gone: the Tab key must find one of them.
 */
export function roveFocus(box: HTMLElement, selector: string, perRow = 1): () => void {
  const items = (): HTMLElement[] => [...box.querySelectorAll<HTMLElement>(selector)];
  box.addEventListener('keydown', (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = at < 0 ? undefined : all[indexAfterKey(event.key, { at, count: all.length, perRow })];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  box.addEventListener('focusin', ({ target }) => {
    for (const item of items()) item.tabIndex = item === target ? 0 : -1;
  });
  return () => {
    const [first, ...others] = items();
    if (first && first.tabIndex !== 0 && others.every((item) => item.tabIndex !== 0)) first.tabIndex = 0;
  };
}

function indexAfterKey(key: string, at: { at: number; count: number; perRow: number }): number {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -at.perRow,
    ArrowDown: at.perRow,
  };
  if (key === 'Home') return 0;
  if (key === 'End') return at.count - 1;
  return steps[key] === undefined ? -1 : at.at + steps[key];
}
