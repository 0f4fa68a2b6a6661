/**
 * The domain speaks English with numbered places and is handed the translator of its host: `vscode.l10n.t` in VS Code,
 * `untranslated` in tests. So `core` stays free of `vscode` and every string a person reads can still be localised.
 */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** Fills `{0}`, `{1}`, ... and translates nothing. */
export const untranslated: Translate = (message, ...args) => fillPlaces(message, args);

/** Fills the numbered places of a text; a place without an argument stays. */
export function fillPlaces(text: string, args: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (place, index: string) => String(args[Number(index)] ?? place));
}
