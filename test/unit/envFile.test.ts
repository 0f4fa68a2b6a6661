import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvFile } from '../../src/core/envFile';

const TEXT = `# a comment
PLAIN=value
export EXPORTED=yes
  SPACED  =  around the value
EMPTY=
DOUBLE="two words # kept"
SINGLE='it is \\n raw'
ESCAPED="line one\\nline two"
COMMENTED=value # not this
LINES="one
two"
URL=http://localhost:3000/?a=b
TWICE=first
TWICE=second
`;

describe('an env file', () => {
  it('has its values without quotes, comments and spaces around', () => {
    const values = parseEnvFile(TEXT);

    assert.equal(values.SPACED, 'around the value');
    assert.equal(values.DOUBLE, 'two words # kept');
    assert.equal(values.COMMENTED, 'value');
    assert.equal(values.LINES, 'one\ntwo');
    assert.equal(values.TWICE, 'second');
  });

  it('is read as Node.js reads it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'env-file-'));
    const file = join(folder, '.env');
    writeFileSync(file, TEXT);
    const values = parseEnvFile(TEXT);

    const print = `JSON.stringify(${JSON.stringify(Object.keys(values))}.map((name) => process.env[name]))`;
    const theirs = execFileSync(process.execPath, [`--env-file=${file}`, '-p', print], { encoding: 'utf8', env: {} });

    rmSync(folder, { recursive: true });
    assert.deepEqual(Object.values(values), JSON.parse(theirs));
  });

  it('may hold anything without harm', () => {
    assert.deepEqual(parseEnvFile('no assignment\n=x\n"\n'), {});
  });
});
