import assert from 'node:assert/strict';
import { type ExitEvidence, exitReason, isCause, isHopeless } from '../../src/shared/exitReason';
import type { ExitReason } from '../../src/shared/runInfo';

const QUIET: ExitEvidence = {
  started: true,
  code: 1,
  signal: null,
  asked: false,
  announced: true,
  online: true,
  stderr: '',
};
const error = { name: 'Error', message: 'm', stack: 'Error: m\n    at f (/a.js:1:1)' };

const CASES: readonly (readonly [ExitReason, Partial<ExitEvidence>])[] = [
  ['not started', { started: false, code: null, error }],
  ['uncaught error', { error }],
  ['unhandled rejection', { error, rejection: true }],
  ['syntax error', { error: { ...error, name: 'SyntaxError', stack: '/a.js:2\nconst = ;\n\nSyntaxError: m' } }],
  ['uncaught error', { error: { ...error, name: 'SyntaxError', stack: 'SyntaxError: in JSON\n    at JSON.parse' } }],
  ['module not found', { error: { ...error, code: 'MODULE_NOT_FOUND' } }],
  ['module not found', { error: { ...error, code: 'ERR_MODULE_NOT_FOUND' } }],
  ['port in use', { error: { ...error, code: 'EADDRINUSE' } }],
  ['out of memory', { code: null, signal: 'SIGABRT', stderr: 'FATAL ERROR: ... JavaScript heap out of memory' }],
  ['killed by us', { code: null, signal: 'SIGTERM', asked: true }],
  ['killed from outside', { code: null, signal: 'SIGKILL', announced: false }],
  ['killed from outside', { code: null, signal: 'SIGABRT', announced: false }],
  ['bad node option', { code: 9, announced: false, online: false }],
  ['exit code', { code: 9 }],
  ['exit code', { code: 7 }],
  ['lost channel', { code: 0, announced: false }],
  ['finished', { code: 0 }],
];

describe('the reason of an exit', () => {
  for (const [reason, evidence] of CASES) {
    it(`is "${reason}" for ${JSON.stringify(evidence).slice(0, 90)}`, () => {
      assert.equal(exitReason({ ...QUIET, ...evidence }), reason);
    });
  }

  it('is hopeless where the same file would fail in the same way', () => {
    assert.deepEqual(CASES.map(([reason]) => reason).filter(isHopeless), [
      'syntax error',
      'module not found',
      'module not found',
      'bad node option',
    ]);
  });
});

describe('an uncaught error', () => {
  for (const [what, end, age, expected] of [
    ['where the process leaves at once', { code: 1, signal: null }, 0, true],
    ['where the app closes its server first', { code: 1, signal: null }, 10_000, true],
    ['where the app leaves for another reason later', { code: 1, signal: null }, 3_600_000, false],
    ['where the app aborts', { code: null, signal: 'SIGABRT' }, 10, true],
    ['where a signal ends it', { code: null, signal: 'SIGKILL' }, 10, false],
    ['where all went well', { code: 0, signal: null }, 10, false],
  ] as const) {
    it(`${expected ? 'is' : 'is not'} the cause of an end ${what}`, () => {
      assert.equal(isCause(age, end), expected);
    });
  }
});
