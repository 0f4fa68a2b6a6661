/** The boilerplates as the tests use them: any of them in any form, from the files that the extension ships. */
import javascript from '../../media/snippets/javascript.json';
import typescript from '../../media/snippets/typescript.json';
import { type BoilerplateId, findSnippet, type ScriptForm, type Snippet } from '../../src/core/boilerplate';

const FILES = { javascript, typescript };

/** The snippet of a boilerplate for a kind of file. */
export function snippetFor(id: BoilerplateId, form: ScriptForm): Snippet {
  return findSnippet(FILES[form.language], id, form);
}
