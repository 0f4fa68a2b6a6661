/** Holds the README's tables against the code: a command, a setting or an error code that is missing there fails here. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES } from '../../src/core/clusterError';
import { SETTING_NAMES, SETTINGS, settingId } from '../../src/core/settings';

const ROOT = join(__dirname, '../..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const strings: Record<string, string> = JSON.parse(readFileSync(join(ROOT, 'package.nls.json'), 'utf8'));
const section = (title: string): string => readme.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

describe('the README', () => {
  it('has every command by its title', () => {
    const titles = manifest.contributes.commands.map(({ title }: { title: string }) => strings[title.slice(1, -1)]);

    assert.deepEqual(
      titles.filter((title: string) => !section('Commands').includes(`**${title}**`)),
      [],
    );
  });

  it('has every setting with its default', () => {
    const missing = SETTING_NAMES.filter((name) => {
      const row = section('Settings')
        .split('\n')
        .find((line) => line.includes(`\`${settingId(name)}\``));
      return !row?.includes(`\`${JSON.stringify(SETTINGS[name].default)}\``);
    });

    assert.deepEqual(missing, []);
  });

  it('has every error code in its troubleshooting table', () => {
    assert.deepEqual(
      ERROR_CODES.filter((code) => !section('Troubleshooting').includes(`\`${code}\``)),
      [],
    );
  });

  it('names only files that are there', () => {
    const links = [...readme.matchAll(/\]\(((?!https?:)[^)#]+)/g)].map(([, path = '']) => path);

    assert.deepEqual(
      links.filter((path) => !existsSync(join(ROOT, path))),
      [],
    );
  });

  it('opens with a picture and the two commands', () => {
    const firstScreen = readme.split('\n## ')[0] ?? '';

    assert.match(firstScreen, /!\[[^\]]+\]\(media\//);
    assert.match(firstScreen, /npm start/);
    assert.match(firstScreen, /npm test/);
  });
});
