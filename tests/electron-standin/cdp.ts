import type { Readable, Writable } from 'node:stream';
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts';

type Commands = Protocol.CommandParameters;
type Results = Protocol.CommandReturnValues;
type Events = Protocol.Events;

/** One session of the Chrome DevTools Protocol: the browser's own, or a page's. */
export interface CdpSession {
  send<Method extends keyof Commands>(method: Method, params?: Commands[Method]): Promise<Results[Method]>;
  on<Event extends keyof Events>(event: Event, listener: (payload: Events[Event]) => void): void;
}

/** A connection over Chromium's `--remote-debugging-pipe`, whose end also ends the browser. */
export interface CdpConnection {
  readonly browser: CdpSession;
  page(sessionId: string): CdpSession;
}

interface Answer {
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: Error) => void;
  readonly method: string;
}

/** Speaks CDP over the pipe: JSON messages, each ended by a zero byte. */
export function connectCdp(toBrowser: Writable, fromBrowser: Readable): CdpConnection {
  const waiting = new Map<number, Answer>();
  const listeners = new Map<string, ((payload: unknown) => void)[]>();
  let lastId = 0;
  let rest: Buffer = Buffer.alloc(0);
  let closed = false;

  fromBrowser.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0)) {
      const message = rest.subarray(0, end).toString('utf8');
      rest = rest.subarray(end + 1);
      receive(JSON.parse(message));
    }
  });
  fromBrowser.on('close', () => {
    closed = true;
    for (const answer of waiting.values())
      answer.reject(new Error(`The browser closed before it answered ${answer.method}`));
    waiting.clear();
  });
  // A write to a browser that has just gone is answered by the `close` above.
  toBrowser.on('error', () => {});

  function receive(message: {
    readonly id?: number;
    readonly sessionId?: string;
    readonly method?: string;
    readonly params?: unknown;
    readonly result?: unknown;
    readonly error?: { readonly message: string };
  }): void {
    if (message.id !== undefined) {
      const answer = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) answer?.reject(new Error(`${answer.method}: ${message.error.message}`));
      else answer?.resolve(message.result);
      return;
    }
    for (const listener of listeners.get(`${message.sessionId ?? ''}/${message.method}`) ?? [])
      listener(message.params);
  }

  function session(sessionId: string | undefined): CdpSession {
    return {
      send: (method, params) =>
        new Promise((resolve, reject) => {
          if (closed) {
            reject(new Error(`The browser is closed; ${method} was not sent`));
            return;
          }
          const id = ++lastId;
          // The protocol's own types say what belongs to which method; the wire does not.
          waiting.set(id, { resolve: resolve as (result: unknown) => void, reject, method });
          toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
        }),
      on: (event, listener) => {
        const key = `${sessionId ?? ''}/${event}`;
        listeners.set(key, [...(listeners.get(key) ?? []), listener as (payload: unknown) => void]);
      },
    };
  }
  return { browser: session(undefined), page: session };
}
