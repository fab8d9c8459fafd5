import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { SpaceId } from '../../../src-shared/ids.ts';
import { spaceIdSchema } from '../../../src-shared/sync/protocol.ts';
import { integerOf, type Row, textOf } from './connection.ts';
import { type Database, endAlone } from './database.ts';
import { servingLock } from './schema.ts';
import { allSpaces, listen, signal, signalChannel } from './statements.ts';

const firstPauseMs = 100;
const longestPauseMs = 5_000;
/** A connection that went silent is noticed after at most this long, and its answer is waited for as long again. */
const beatMs = 15_000;
/** Signals under way at once; on a connection that hangs, more are not kept. */
const mostSignals = 20;

export interface ListenerEvents {
  /** A commit of any process, this one included. */
  readonly changed: (space: SpaceId, version: number) => void;
  /** Every space, each time the connection stands: changes may have been missed before. */
  readonly connected: (versions: ReadonlyMap<SpaceId, number>) => void;
  /** A signal of any process, this one included. */
  readonly signalled: (text: string) => void;
  /** For whoever runs the backend. */
  readonly log: (line: string) => void;
}

/** What a commit tells the other processes. */
export function payloadOf(space: SpaceId, version: number): string {
  return JSON.stringify([space, version]);
}

/** Hears of the commits of other processes, on a connection of its own that it opens again whenever it breaks. */
export class Listener {
  readonly #database: Database;
  readonly #events: ListenerEvents;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  /** Null while there is no connection. */
  #client: Client | null = null;
  #signalling = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(database: Database, events: ListenerEvents) {
    this.#database = database;
    this.#events = events;
    this.#running = this.#run();
  }

  /** Sends a signal on the connection that listens; it is lost while there is none. */
  signal(text: string): void {
    if (this.#client === null || this.#signalling >= mostSignals) return;
    this.#signalling += 1;
    const ended = () => {
      this.#signalling -= 1;
    };
    this.#query(this.#client, signal, [text]).then(ended, ended);
  }

  /** One at a time, as the library wants it. */
  #query(client: Client, text: string, values: readonly string[] = []): Promise<unknown> {
    const answered = this.#turn.then(() => client.query(text, [...values]));
    this.#turn = answered.catch(() => undefined);
    return answered;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    let pauseMs = firstPauseMs;
    let isDeaf = false;
    while (!signal.aborted) {
      try {
        await this.#listen(() => {
          if (isDeaf) this.#events.log('Changes by other backends are heard again.');
          isDeaf = false;
          pauseMs = firstPauseMs;
        });
      } catch (error) {
        if (signal.aborted) return;
        const reason = error instanceof Error ? error.message : String(error);
        if (!isDeaf) this.#events.log(`Changes by other backends are not heard for now. ${reason}`);
        isDeaf = true;
      }
      // Not all processes at once, when the server comes back.
      await pause(pauseMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  }

  /** Returns when it is stopped, throws when the connection is lost. */
  async #listen(stands: () => void): Promise<void> {
    const { signal } = this.#stopping;
    const client = await this.#database.connectAlone('dueline listener', beatMs);
    try {
      client.on('notification', ({ channel, payload = '' }) => {
        if (channel === signalChannel) this.#events.signalled(payload);
        else this.#hear(payload);
      });
      const ended = once(client, 'end', { signal });
      ended.catch(() => undefined);
      await client.query(`SELECT pg_advisory_lock_shared(${servingLock})`);
      await client.query(listen);
      // After LISTEN, so that a commit is in one of the two.
      const { rows } = await client.query<Row>(allSpaces.text);
      stands();
      this.#client = client;
      this.#events.connected(new Map(rows.map((row) => [spaceOf(row), integerOf(row, 'version')])));
      await Promise.race([ended, this.#beat(client)]).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      if (!signal.aborted) throw new Error('The server ended the connection.');
    } catch (error) {
      throw this.#database.problem(error);
    } finally {
      this.#client = null;
      await endAlone(client);
    }
  }

  async #beat(client: Client): Promise<never> {
    while (true) {
      await pause(beatMs, undefined, { signal: this.#stopping.signal });
      await this.#query(client, 'SELECT 1');
    }
  }

  #hear(payload: string): void {
    const told = /^\["(.+)",(\d{1,15})\]$/s.exec(payload);
    if (told === null) return;
    const space: unknown = JSON.parse(payload)[0];
    this.#events.changed(spaceIdSchema.parse(space), Number(told[2]));
  }
}

function spaceOf(row: Row): SpaceId {
  return spaceIdSchema.parse(textOf(row, 'space'));
}
