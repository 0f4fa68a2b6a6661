/**
 * The stateless check, rule by rule: what it finds, and beside each the code that looks alike and is fine. Strings and
 * comments never count, a fix leaves code in which nothing is found any more, and the boilerplates are found to be good.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkScript } from '../../src/check/check';
import { listBoilerplates } from '../../src/core/boilerplate';
import { expandSnippet } from '../../src/core/expandSnippet';
import { isChecked, isWorthParsing, LARGEST_TEXT } from '../../src/core/stateless/checkedFiles';
import { checkManifest } from '../../src/core/stateless/checkManifest';
import { type Edit, type Finding, isRule, RULES, type RuleId } from '../../src/core/stateless/finding';
import { type ProjectFacts, projectFacts } from '../../src/core/stateless/projectFacts';
import { findingMessage, fixTitle, ruleTitle, severityOf } from '../../src/core/stateless/words';
import { untranslated } from '../../src/core/translate';
import { snippetFor } from '../support/snippets';

const ROOT = path.resolve(__dirname, '..', '..');
/** A server that ends gently, so that only the rule at hand speaks. */
const SERVER: ProjectFacts = { ...projectFacts('{}', []), isServer: true, endsGracefully: true };
const SOCKET = "const { Server } = require('socket.io'); const io = new Server(server);";
const STICKY = { ...SERVER, hasSticky: true };

interface Case {
  readonly code: string;
  readonly facts?: Partial<ProjectFacts>;
  readonly file?: string;
}
type Cases = Readonly<Record<string, string | Case>>;

const LOUD: Readonly<Record<Exclude<RuleId, 'inspect-port'>, Cases>> = {
  'session-store': {
    'no store': "const session = require('express-session'); app.use(session({ secret: 's' }));",
    'no options': "import session from 'express-session'; app.use(session());",
    'a namespace import in TypeScript': {
      code: "import * as session from 'express-session'; app.use(session({ secret: 's' as string }));",
      file: 'main.ts',
    },
    'options in a variable':
      "const session = require('express-session'); const o = { secret: 's' }; app.use(session(o));",
    'a memory store that is named':
      "import session from 'express-session'; app.use(session({ store: new session.MemoryStore() }));",
    'required on the spot': "app.use(require('express-session')({ secret: 's' }));",
    'the plugin of fastify': "app.register(require('@fastify/session'), { secret: 's' });",
  },
  'rate-limit': {
    'express-rate-limit': "import { rateLimit } from 'express-rate-limit'; app.use(rateLimit({ limit: 100 }));",
    'its default export': "const limit = require('express-rate-limit'); app.use(limit({ max: 1 }));",
    'rate-limiter-flexible':
      "const { RateLimiterMemory } = require('rate-limiter-flexible'); const l = new RateLimiterMemory({ points: 1 });",
    'the plugin of fastify': "import limit from '@fastify/rate-limit'; await app.register(limit, { max: 1 });",
    'koa-ratelimit': "const limit = require('koa-ratelimit'); app.use(limit({ driver: 'memory', db: new Map() }));",
  },
  'shared-state': {
    'a list': 'const todos = []; app.post("/", (req, res) => { todos.push(req.body); res.end(); });',
    'a number': 'let visits = 0; app.get("/", (req, res) => res.end(String(++visits)));',
    'an entry of an object': 'const users = {}; router.put("/:id", (req) => { users[req.params.id] = req.body; });',
    'a map in a controller': 'const orders = new Map(); exports.create = (req, res) => { orders.set(req.id, 1); };',
    'a count of a socket server': 'let numUsers = 0; io.on("connection", () => { numUsers++; });',
  },
  'local-cache': {
    'node-cache':
      "const NodeCache = require('node-cache'); const c = new NodeCache(); app.put('/', (req) => { c.del(req.id); });",
    'a map that is called so': 'const userCache = new Map(); app.put("/", (req) => { userCache.delete(req.id); });',
  },
  'repeated-job': {
    'node-cron': "const cron = require('node-cron'); cron.schedule('0 8 * * *', send);",
    cron: "import { CronJob } from 'cron'; new CronJob('0 8 * * *', send, null, true);",
    'node-schedule': "import schedule from 'node-schedule'; const job = schedule.scheduleJob('0 8 * * *', send);",
    'a decorator of Nest': {
      code: "import { Cron } from '@nestjs/schedule'; class Tasks { @Cron('0 8 * * *') send() {} }",
      file: 'tasks.service.ts',
    },
    'an interval that waits': 'setInterval(async () => { await db.sendReminders(); }, 1000);',
    'a long interval': 'const HOUR = 60 * 60 * 1000; setInterval(sendReport, HOUR);',
    'the branch of the workers': {
      code: "const cluster = require('cluster'); if (cluster.isPrimary) { cluster.fork(); } else { setInterval(send, 60000); }",
    },
  },
  'socket-sticky': {
    'a server': SOCKET,
    'called as a function': "const io = require('socket.io')(http);",
    'a namespace': "import * as socketio from 'socket.io'; this.io = new socketio.Server(http, { cors });",
  },
  'socket-broadcast': {
    'to all': { code: `${SOCKET} io.emit('news', 1);`, facts: STICKY },
    'to a room': { code: `${SOCKET} io.to('room').emit('news', 1);`, facts: STICKY },
    'to the others': { code: `${SOCKET} io.on('connection', (socket) => socket.broadcast.emit('a'));`, facts: STICKY },
    'in a file without the server': {
      code: 'module.exports = (io, socket) => { socket.to("room").emit("joined"); };',
      facts: { packages: new Set(['socket.io']) },
    },
    'the clients of ws':
      "const { WebSocketServer } = require('ws'); wss.clients.forEach((client) => client.send('x'));",
  },
  'exclusive-listen': { 'an option': "require('net').createServer().listen({ port: 1, exclusive: true });" },
  'no-shutdown': {
    'nothing that ends it': {
      code: "const app = require('express')(); app.listen(3000);",
      facts: { endsGracefully: false },
    },
  },
  'old-names': {
    isMaster: "const cluster = require('cluster'); if (cluster.isMaster) run();",
    setupMaster: "import cluster from 'node:cluster'; cluster.setupMaster({ exec: 'a.js' });",
  },
};

const QUIET: Cases = {
  'a session with a store': "const session = require('express-session'); app.use(session({ store, secret: 's' }));",
  'session options that are spread': "import session from 'express-session'; app.use(session({ ...options }));",
  'session options from elsewhere': "import session from 'express-session'; app.use(session(config.session));",
  'a session store that is given later':
    "const session = require('express-session'); const o = {}; if (prod) o.store = redis(); app.use(session(o));",
  'another function called session': "const session = require('./session'); app.use(session({ secret: 's' }));",
  'a limiter with a store': "import { rateLimit } from 'express-rate-limit'; rateLimit({ store: new RedisStore() });",
  'an insurance limiter':
    "const { RateLimiterMemory } = require('rate-limiter-flexible'); f({ insuranceLimiter: new RateLimiterMemory({}) });",
  'data that no request changes': 'const roles = []; roles.push("admin"); app.get("/", (req, res) => res.json(roles));',
  'data of the request itself': 'app.get("/", (req, res) => { const found = []; found.push(1); res.json(found); });',
  'a nearer variable of the same name': 'const list = []; app.get("/", (req) => { const list = []; list.push(1); });',
  'a cache that fills itself': 'const cache = new Map(); app.get("/", (req) => { cache.set(req.id, compute()); });',
  'the connections of a worker': 'const clients = new Set(); io.on("connection", (c) => { clients.add(c); });',
  'a start anew for each request': 'let info = {}; app.get("/", (req, res) => { info = {}; ask(res); });',
  'a job of the primary':
    "const cron = require('node-cron'); if (cluster.isPrimary) { cron.schedule('* * * * *', f); }",
  'a job after the workers have left':
    "const cron = require('node-cron'); function jobs() { if (!cluster.isPrimary) return; cron.schedule('*', f); } jobs();",
  'a job of the first instance':
    "const cron = require('node-cron'); if (process.env.NODE_APP_INSTANCE === '0') cron.schedule('* * * * *', f);",
  'a job in a function that only the primary calls':
    "const cron = require('node-cron'); if (cluster.isPrimary) begin(); function begin() { cron.schedule('*', f); }",
  'a job behind a lock':
    "import { Cron } from '@nestjs/schedule'; class T { @Cron('*') async send() { await this.lock.acquireLock(); } }",
  'a schedule that only validates': "const { Cron } = require('croner'); new Cron(pattern, () => {});",
  'a heartbeat': 'setInterval(() => { for (const c of wss.clients) c.ping(); }, 60000);',
  'a short interval': 'setInterval(() => { ticks++; }, 1000);',
  'an interval of a request': 'app.get("/", (req, res) => { setInterval(async () => { await push(res); }, 60000); });',
  'a socket server of WebSockets alone':
    "const { Server } = require('socket.io'); const io = new Server(http, { transports: ['websocket'] });",
  'a socket server of unknown transports':
    "const { Server } = require('socket.io'); const io = new Server(http, { transports: settings.transports });",
  'a broadcast through an adapter': { code: `${SOCKET} io.adapter(createAdapter()); io.emit('a');`, facts: STICKY },
  'an answer to one client': { code: `${SOCKET} io.on('connection', (s) => s.emit('hi'));`, facts: STICKY },
  'an event emitter': { code: 'const events = new EventEmitter(); events.emit("done");', facts: STICKY },
  'a heartbeat of ws': "const { WebSocketServer } = require('ws'); wss.clients.forEach((client) => client.ping());",
  'a port that is shared': 'server.listen({ port: 1, exclusive: false });',
  'a server with a handler': {
    code: "const app = require('express')(); app.listen(1); process.on('SIGTERM', stop);",
    facts: { endsGracefully: false },
  },
  'a class that listens for others': {
    code: "import http from 'http'; export class Host { listen(port) { this.server.listen(port); } }",
    facts: { endsGracefully: false },
  },
  'isMaster of something else': "const redis = require('./redis'); if (redis.isMaster) run();",
  'comments and strings':
    "// app.use(session({}))\nconst help = `const session = require('express-session'); session({})`; /* setInterval(async f, 1) */",
  'a line in the making': "const session = require('express-session'; app.use(session({",
};

describe('the stateless check', () => {
  for (const [rule, cases] of Object.entries(LOUD)) {
    for (const [name, one] of Object.entries(cases)) {
      it(`finds ${rule}: ${name}`, () => assert.deepEqual(rulesIn(one), [rule]));
    }
  }

  for (const [name, one] of Object.entries(QUIET)) {
    it(`is quiet about ${name}`, () => assert.deepEqual(rulesIn(one), []));
  }

  it('says nothing of jobs and variables in a project that serves nothing', () => {
    const code =
      "const cron = require('node-cron'); cron.schedule('* * * * *', f); setInterval(async () => {}, 60000);";

    assert.deepEqual(rulesIn({ code, facts: { isServer: false } }), []);
  });

  it('marks the very place', () => {
    const code = "const session = require('express-session');\napp.use(session({ secret: 's' }));";
    const [found] = check({ code });

    assert.equal(code.slice(found?.start, found?.end), 'session');
    assert.equal(found?.start, code.lastIndexOf('session('));
  });

  for (const { id } of listBoilerplates(untranslated)) {
    it(`finds the boilerplate ${id} to be good`, () => {
      for (const [language, moduleKind] of [
        ['javascript', 'commonjs'],
        ['javascript', 'esm'],
        ['typescript', 'esm'],
      ] as const) {
        const code = expandSnippet(snippetFor(id, { language, moduleKind }).body);
        const facts = projectFacts('{}', [code]);

        const found = checkScript(code, language === 'javascript' ? 'a.js' : 'a.ts', facts);

        // The simple ones leave out the shutdown, which others are about.
        assert.deepEqual(
          [...new Set(found.map(({ rule }) => rule))].filter((rule) => rule !== 'no-shutdown'),
          [],
        );
      }
    });
  }
});

describe('a fix of the stateless check', () => {
  it('keeps sessions in Redis', () => {
    for (const first of ["const session = require('express-session');", "import session from 'express-session';"]) {
      const fixed = fix(`${first}\n\napp.use(session({ secret: 's' }));\n`);

      assert.match(
        fixed,
        /RedisStore.*connect-redis.*\n.*createClient.*redis[\s\S]*store: new RedisStore\(\{ client: /,
      );
      assert.ok(fixed.startsWith(first));
      assert.deepEqual(rulesIn(fixed), []);
    }
  });

  const fixes: Readonly<Record<string, string>> = {
    "require('net').createServer().listen({ port: 1, exclusive: true });":
      "require('net').createServer().listen({ port: 1 });",
    "require('net').createServer().listen({ exclusive: true, port: 1 });":
      "require('net').createServer().listen({ port: 1 });",
    "const c = require('cluster'); if (c.isMaster) c.setupMaster();":
      "const c = require('cluster'); if (c.isPrimary) c.setupPrimary();",
    "const cron = require('node-cron');\ncron.schedule('*', f);":
      "const cron = require('node-cron');\nif ((process.env.NODE_APP_INSTANCE ?? '0') === '0') cron.schedule('*', f);",
  };
  for (const [before, after] of Object.entries(fixes)) {
    it(`makes ${JSON.stringify(after)}`, () => {
      assert.equal(fix(before), after);
      assert.deepEqual(rulesIn(after), []);
    });
  }

  it('is not offered for a job whose handle is kept', () => {
    const [found] = check({ code: "const cron = require('node-cron'); const job = cron.schedule('*', f);" });

    assert.equal(found?.fix, undefined);
  });
});

describe('a silenced line of the stateless check', () => {
  const code = "const c = require('cluster');\n";
  const silent = [
    '// node-cluster-ignore\nc.isMaster;',
    '// node-cluster-ignore old-names\nc.isMaster;',
    '// node-cluster-ignore rate-limit, old-names\nc.isMaster;',
    'c.isMaster; // node-cluster-ignore old-names',
    '/* node-cluster-ignore-file */\n\n\nc.isMaster;',
  ];
  for (const lines of silent) it(`${JSON.stringify(lines)} is`, () => assert.deepEqual(rulesIn(code + lines), []));

  const loud = [
    '// node-cluster-ignore rate-limit\nc.isMaster;',
    '// node-cluster-ignore old-names\n\nc.isMaster;',
    "const a = '// node-cluster-ignore'; c.isMaster;",
    '// node-cluster-ignored\nc.isMaster;',
  ];
  for (const lines of loud)
    it(`${JSON.stringify(lines)} is not`, () => assert.deepEqual(rulesIn(code + lines), ['old-names']));
});

describe('the stateless check of a package.json', () => {
  const found = (scripts: Record<string, string>): readonly Finding[] =>
    checkManifest(JSON.stringify({ name: 'a', scripts }, null, 2));

  it('finds a script that starts the app under a fixed port', () => {
    for (const option of ['--inspect', '--inspect=9229', '--inspect-brk', '--inspect=0.0.0.0:9229']) {
      const [one] = found({ test: 'mocha', start: `node ${option} server.js` });
      assert.deepEqual([one?.rule, one?.detail], ['inspect-port', option]);
    }
  });

  it('is quiet about scripts that are meant for it, about port 0, and about a manifest in the making', () => {
    assert.deepEqual(found({ debug: 'node --inspect a.js', start: 'node --inspect=0 a.js', lint: 'eslint .' }), []);
    assert.deepEqual(checkManifest('{ "scripts": { "start": "node --inspect a.js"'), []);
  });

  it('takes the option out of the script', () => {
    const text = '{"scripts":{"start":"node --inspect=9229 server.js"}}';

    assert.equal(apply(text, checkManifest(text)), '{"scripts":{"start":"node server.js"}}');
  });
});

describe('what a project says', () => {
  it('is read from its manifest and its sources', () => {
    const facts = projectFacts('{"dependencies":{"socket.io":"4"}}', [
      "import cluster from 'node:cluster'",
      'app.listen(1)',
    ]);

    assert.deepEqual([facts.isServer, facts.isClustered, facts.endsGracefully], [true, true, false]);
    assert.ok(facts.packages.has('socket.io'));
  });

  it('is what another file takes care of', () => {
    assert.equal(projectFacts('{}', ["process.on('SIGTERM', stop)"]).endsGracefully, true);
    assert.equal(projectFacts('{"dependencies":{"@socket.io/redis-adapter":"8"}}', []).hasSocketAdapter, true);
    assert.equal(projectFacts('{}', ["io(url, { transports: ['websocket'] })"]).hasSticky, true);
  });
});

describe('the files of the stateless check', () => {
  it('are those that a server is made of', () => {
    for (const file of ['server.js', 'src/app.ts', 'bin/www.mjs', 'routes/user.cts', 'package.json'])
      assert.ok(isChecked(file), file);
    for (const file of [
      'test/a.js',
      'src/a.spec.ts',
      'node_modules/a/index.js',
      'dist/a.js',
      'a.d.ts',
      'a.json',
      'public/a.js',
    ])
      assert.ok(!isChecked(file), file);
  });

  it('are parsed only where a word calls for it, and never when they are huge or of a page', () => {
    assert.ok(isWorthParsing('app.listen(1)'));
    assert.ok(!isWorthParsing('export const add = (a, b) => a + b;'));
    assert.ok(!isWorthParsing("import { useState } from 'react'; setInterval(async () => {}, 60000)"));
    assert.ok(!isWorthParsing(`app.listen(1);${' '.repeat(LARGEST_TEXT)}`));
  });
});

describe('the words of the stateless check', () => {
  const page = readFileSync(path.join(ROOT, 'media', 'docs', 'stateless.md'), 'utf8');
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

  for (const rule of RULES) {
    it(`explain ${rule} under a heading of its name, in a list and in a sentence`, () => {
      assert.match(page, new RegExp(`^## ${rule}$`, 'm'));
      assert.ok(ruleTitle(untranslated, rule).length > 10);
      assert.ok(findingMessage(untranslated, { rule, start: 0, end: 0, detail: 'x' }).length > 30);
    });
  }

  it('are at most a warning, and that only where workers are forked', () => {
    for (const rule of RULES) assert.notEqual(severityOf(rule, { isClustered: false }), 'warning');
    assert.equal(severityOf('session-store', { isClustered: true }), 'warning');
  });

  it('name every fix', () => {
    for (const rule of ['session-store', 'exclusive-listen', 'inspect-port', 'old-names', 'repeated-job'] as const)
      assert.notEqual(fixTitle(untranslated, rule), rule);
  });

  it('are about the rules that the setting offers', () => {
    const groups: { properties: Record<string, { items?: { enum?: string[] } }> }[] =
      manifest.contributes.configuration;
    const property = groups.map(({ properties }) => properties['nodeCluster.ignoredDiagnostics']).find(Boolean);

    assert.deepEqual(property?.items?.enum, [...RULES]);
    assert.ok(isRule('old-names') && !isRule('nonsense'));
  });
});

function check({ code, facts, file = 'server.js' }: Case): readonly Finding[] {
  return checkScript(code, file, { ...SERVER, ...facts });
}

function rulesIn(one: string | Case): RuleId[] {
  return check(typeof one === 'string' ? { code: one } : one).map(({ rule }) => rule);
}

function fix(code: string): string {
  return apply(code, check({ code }));
}

function apply(text: string, findings: readonly Finding[]): string {
  const edits: Edit[] = findings.flatMap((finding) => finding.fix ?? []);
  // From the end, so that offsets stay right.
  return edits
    .sort((left, right) => right.start - left.start)
    .reduce((now, { start, end, text: by }) => now.slice(0, start) + by + now.slice(end), text);
}
