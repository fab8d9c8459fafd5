import type { EventStream, Wire } from '../../src-renderer/sync/fetch-transport.ts';
import type { Scheduler } from './scheduler.ts';
import type { Answer, Load } from './simulated-answers.ts';
import { arrivingBody, type BodyPath, cutPieces } from './simulated-body.ts';
import type { SimulatedServer } from './simulated-server.ts';

/**
 * - `good`, `slow`, `lossy`: how well messages get through.
 * - `refuses`: nothing gets through, and the sender is told.
 * - `silent`: nothing gets through, and nobody is told.
 */
export type LineState = 'good' | 'slow' | 'lossy' | 'refuses' | 'silent';
export const lineStates: readonly LineState[] = ['good', 'slow', 'lossy', 'refuses', 'silent'];

/** What becomes of one call on its way. */
type Fate = 'ok' | 'lost' | 'answer_lost' | 'twice' | 'very_late' | 'cut_request' | 'cut_answer' | 'garbage' | 'error';

const lossyFates: readonly (readonly [Fate, number])[] = [
  ['ok', 8],
  ['lost', 1],
  ['answer_lost', 2],
  ['twice', 2],
  ['very_late', 1],
  ['cut_request', 1],
  ['cut_answer', 1],
  ['garbage', 1],
  ['error', 1],
];

type StreamEvent = Parameters<EventStream['addEventListener']>[0];
type StreamListener = Parameters<EventStream['addEventListener']>[1];
type FetchAnswer = Awaited<ReturnType<Wire['fetch']>>;

interface Open {
  readonly listeners: Map<StreamEvent, StreamListener>;
  /** A stream whose line was cut without a word stays open and dumb. */
  dead: boolean;
  closeThere: () => void;
}

/** The network between one device and the server. Messages take time, overtake each other, and get lost. */
export class SimulatedLine {
  state: LineState = 'good';
  token: string;
  /** Messages under way, in either direction. */
  underWay = 0;
  readonly #name: string;
  readonly #scheduler: Scheduler;
  readonly #server: SimulatedServer;
  readonly #trace: (line: string) => void;
  readonly #streams = new Set<Open>();

  constructor(
    name: string,
    token: string,
    scheduler: Scheduler,
    server: SimulatedServer,
    trace: (line: string) => void,
  ) {
    this.#name = name;
    this.token = token;
    this.#scheduler = scheduler;
    this.#server = server;
    this.#trace = trace;
  }

  become(state: LineState): void {
    this.state = state;
    if (state === 'silent') for (const open of this.#streams) open.dead = true;
    if (state === 'refuses') this.#breakStreams();
  }

  /** The network as one run of the app uses it. */
  wire(): Wire {
    return { fetch: (url, init) => this.#fetch(url, init), openStream: () => this.#openStream() };
  }

  /** The app is gone, and with it its ends of the streams. */
  hangUp(): void {
    for (const open of this.#streams) open.closeThere();
    this.#streams.clear();
  }

  #fetch(url: string, init: RequestInit): Promise<FetchAnswer> {
    const path = url.replace(/^\/api/, '');
    const body = typeof init.body === 'string' ? init.body : null;
    const { token } = this;
    const fate = this.#fate();
    const what = `${this.#name} ${path.slice('/sync/'.length)}`;
    return new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError('Failed to fetch'));
      init.signal?.addEventListener('abort', fail);
      if (this.state === 'silent') return;
      if (this.state === 'refuses') return void this.#scheduler.after(5, fail);
      if (fate === 'lost')
        return void this.#scheduler.after(this.#latency(), this.#scheduler.random.chance(0.5) ? fail : () => {});
      const sent = fate === 'cut_request' ? (body?.slice(0, body.length / 2) ?? null) : body;
      const answered = (answer: Answer | null) => {
        this.#trace(`${what} ${fate === 'ok' ? '' : fate} ${answer?.status ?? 'no answer'}`);
        this.#carry(this.#latency(), () => {
          if (answer === null || fate === 'answer_lost' || this.#down) fail();
          else if (answer.load !== null) resolve(this.#loadOf(answer, answer.load, fate, init.signal));
          else resolve(replyOf(answer, fate));
        });
      };
      const deliver = (reply: (answer: Answer | null) => void) => {
        if (this.#down && fate !== 'very_late') reply(null);
        else if (fate === 'error') reply({ status: 502, text: '<html>Bad gateway</html>', load: null });
        else this.#server.handle({ path, token, body: sent }, reply);
      };
      this.#carry(fate === 'very_late' ? this.#scheduler.random.whole(5_000, 90_000) : this.#latency(), () =>
        deliver(answered),
      );
      if (fate === 'twice') this.#carry(this.#scheduler.random.whole(0, 20_000), () => deliver(() => {}));
    });
  }

  /** A load comes piece by piece, and each may be the last one. */
  #loadOf(answer: Answer, load: Load, fate: Fate, signal: RequestInit['signal']): FetchAnswer {
    const { random } = this.#scheduler;
    const isWhole = fate !== 'cut_answer' && fate !== 'garbage';
    const pieces = isWhole ? load.pieces : cutPieces(load.pieces, random.next());
    const path: BodyPath = {
      carry: (arrive) => this.#carry(this.#latency(), arrive),
      fate: () => {
        if (this.state === 'silent') return 'hangs';
        const isLost = this.state === 'lossy' && random.chance(0.05);
        return isLost || this.#down || !load.goesOn() ? 'breaks' : 'arrives';
      },
    };
    return { ...replyOf(answer, 'ok'), body: arrivingBody(pieces, path, signal) };
  }

  get #down(): boolean {
    return this.state === 'silent' || this.state === 'refuses';
  }

  #carry(afterMs: number, arrive: () => void): void {
    this.underWay += 1;
    this.#scheduler.after(afterMs, () => {
      this.underWay -= 1;
      arrive();
    });
  }

  #fate(): Fate {
    return this.state === 'lossy' ? this.#scheduler.random.weighted(lossyFates) : 'ok';
  }

  #latency(): number {
    const { random } = this.#scheduler;
    if (this.state === 'good') return random.whole(1, 30);
    return this.state === 'slow' ? random.whole(200, 8_000) : random.whole(1, 800);
  }

  #openStream(): EventStream {
    const open: Open = { listeners: new Map(), dead: this.state === 'silent', closeThere: () => {} };
    this.#streams.add(open);
    const tell = (type: StreamEvent, data?: string) => {
      this.#scheduler.after(this.#latency(), () => {
        if (open.dead || !this.#streams.has(open)) return;
        // A stream is one connection: what is lost on it breaks it.
        const lost = type !== 'open' && this.state === 'lossy' && this.#scheduler.random.chance(0.1);
        open.listeners.get(lost ? 'error' : type)?.({ data });
      });
    };
    this.#scheduler.after(this.#latency(), () => {
      if (open.dead || !this.#streams.has(open)) return;
      const close = this.#down ? null : this.#server.stream(this.token, tell);
      if (close === null) return open.listeners.get('error')?.();
      open.closeThere = close;
      tell('open');
    });
    const close = () => {
      open.closeThere();
      this.#streams.delete(open);
    };
    return { addEventListener: (type, listener) => void open.listeners.set(type, listener), close };
  }

  #breakStreams(): void {
    for (const open of [...this.#streams]) if (!open.dead) open.listeners.get('error')?.();
  }
}

function replyOf({ status, text }: Answer, fate: Fate): FetchAnswer {
  const read = fate === 'cut_answer' ? text.slice(0, text.length / 2) : fate === 'garbage' ? '{"cookie":7}' : text;
  return { ok: status === 200, status, text: async () => read, body: null };
}
