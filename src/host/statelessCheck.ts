/**
 * The stateless check with its effects: which project a file belongs to, what that project's other files say, and the
 * parser's bundle, loaded at the first file that is worth parsing.
 */
import { basename, relative } from 'node:path';
import { isChecked, isWorthParsing } from '../core/stateless/checkedFiles';
import { checkManifest } from '../core/stateless/checkManifest';
import type { CheckScript, StatelessCheck, Verdict } from '../core/stateless/checkScript';
import type { ProjectFacts } from '../core/stateless/projectFacts';
import { projectOf, readProjectFacts } from './projectSources';

const NOTHING: Verdict = { findings: [], isClustered: false };

/** `bundle` is the path of `dist/check.cjs`. */
export function createStatelessCheck(bundle: string): StatelessCheck {
  const known = new Map<string, Promise<ProjectFacts>>();
  const factsOf = (project: string): Promise<ProjectFacts> => {
    const facts = known.get(project) ?? readProjectFacts(project);
    known.set(project, facts);
    return facts;
  };
  return {
    async check(file, text) {
      const project = await projectOf(file);
      if (!isChecked(relative(project, file))) return NOTHING;
      if (basename(file) === 'package.json') {
        const { isServer, isClustered } = await factsOf(project);
        return isServer ? { findings: checkManifest(text), isClustered } : NOTHING;
      }
      if (!isWorthParsing(text)) return NOTHING;
      const facts = await factsOf(project);
      return { findings: loadCheck(bundle)(text, file, facts), isClustered: facts.isClustered };
    },
    forget(file) {
      for (const project of known.keys()) {
        if (!relative(project, file).startsWith('..')) known.delete(project);
      }
    },
  };
}

/** Node keeps what it has loaded. */
function loadCheck(bundle: string): CheckScript {
  return (require(bundle) as { readonly checkScript: CheckScript }).checkScript;
}
