/**
 * The domain speaks English with numbered places and is handed the translator of its host: `vscode.l10n.t` in VS Code,
 * `untranslated` in tests. So `core` stays free of `vscode` and every string a person reads can still be localised.
 */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** Fills `{0}`, `{1}`, ... and translates nothing. */
export const untranslated: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (place, index: string) => String(args[Number(index)] ?? place));
