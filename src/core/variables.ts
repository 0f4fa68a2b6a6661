/**
 * Fills VS Code's variables in a setting, a task's or a launch configuration's property: `${workspaceFolder}`,
 * `${userHome}`, `${file}`, `${env:NAME}`, and a leading `~`. Unknown variables stay as they are, so that the message about the result shows them.
 */
export interface VariableValues {
  readonly workspaceFolder?: string;
  readonly userHome: string;
  /** The file in the active editor. */
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The text with its variables filled. */
export function fillVariables(text: string, values: VariableValues): string {
  const filled = text.replace(
    /\$\{(?:(workspaceFolder|userHome|file)|env:([^}]+))\}/g,
    (whole, name: 'workspaceFolder' | 'userHome' | 'file' | undefined, variable: string) =>
      name === undefined ? (values.env[variable] ?? '') : (values[name] ?? whole),
  );
  return filled.replace(/^~(?=[/\\]|$)/, () => values.userHome);
}
