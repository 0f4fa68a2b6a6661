/**
 * Marks the sessions that socket.io opens in this process as its own, without touching the app: every id that engine.io,
 * the layer below socket.io, draws for a session gets the process's tag at its end. An app that draws its ids itself
 * gets the tag on those.
 */
import { tagged } from './ownership';

interface EngineSession {
  readonly transport?: EngineTransport;
  close(): void;
}

interface EngineTransport {
  readonly name: string;
  /** Of long-polling: whether a request of the client waits for its answer. */
  readonly writable: boolean;
  send(packets: readonly { readonly type: string }[]): void;
}

interface EngineServer {
  readonly clients?: Readonly<Record<string, EngineSession>>;
}

type GenerateId = (this: EngineServer, ...args: unknown[]) => unknown;
type Load = (this: unknown, request: string, ...rest: unknown[]) => unknown;

export interface EngineSessions {
  /** Whether engine.io was loaded as a package; inside a bundle it cannot be seen. */
  readonly found: boolean;
  /** Closes the open sessions in good order, so that their clients connect anew; answers how many there are. */
  close(): number;
  /** Answers the long poll that the client of a session waits in, if it does, so that it asks anew. */
  answerPoll(id: string): void;
}

/** Watches for engine.io from here on: it must run before the app's first line. */
export function markEngineSessions(tag: string): EngineSessions {
  const servers = new Set<EngineServer>();
  let found = false;
  const mark = (exported: unknown): void => {
    const { Server } = (exported ?? {}) as { Server?: { prototype?: object } };
    const prototype = Server?.prototype && ownerOfProperty(Server.prototype, 'generateId');
    if (!prototype) return;
    found = true;
    markPrototype(prototype, { tag, servers });
  };
  onLoad(/engine\.io/, mark);
  return {
    get found() {
      return found;
    },
    close() {
      const sessions = [...servers].flatMap(({ clients }) => Object.values(clients ?? {}));
      for (const session of sessions) session.close();
      return sessions.length;
    },
    answerPoll(id) {
      for (const { clients } of servers) sendNothing(clients?.[id]?.transport);
    },
  };
}

/** Engine.io's own way to end a poll early, which it uses before an upgrade: a packet that says nothing. */
function sendNothing(transport: EngineTransport | undefined): void {
  if (transport?.name === 'polling' && transport.writable) transport.send([{ type: 'noop' }]);
}

/** Looks at modules as they are loaded, ES modules' CommonJS dependencies included. */
function onLoad(name: RegExp, look: (exported: unknown) => void): void {
  const Module = module.constructor as unknown as { _load?: Load };
  const load = Module._load;
  if (typeof load !== 'function') return;
  Module._load = function _load(request, ...rest) {
    const exported = load.call(this, request, ...rest);
    if (typeof request === 'string' && name.test(request)) look(exported);
    return exported;
  };
}

function ownerOfProperty(object: object, name: string): object | undefined {
  for (let holder: object | null = object; holder; holder = Object.getPrototypeOf(holder)) {
    if (Object.hasOwn(holder, name)) return holder;
  }
  return undefined;
}

const isMarked = Symbol('marked');

/** An accessor, since the documented way to own ids is an assignment: `io.engine.generateId = (request) => ...`. */
function markPrototype(prototype: object, { tag, servers }: { tag: string; servers: Set<EngineServer> }): void {
  if (isMarked in prototype) return;
  const original = (prototype as { generateId: GenerateId }).generateId;
  const owned = new WeakMap<EngineServer, GenerateId>();
  Object.defineProperty(prototype, isMarked, { value: true });
  Object.defineProperty(prototype, 'generateId', {
    configurable: true,
    get(this: EngineServer): GenerateId {
      servers.add(this);
      const generate = owned.get(this) ?? original;
      return (...args) => withTag(generate.apply(this, args), tag);
    },
    set(this: EngineServer, generate: GenerateId) {
      owned.set(this, generate);
    },
  });
}

function withTag(id: unknown, tag: string): unknown {
  return typeof id === 'object'
    ? Promise.resolve(id).then((text) => tagged(String(text), tag))
    : tagged(String(id), tag);
}
