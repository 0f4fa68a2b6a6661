/** Holds the documentation against the code: a command, a setting or an error code that is missing there fails here. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ERROR_CODES } from '../../src/core/clusterError';
import { SETTING_NAMES, SETTINGS, settingId } from '../../src/core/settings';

const ROOT = join(__dirname, '../..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const strings: Record<string, string> = JSON.parse(readFileSync(join(ROOT, 'package.nls.json'), 'utf8'));
const page = (name: string): string => readFileSync(join(ROOT, 'media/docs', `${name}.md`), 'utf8');
const PAGES = ['README.md', ...readdirSync(join(ROOT, 'media/docs')).map((name) => `media/docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
);

describe('the documentation', () => {
  it('has every command by its title', () => {
    const titles = manifest.contributes.commands.map(({ title }: { title: string }) => strings[title.slice(1, -1)]);

    assert.deepEqual(
      titles.filter((title: string) => !page('commands').includes(`**${title}**`)),
      [],
    );
  });

  it('has every setting with its default', () => {
    const missing = SETTING_NAMES.filter((name) => {
      const row = page('settings')
        .split('\n')
        .find((line) => line.includes(`\`${settingId(name)}\``));
      return !row?.includes(`\`${JSON.stringify(SETTINGS[name].default)}\``);
    });

    assert.deepEqual(missing, []);
  });

  it('has every error code in its troubleshooting table', () => {
    assert.deepEqual(
      ERROR_CODES.filter((code) => !page('troubleshooting').includes(`\`${code}\``)),
      [],
    );
  });

  for (const file of PAGES) {
    it(`names only files that are there: ${file}`, () => {
      const links = [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\]\(((?!https?:)[^)#]+)/g)].map(
        ([, path = '']) => path,
      );

      assert.deepEqual(
        links.filter((path) => !existsSync(join(ROOT, dirname(file), path))),
        [],
      );
    });
  }

  it('has no keybinding with null among its arguments, on which VS Code fails before any command is called', () => {
    const texts = PAGES.map((file) => readFileSync(join(ROOT, file), 'utf8'));
    const lists = texts.flatMap((text) => [...text.matchAll(/"args": (\[.*\]) \}/g)].map(([, list = '']) => list));

    assert.ok(lists.length > 0);
    assert.deepEqual(
      lists.filter((list) => JSON.parse(list).includes(null)),
      [],
    );
  });

  it('has a link from the README to each page', () => {
    assert.deepEqual(
      PAGES.slice(1).filter((file) => !readme.includes(`](${file}`)),
      [],
    );
  });

  it('opens, in the README, with a picture and the two commands', () => {
    const firstScreen = readme.split('\n## ')[0] ?? '';

    assert.match(firstScreen, /!\[[^\]]+\]\(media\//);
    assert.match(firstScreen, /npm start/);
    assert.match(firstScreen, /npm test/);
  });
});
