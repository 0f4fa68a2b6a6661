import assert from 'node:assert/strict';
import { type NodePlace, nodePlaces, searchPathFiles } from '../../src/host/nodePlaces';

const where = (place: NodePlace): string => ('file' in place ? place.file : `${place.versionsIn}|${place.below}`);
const query = { home: '/home/ann', env: {}, searchPath: '' };
const placesOf = (given: Partial<Parameters<typeof nodePlaces>[0]> & { platform: string }): string[] =>
  nodePlaces({ ...query, ...given }).map(where);

describe('the places of Node.js', () => {
  it('begin with the search path, without empty and relative folders', () => {
    const places = placesOf({ platform: 'linux', searchPath: '/b::./c:/a:/b' });

    assert.deepEqual(places.slice(0, 2), ['/b/node', '/a/node']);
    assert.match(places[2] ?? '', /nvm/);
  });

  it('are on Linux those of the version managers, then the usual ones', () => {
    const places = placesOf({ platform: 'linux' });

    assert.ok(places.includes('/home/ann/.nvm/versions/node|bin/node'));
    assert.ok(places.includes('/home/ann/.local/share/fnm/node-versions|installation/bin/node'));
    assert.ok(places.includes('/home/ann/.volta/bin/node'));
    assert.ok(places.includes('/home/ann/.asdf/installs/nodejs|bin/node'));
    assert.ok(places.includes('/home/ann/.local/share/mise/installs/node|bin/node'));
    assert.ok(places.includes('/home/ann/.nodenv/versions|bin/node'));
    assert.ok(places.includes('/usr/local/bin/node'));
  });

  it('follow the variables by which version managers are moved', () => {
    const places = placesOf({ platform: 'linux', env: { NVM_DIR: '/nvm', FNM_DIR: '/fnm', VOLTA_HOME: '/volta' } });

    assert.deepEqual(places.slice(0, 3), [
      '/nvm/versions/node|bin/node',
      '/fnm/node-versions|installation/bin/node',
      '/volta/bin/node',
    ]);
  });

  it('are on macOS also those of Homebrew', () => {
    const places = placesOf({ platform: 'darwin', home: '/Users/ann' });

    assert.ok(places.includes('/opt/homebrew/bin/node'));
    assert.ok(places.includes('/Users/ann/Library/Application Support/fnm/node-versions|installation/bin/node'));
  });

  it('are on Windows written with backslashes', () => {
    const env = { NVM_HOME: 'D:\\nvm', NVM_SYMLINK: 'C:\\nodejs', ProgramFiles: 'C:\\Program Files' };

    const places = placesOf({ platform: 'win32', home: 'C:\\Users\\ann', env, searchPath: 'C:\\bin;D:\\x' });

    assert.deepEqual(places.slice(0, 4), [
      'C:\\bin\\node.exe',
      'D:\\x\\node.exe',
      'C:\\nodejs\\node.exe',
      'D:\\nvm|node.exe',
    ]);
    assert.ok(places.includes('C:\\Program Files\\nodejs\\node.exe'));
    assert.ok(places.includes('C:\\Users\\ann\\AppData\\Local\\Volta\\bin\\node.exe'));
  });

  it('of a package manager on Windows may be batch files', () => {
    assert.deepEqual(searchPathFiles('npm', 'C:\\bin', 'win32'), ['C:\\bin\\npm.exe', 'C:\\bin\\npm.cmd']);
  });
});
