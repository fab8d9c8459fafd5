import { z } from 'zod';
import { openReplica } from '../../../../src-renderer/replica/open-replica.ts';
import type { SyncStatus } from '../../../../src-renderer/replica/replica.ts';
import { createFetchTransport, type EventStream } from '../../../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore } from '../../../../src-renderer/sync/memory-store.ts';
import { accepted, defineMutator } from '../../../../src-shared/mutators/mutator.ts';
import { withdraw } from '../../../../src-shared/mutators/withdraw.ts';
import { nowAt, testMutators } from '../../backend/backend-fixture.ts';

export const backendRegistry = { ...testMutators, withdraw };
const registry = {
  ...backendRegistry,
  // Refused by the backend alone.
  refuse: defineMutator({ args: testMutators.refuse.args, run: async () => accepted }),
  /** Known to this client only. */
  novelty: defineMutator({ args: z.strictObject({ text: z.string() }), run: async () => accepted }),
};

/** Called in turn, the last one first, when a test is over. */
export type CleanUp = (() => Promise<unknown>)[];

/** A way to a backend that may move to another port, or be gone. */
export class Way {
  url: string | null;
  readonly #token: string;
  #streams: (() => void)[] = [];

  constructor(url: string, token: string) {
    this.url = url;
    this.#token = token;
  }

  fetch = async (path: string, init: RequestInit): Promise<Response> => {
    if (this.url === null) throw new TypeError('Failed to fetch');
    const headers = { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${this.#token}` };
    return fetch(`${this.url}${path}`, { ...init, headers });
  };

  /** The part of `EventSource` that the transport uses, which Node lacks. */
  openStream = (path: string): EventStream => {
    const listeners = new Map<string, Parameters<EventStream['addEventListener']>[1]>();
    const controller = new AbortController();
    const close = () => controller.abort();
    this.#streams.push(close);
    void (async () => {
      try {
        const response = await this.fetch(path, { signal: controller.signal });
        listeners.get('open')?.();
        const decoder = new TextDecoder();
        for await (const bytes of response.body ?? []) {
          const events = decoder.decode(bytes).matchAll(/^event: (\w+)\ndata: (.*)$/gm);
          for (const [, event, data] of events) listeners.get(event ?? '')?.({ data });
        }
      } catch {
        // Told below, like the end of a stream.
      }
      if (!controller.signal.aborted) listeners.get('error')?.();
    })();
    return { addEventListener: (type, listener) => void listeners.set(type, listener), close };
  };

  async end(): Promise<void> {
    for (const close of this.#streams) close();
  }
}

/** An app on a backend, in memory. */
export async function newClient(way: Way, name: string, cleanUp: CleanUp) {
  let ids = 0;
  const replica = await openReplica({
    store: createMemoryStore(),
    transport: createFetchTransport('', way),
    surroundings: {
      now: () => nowAt,
      monotonic: () => 0,
      random: () => 0.01,
      newId: () => `${name}-${++ids}`,
      schedule(afterMs, callback) {
        const timer = setTimeout(callback, afterMs);
        return () => clearTimeout(timer);
      },
      whenIdle: () => () => {},
      onWake: () => () => {},
      onHide: () => () => {},
    },
    registry,
  });
  cleanUp.push(async () => {
    await replica.close();
    await way.end();
  });
  const until = (condition: (status: SyncStatus) => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!condition(replica.status.getState())) return;
        stopStatus();
        stopChanges();
        resolve();
      };
      const stopStatus = replica.status.subscribe(check);
      const stopChanges = replica.subscribe(check);
      check();
    });
  await until((status) => status.connection.state === 'online');
  return { replica, until };
}
