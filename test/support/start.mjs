/**
 * `npm start`: sets up, builds, and opens a VS Code with the extension and a copy of the sample app. `--check` opens it,
 * looks whether the workbench answers, and ends; `--server` and `--desktop` choose which VS Code.
 */
import { createRequire } from 'node:module';
import { runNpm } from './process.mjs';
import { setUp } from './setup.mjs';

try {
  await setUp();
  const { code } = await runNpm(['run', '--silent', 'build']);
  if (code !== 0) throw new Error('The build failed; its own message is above.');
  process.exitCode = await loadTypeScript('./vscode/startVSCode.ts').startVSCode(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** TypeScript can be loaded only now: before the set-up there may be no loader. */
function loadTypeScript(file) {
  const require = createRequire(import.meta.url);
  require('tsx/cjs/api').register();
  return require(file);
}
