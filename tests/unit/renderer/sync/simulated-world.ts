import { openReplica } from '../../../../src-renderer/replica/open-replica.ts';
import type { Changes, Replica } from '../../../../src-renderer/replica/replica.ts';
import { createFetchTransport, type Wire } from '../../../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore, MemoryDisk } from '../../../../src-renderer/sync/memory-store.ts';
import type { Surroundings, Wake } from '../../../../src-renderer/sync/surroundings.ts';
import type { Answer, FakeBackend } from './fake-backend.ts';
import { registry } from './tiny-registry.ts';

/** Lets everything that can go on without time passing go on: all promises settle before an immediate runs. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Time that passes only when told to. */
export class SimulatedTime implements Surroundings {
  at = 1_000_000;
  /** What the next calls of `random` answer. */
  chance = () => 0.5;
  readonly waits: number[] = [];
  readonly #timers = new Map<symbol, { at: number; callback: () => void }>();
  readonly #idle = new Set<() => void>();
  readonly #wake = new Set<(why?: Wake) => void>();
  readonly #hide = new Set<() => void>();
  #ids = 0;
  #awakeMs = 0;
  readonly #prefix: string;

  constructor(prefix = 'id') {
    this.#prefix = prefix;
  }

  now = () => this.at;
  monotonic = () => this.#awakeMs;
  random = () => this.chance();
  newId = () => {
    this.#ids += 1;
    return `${this.#prefix}-${this.#ids}`;
  };
  schedule = (afterMs: number, callback: () => void) => {
    const timer = Symbol();
    this.waits.push(afterMs);
    this.#timers.set(timer, { at: this.at + afterMs, callback });
    return () => void this.#timers.delete(timer);
  };
  whenIdle = (callback: () => void) => add(this.#idle, callback);
  onWake = (callback: (why?: Wake) => void) => add(this.#wake, callback);
  onHide = (callback: () => void) => add(this.#hide, callback);

  wake(why?: Wake): void {
    for (const callback of [...this.#wake]) callback(why);
  }

  hide(): void {
    for (const callback of [...this.#hide]) callback();
  }

  idle(): void {
    const callbacks = [...this.#idle];
    this.#idle.clear();
    for (const callback of callbacks) callback();
  }

  /** Lets time pass, timer by timer. */
  async pass(ms: number): Promise<void> {
    const end = this.at + ms;
    await settle();
    for (;;) {
      const due = [...this.#timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined) break;
      const [key, timer] = due;
      this.#timers.delete(key);
      this.#goOn(Math.max(0, timer.at - this.at));
      timer.callback();
      await settle();
    }
    this.#goOn(end - this.at);
    await settle();
  }

  #goOn(ms: number): void {
    this.at += ms;
    this.#awakeMs += ms;
  }

  /** The app ends: nothing of it is ever called again. */
  forget(): void {
    for (const set of [this.#timers, this.#idle, this.#wake, this.#hide]) set.clear();
  }
}

function add<Item>(set: Set<Item>, item: Item): () => void {
  set.add(item);
  return () => void set.delete(item);
}

/** What becomes of one call on its way. */
export type Fate =
  | 'ok'
  | 'lost_request'
  | 'lost_response'
  | 'twice'
  | 'cut_request'
  | 'truncated'
  | 'garbage'
  | 'server_error'
  | 'late_again'
  | 'hangs';

type StreamListener = Parameters<ReturnType<Wire['openStream']>['addEventListener']>[1];

/** The network between one client and the backend. */
export class SimulatedWire implements Wire {
  online = true;
  streams = true;
  /** Decides the fate of the next call; a path and how many calls there were. */
  fate: (path: string, call: number) => Fate = () => 'ok';
  /** Called as a call leaves: something may happen while it is under way. */
  onCall: () => void = () => {};
  readonly paths: string[] = [];
  readonly bodies: string[] = [];
  #late: { path: string; body: string | null }[] = [];
  readonly #open = new Map<() => void, Map<string, StreamListener>>();
  readonly #backend: FakeBackend;

  constructor(backend: FakeBackend) {
    this.#backend = backend;
  }

  fetch = async (url: string, init: RequestInit) => {
    const path = url.replace(/^\/api/, '');
    const body = typeof init.body === 'string' ? init.body : null;
    this.paths.push(path);
    if (body !== null) this.bodies.push(body);
    const fate = this.fate(path, this.paths.length);
    this.onCall();
    if (fate === 'hangs') return new Promise<never>(() => {});
    if (!this.online || fate === 'lost_request') throw new TypeError('Failed to fetch');
    if (fate === 'server_error') return reply({ status: 500, text: '<html>Bad gateway</html>' });
    // A copy of an earlier request that was held up on the way arrives now.
    for (const late of this.#late.splice(0)) await this.#backend.answer(late.path, late.body);
    const sent = fate === 'cut_request' ? (body?.slice(0, body.length / 2) ?? null) : body;
    const answer = await this.#backend.answer(path, sent);
    if (fate === 'twice') await this.#backend.answer(path, body);
    if (fate === 'late_again') this.#late.push({ path, body });
    if (fate === 'lost_response') throw new TypeError('Failed to fetch');
    if (fate === 'truncated') return reply({ ...answer, text: answer.text.slice(0, answer.text.length / 2) });
    if (fate === 'garbage') return reply({ ...answer, text: '{"cookie":7}' });
    return reply(answer);
  };

  openStream = () => {
    const listeners = new Map<string, StreamListener>();
    const tell = (type: string, data?: string) => listeners.get(type)?.({ data });
    const stop = this.#backend.onPoke((version) => queueMicrotask(() => tell('poke', JSON.stringify({ version }))));
    const close = () => {
      stop();
      this.#open.delete(close);
      listeners.clear();
    };
    this.#open.set(close, listeners);
    queueMicrotask(() => tell(this.online && this.streams ? 'open' : 'error'));
    return {
      addEventListener: (type: string, listener: StreamListener) => void listeners.set(type, listener),
      close,
    };
  };

  get openStreams(): number {
    return this.#open.size;
  }

  /** Sends an event on every open stream, a poke without its version. */
  tell(type: 'poke' | 'beat' | 'error'): void {
    for (const listeners of [...this.#open.values()]) listeners.get(type)?.();
  }

  /** Every stream ends, and nobody is left to be told. */
  drop(): void {
    for (const close of [...this.#open.keys()]) close();
  }

  cut(): void {
    this.online = false;
    this.tell('error');
  }
}

function reply({ status, text }: Answer) {
  return { ok: status === 200, status, text: async () => text, body: bodyOf(text) };
}

/** The body of an answer, in pieces that end anywhere. */
export function bodyOf(text: string, pieceBytes = 700): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let from = 0; from < bytes.length; from += pieceBytes) {
        controller.enqueue(bytes.slice(from, from + pieceBytes));
      }
      controller.close();
    },
  });
}

export type TestReplica = Replica<typeof registry>;

/** One client: its computer, its network, and the app that runs on them. */
export class SimulatedClient {
  readonly disk = new MemoryDisk();
  readonly time: SimulatedTime;
  readonly wire: SimulatedWire;
  readonly changes: Changes[] = [];
  #session = { alive: false };

  constructor(backend: FakeBackend, name = 'id') {
    this.time = new SimulatedTime(name);
    this.wire = new SimulatedWire(backend);
  }

  async start(): Promise<TestReplica> {
    const { time, wire } = this;
    const session = { alive: true };
    this.#session = session;
    // An app that ended calls nobody, and nobody calls it.
    const replica = await openReplica({
      store: createMemoryStore(this.disk),
      transport: createFetchTransport('/api', {
        fetch: async (url, init) => {
          if (!session.alive) return new Promise<never>(() => {});
          const answer = await wire.fetch(url, init);
          return session.alive ? answer : new Promise<never>(() => {});
        },
        openStream: () => (session.alive ? wire.openStream() : { addEventListener() {}, close() {} }),
      }),
      surroundings: {
        now: time.now,
        monotonic: time.monotonic,
        random: time.random,
        newId: time.newId,
        schedule: (afterMs, callback) => (session.alive ? time.schedule(afterMs, callback) : () => {}),
        whenIdle: (callback) => (session.alive ? time.whenIdle(callback) : () => {}),
        onWake: (callback) => (session.alive ? time.onWake(callback) : () => {}),
        onHide: (callback) => (session.alive ? time.onHide(callback) : () => {}),
      },
      registry,
    });
    replica.subscribe((changes) => this.changes.push(changes));
    await replica.loaded;
    await settle();
    return replica;
  }

  /** The app ends without a word: whatever it was doing is never finished. */
  crash(): void {
    this.#session.alive = false;
    this.disk.kill();
    this.time.forget();
    this.wire.drop();
  }

  get dead(): boolean {
    return !this.#session.alive;
  }

  async restart(): Promise<TestReplica> {
    this.crash();
    return this.start();
  }
}

/** The marks on a product, in order. */
export function marks(doc: unknown): string[] {
  return typeof doc === 'object' && doc !== null && 'name' in doc && typeof doc.name === 'string'
    ? doc.name.split(' ')
    : [];
}
