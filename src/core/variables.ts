/**
 * Fills VS Code's variables in a setting or a task's property: `${workspaceFolder}`, `${userHome}`, `${env:NAME}`, and
 * a leading `~`. Unknown variables stay as they are, so that the message about the result shows them.
 */
export interface VariableValues {
  readonly workspaceFolder?: string;
  readonly userHome: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The text with its variables filled. */
export function fillVariables(text: string, values: VariableValues): string {
  const filled = text.replace(
    /\$\{(workspaceFolder|userHome|env:([^}]+))\}/g,
    (whole, name: string, variable?: string) => {
      if (variable !== undefined) return values.env[variable] ?? '';
      return (name === 'userHome' ? values.userHome : values.workspaceFolder) ?? whole;
    },
  );
  return filled.replace(/^~(?=[/\\]|$)/, () => values.userHome);
}
