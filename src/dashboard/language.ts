/**
 * Comes before uPlot, which asks for number formats of the browser's language as it loads and fails where that is no
 * proper tag, as `en-US@posix` of a machine without a locale. VS Code's own language, which is on the page, is one.
 */

if (!isLanguage(navigator.language)) {
  const value = isLanguage(document.documentElement.lang) ? document.documentElement.lang : 'en';
  Object.defineProperty(navigator, 'language', { value });
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
