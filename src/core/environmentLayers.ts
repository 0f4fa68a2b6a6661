/**
 * Where the environment of a run comes from, and what becomes of the user's own `NODE_OPTIONS` in it. VS Code moves that
 * variable out of the extension host's environment, and settings and env files may each have their word, so it is put
 * together here from all of them; reading and writing its text is `shared/nodeOptions.ts`.
 */

/** A layer of the user's environment; `null` takes the variable away. */
export type EnvironmentLayer = Readonly<Record<string, string | null | undefined>>;

export interface EnvironmentLayers {
  /** What the terminal inherits; `VSCODE_NODE_OPTIONS` holds the user's `NODE_OPTIONS` where VS Code hid it. */
  readonly inherited: EnvironmentLayer;
  /** `terminal.integrated.env.<os>`. */
  readonly terminal: EnvironmentLayer;
  /** The variables of `nodeCluster.envFile`. */
  readonly file: EnvironmentLayer;
  /** `nodeCluster.env`, and the task's own `env` over it. */
  readonly own: EnvironmentLayer;
}

const NAME = 'NODE_OPTIONS';

/**
 * The user's own `NODE_OPTIONS`: what the terminal would have, then what the env file or the settings add, since later
 * options win inside Node. A `null` in the settings drops what the terminal would have.
 */
export function userNodeOptions({ inherited, terminal, file, own }: EnvironmentLayers): string {
  if (own[NAME] === null) return '';
  const base = terminal[NAME] === undefined ? (inherited.VSCODE_NODE_OPTIONS ?? inherited[NAME]) : terminal[NAME];
  return [base, own[NAME] ?? file[NAME]]
    .map((part) => part?.trim() ?? '')
    .filter((part) => part !== '')
    .join(' ');
}

/** The value that the terminal will have for a variable of the settings' platform, names matched as the system does. */
export function inheritedValue(
  layers: readonly EnvironmentLayer[],
  name: string,
  platform: string,
): string | undefined {
  const isSame = (other: string): boolean =>
    platform === 'win32' ? other.toLowerCase() === name.toLowerCase() : other === name;
  const values = layers.flatMap((layer) =>
    Object.keys(layer)
      .filter(isSame)
      .map((key) => layer[key]),
  );
  return values.find((value) => value !== undefined) ?? undefined;
}
