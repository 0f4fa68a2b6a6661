/**
 * Which files the stateless check looks at: scripts that may be part of a server, no tests, no packages, nothing built,
 * nothing huge. A few words must be in a text before anybody parses it.
 */
import { baseName } from '../format';

/** Longer texts are generated or bundled more often than written; in UTF-16 units. */
export const LARGEST_TEXT = 200_000;

const SCRIPT = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const NOT_SERVED =
  /(?:^|[\\/])(?:node_modules|bower_components|\.yarn|\.git|dist|build|out|coverage|vendor|public|static|assets|__tests__|__mocks__|tests?|specs?|e2e|cypress|fixtures|migrations|install|scripts|benchmarks?)[\\/]|\.(?:test|spec|min|d|config|stories)\.[cm]?[jt]sx?$|(?:^|[\\/])(?:gulpfile|Gruntfile|webpack[\w.-]*)\.[cm]?[jt]s$/;

/** Whether a file may be part of what a worker runs. `path` is relative to the project's folder. */
export function isChecked(path: string): boolean {
  return baseName(path) === 'package.json' || (SCRIPT.test(path) && !NOT_SERVED.test(path));
}

const WORTH_PARSING =
  /express-session|fastify-session|@fastify\/session|rate-?limit|slow-down|RateLimiterMemory|express-brute|socket\.io|\bio\b|["']ws["']|\bcron\b|node-schedule|croner|toad-scheduler|@nestjs\/schedule|Interval\s*\(|\.listen\s*\(|["'](?:node:)?cluster["']|\breq\b|\brequest\b|\bctx\b|-cache["']/;

/** Code of a page, which may well lie in a server's package. */
const BROWSER = /\bfrom\s+["'](?:react|react-dom|vue|svelte|preact|solid-js|@angular\/core)["']/;

/** Whether a text has any of the words that a rule needs, and is not that of a page. */
export function isWorthParsing(text: string): boolean {
  return text.length <= LARGEST_TEXT && WORTH_PARSING.test(text) && !BROWSER.test(text);
}
