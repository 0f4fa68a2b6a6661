/**
 * Tells variables that hold secrets by their names and by what their values look like. Their values are never written
 * into a file that we make, and nobody is asked about them: the question alone invites the mistake.
 */

const SECRET_NAME =
  /(?:^|_)(?:SECRETS?|TOKENS?|PASS(?:WORD|PHRASE|WD)?|PWD|CREDENTIALS?|AUTH|API_?KEYS?|KEYS?|PRIVATE|SALT|COOKIE|DSN|CERT)(?:_|$)|PASSWORD|SECRET|APIKEY/i;

/** An address with a user's password in it, a key in PEM form, the prefixes of well-known tokens. */
const SECRET_VALUE =
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s@]*:[^/\s@]+@|-----BEGIN |^(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk[-_]|AKIA|eyJ[\w-]+\.)/i;

/** Whether a variable looks like a secret. */
export function looksSecret(name: string, value: string): boolean {
  return SECRET_NAME.test(name) || SECRET_VALUE.test(value);
}
