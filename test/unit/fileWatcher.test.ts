import assert from 'node:assert/strict';
import { fileWatcherOf } from '../../src/preload/primary/fileWatcher';

describe('the file watcher behind an app', () => {
  const cases: readonly [string, NodeJS.ProcessEnv, string | undefined][] = [
    ['node --watch, which asks for the loaded files', { WATCH_REPORT_DEPENDENCIES: '1' }, 'node --watch'],
    ['nodemon, which the script names', { npm_lifecycle_script: 'nodemon --inspect server.js' }, 'nodemon'],
    ['tsx watch', { npm_lifecycle_script: 'tsx watch src/main.ts' }, 'tsx watch'],
    ['nobody where Node runs the file', { npm_lifecycle_script: 'node server.js' }, undefined],
    ['nobody outside a script', {}, undefined],
  ];
  for (const [what, env, watcher] of cases) it(`is ${what}`, () => assert.equal(fileWatcherOf(env), watcher));
});
