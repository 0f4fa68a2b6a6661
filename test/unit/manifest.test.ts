/** Holds `package.json` and `package.nls.json` against the code: what one promises the other has, and nothing is half there. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTEXT_KEYS } from '../../src/core/contextValues';
import { LAUNCH_PROPERTIES } from '../../src/core/launchOptions';
import { SETTING_NAMES, SETTINGS, settingId } from '../../src/core/settings';
import { readyLine, reloadLine, startLine } from '../../src/shared/announcement';
import { COMMAND_NAMES, type CommandName, commandId } from '../../src/ui/commands/ids';

const ROOT = join(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const strings: Record<string, string> = JSON.parse(readFileSync(join(ROOT, 'package.nls.json'), 'utf8'));

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly icon?: string;
}
interface MenuEntry {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}
type Property = Record<string, unknown> & { readonly default?: unknown };

const commands: Command[] = manifest.contributes.commands;
const menus: Record<string, MenuEntry[]> = manifest.contributes.menus;
const categories: { title: string; properties: Record<string, Property> }[] = manifest.contributes.configuration;
const properties = Object.assign({}, ...categories.map((category) => category.properties)) as Record<string, Property>;

/** Every string of the manifest, wherever it stands. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** Commands that ask for nothing that may not be there. */
const ALWAYS: readonly CommandName[] = [
  'runClustered',
  'debugClustered',
  'measureScaling',
  'insertBoilerplate',
  'chooseChecks',
  'createSample',
  'showExtensionLog',
  'copyDiagnostics',
];

const isLocalized = (text: unknown): boolean => typeof text === 'string' && /^%[\w.]+%$/.test(text);
const sorted = (names: Iterable<string>): string[] => [...names].sort();

describe('the commands of the manifest', () => {
  it('are those of ids.ts', () => {
    assert.deepEqual(sorted(commands.map(({ command }) => command)), sorted(COMMAND_NAMES.map(commandId)));
  });

  for (const { command, title, category, icon } of commands) {
    it(`${command} has a title, the category and an icon`, () => {
      assert.ok(isLocalized(title), title);
      assert.equal(category, 'Node Cluster');
      assert.match(icon ?? '', /^\$\([a-z-]+\)$/);
    });

    it(`${command} is in the palette where it can do something`, () => {
      const entries = (menus.commandPalette ?? []).filter((entry) => entry.command === command);
      const isAlways = ALWAYS.some((name) => command === commandId(name));

      assert.equal(entries.length, isAlways ? 0 : 1);
      assert.ok(entries.every(({ when }) => /^nodeCluster\.has\w+$/.test(when ?? '')));
    });

    it(`${command} has a place where a person comes across it`, () => {
      const places = Object.entries(menus).filter(([menu]) => menu !== 'commandPalette');

      assert.ok(places.some(([, entries]) => entries.some((entry) => entry.command === command)));
    });
  }

  it('are the only ones that menus and welcome views name', () => {
    const own = commands.map(({ command }) => command);
    const inMenus = Object.values(menus).flatMap((entries) => entries.map(({ command }) => command));
    const inTexts = textsOf(strings).flatMap((text) =>
      [...text.matchAll(/command:(nodeCluster\.\w+)/g)].map(([, id]) => id),
    );

    assert.deepEqual(
      [...inMenus, ...inTexts].filter((command) => !own.includes(command ?? '')),
      [],
    );
  });
});

describe('the menus of the manifest', () => {
  const itemMenu = menus['view/item/context'] ?? [];
  const flags = [
    'run+live+supervise+running+port',
    'run+live+observe+running',
    'run+ended+supervise+ended',
    'primary+live+supervise',
    'worker+live+supervise+alive+listening+port',
    'worker+live+supervise+alive+port+unresponsive',
    'worker+live+observe+alive+online',
    'worker+live+supervise+dead+crashLooping+failed',
    'pm2App+cluster+alive',
    'pm2App+fork+dead',
    'pm2Process+cluster+alive',
    'pm2Process+fork+dead',
  ];
  const fits = (when: string, value: string): boolean =>
    [...when.matchAll(/viewItem =~ \/(.+?)\/(?= |$)/g)].every(([, pattern]) => new RegExp(pattern ?? '').test(value));

  for (const value of flags) {
    it(`offer something on a row of ${value}`, () => {
      assert.notDeepEqual(
        itemMenu.filter(({ when }) => fits(when ?? '', value)),
        [],
      );
    });

    it(`show at most three buttons on a row of ${value}`, () => {
      const inline = itemMenu.filter(({ when, group }) => group?.startsWith('inline') && fits(when ?? '', value));
      assert.ok(inline.length <= 3, `${inline.length}`);
    });
  }

  it('kill only what lives', () => {
    const kills = itemMenu.filter(({ command }) => /kill/i.test(command));
    assert.ok(kills.every(({ when }) => !fits(when ?? '', 'worker+live+supervise+dead+crashLooping')));
  });

  it('hide Run Clustered and Debug Clustered where nothing may run', () => {
    for (const place of ['explorer/context', 'editor/context', 'editor/title/run', 'view/title']) {
      const entries = (menus[place] ?? []).filter(({ command }) => /\.(run|debug)Clustered$/.test(command));
      assert.ok(entries.length > 0, place);
      assert.ok(
        entries.every(({ when }) => when?.includes('isWorkspaceTrusted && !virtualWorkspace')),
        place,
      );
    }
  });

  it('ask only for context keys that the code sets', () => {
    const asked = textsOf(manifest.contributes).flatMap((text) => text.match(/nodeCluster\.has\w+/g) ?? []);
    assert.deepEqual(
      sorted(new Set(asked)).filter((key) => !CONTEXT_KEYS.some((name) => key === `nodeCluster.${name}`)),
      [],
    );
  });
});

describe('the settings of the manifest', () => {
  it('are those of core/settings.ts', () => {
    assert.deepEqual(sorted(Object.keys(properties)), sorted(SETTING_NAMES.map(settingId)));
  });

  for (const name of SETTING_NAMES) {
    const property = properties[settingId(name)] ?? {};

    it(`${settingId(name)} has a description, an order, a scope and the default of the code`, () => {
      assert.ok(isLocalized(property.markdownDescription));
      assert.equal(typeof property.order, 'number');
      assert.match(String(property.scope), /^(resource|window|machine-overridable)$/);
      assert.deepEqual(property.default, SETTINGS[name].default);
    });

    it(`${settingId(name)} accepts its own default and the choices that it offers`, () => {
      for (const value of [property.default, ...((property.enum as unknown[]) ?? [])]) {
        assert.ok(SETTINGS[name].accepts(value), String(value));
      }
    });
  }

  for (const { title, properties: own } of categories) {
    it(`have an order of their own in their category: ${title}`, () => {
      const orders = Object.values(own).map(({ order }) => order);

      assert.equal(new Set(orders).size, orders.length);
    });

    it(`explain each choice in their category: ${title}`, () => {
      const silent = Object.entries(own).filter(
        ([, { enum: choices, markdownEnumDescriptions, enumDescriptions }]) =>
          choices !== undefined && markdownEnumDescriptions === undefined && enumDescriptions === undefined,
      );

      assert.deepEqual(silent, []);
    });
  }

  it('that shape a command line are restricted to trusted workspaces', () => {
    const restricted: string[] = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    assert.deepEqual(
      sorted(restricted),
      sorted(SETTING_NAMES.filter((name) => SETTINGS[name].restricted).map(settingId)),
    );
  });

  it('link only to settings that there are', () => {
    const linked = Object.values(strings).flatMap((text) =>
      [...text.matchAll(/(?:#|openSettings\?%22)(nodeCluster\.[\w.]+)(?:#|%22\))/g)].map(([, id]) => id),
    );
    assert.deepEqual(
      linked.filter((id) => !(id && id in properties)),
      [],
    );
  });
});

describe('the strings of the manifest', () => {
  const used = textsOf(manifest).flatMap((text) => [...text.matchAll(/^%([\w.]+)%$/g)].map(([, key]) => key ?? ''));

  it('are all there', () => {
    assert.deepEqual(
      used.filter((key) => !(key in strings)),
      [],
    );
  });

  it('are all used', () => {
    assert.deepEqual(
      Object.keys(strings).filter((key) => !used.includes(key)),
      [],
    );
  });

  it('are not written into the manifest itself', () => {
    const shown = [...commands.map(({ title }) => title), ...categories.map(({ title }) => title)];
    const welcome: { contents: string }[] = manifest.contributes.viewsWelcome;
    assert.ok([...shown, ...welcome.map(({ contents }) => contents)].every(isLocalized));
  });
});

describe('the task type of the manifest', () => {
  const [definition] = manifest.contributes.taskDefinitions;

  it('has the properties that the code reads', () => {
    assert.equal(definition.type, 'node-cluster');
    assert.deepEqual(sorted(Object.keys(definition.properties)), sorted(LAUNCH_PROPERTIES));
  });

  it('activates the extension', () => {
    assert.ok(manifest.activationEvents.includes('onTaskType:node-cluster'));
  });
});

describe('the debugger of the manifest', () => {
  const [{ type, configurationAttributes, initialConfigurations, configurationSnippets }] =
    manifest.contributes.debuggers;
  const attributes: Record<string, Property> = configurationAttributes.launch.properties;
  const bodies: Record<string, unknown>[] = [
    ...initialConfigurations,
    ...configurationSnippets.map(({ body }: { body: object }) => body),
  ];

  it('has the properties that the code reads, as the task type has them', () => {
    const [{ properties: ofTask }] = manifest.contributes.taskDefinitions;
    for (const name of LAUNCH_PROPERTIES) {
      const { markdownDescription, default: _default, ...shape } = attributes[name] ?? {};
      const { description, ...same } = ofTask[name];
      assert.deepEqual(shape, same, name);
      assert.equal(markdownDescription, description);
    }
  });

  it('explains every property', () => {
    assert.ok(Object.values(attributes).every(({ markdownDescription }) => isLocalized(markdownDescription)));
  });

  it('offers configurations of properties that there are', () => {
    const known = ['type', 'request', 'name', 'preLaunchTask', ...Object.keys(attributes)];
    assert.deepEqual(
      bodies.flatMap((body) => Object.keys(body)).filter((name) => !known.includes(name)),
      [],
    );
    assert.ok(bodies.every((body) => body.type === type && body.request === 'launch' && isLocalized(body.name)));
  });

  it('activates the extension', () => {
    for (const event of ['onDebugResolve', 'onDebugDynamicConfigurations']) {
      assert.ok(manifest.activationEvents.includes(`${event}:node-cluster`), event);
    }
  });
});

describe('the problem matcher of the manifest', () => {
  const [{ background, pattern }] = manifest.contributes.problemMatchers;
  const matches = (source: string, line: string): boolean => new RegExp(source).test(line);

  it('knows by the lines of a run when it begins and when it is ready', () => {
    for (const line of [startLine('server.js'), reloadLine('server.js')]) {
      assert.ok(matches(background.beginsPattern, line), line);
      assert.ok(!matches(background.endsPattern, line), line);
    }
    assert.ok(matches(background.endsPattern, readyLine('server.js')));
    assert.ok(!matches(background.beginsPattern, readyLine('server.js')));
  });

  it('finds no problems itself: the errors of workers are shown by the code, once', () => {
    for (const line of ['', '/app/server.js:12', 'TypeError: x is not a function']) {
      assert.ok(!matches(pattern.regexp, line), line);
    }
  });
});

describe('the code', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const found = (pattern: RegExp): string[] =>
    files.flatMap((file) =>
      [...readFileSync(join(ROOT, 'src', file), 'utf8').matchAll(pattern)].map(([, id]) => id ?? ''),
    );
  const mentioned = found(/'(nodeCluster\.\w+)'/g);

  it('keeps its problems apart from those that VS Code takes away when a task ends', () => {
    const collections = found(/createDiagnosticCollection\('([\w-]+)'\)/g);
    const [{ owner }] = manifest.contributes.problemMatchers;

    assert.ok(collections.includes('node-cluster-crashes'), String(collections));
    assert.ok(!collections.includes(owner), owner);
  });

  it('mentions only commands, settings and views that there are', () => {
    const known = [
      ...commands.map(({ command }) => command),
      ...Object.keys(properties),
      'nodeCluster.cluster',
      'nodeCluster.status',
      'nodeCluster.dashboard',
      'nodeCluster.scaling',
    ];
    assert.deepEqual(
      sorted(new Set(mentioned)).filter((id) => !known.includes(id)),
      [],
    );
  });
});
