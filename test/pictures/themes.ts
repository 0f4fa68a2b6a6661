/** The themes that pictures are taken in, by the names of VS Code's settings. */
export const THEMES = [
  { theme: 'dark', colorTheme: 'Default Dark Modern' },
  { theme: 'light', colorTheme: 'Default Light Modern' },
] as const;
