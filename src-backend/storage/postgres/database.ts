import { setTimeout as pause } from 'node:timers/promises';
import { Client, type ClientConfig, Pool } from 'pg';
import { StorageError } from '../storage.ts';
import { Connection } from './connection.ts';
import { describeProblem } from './storage-problem.ts';

/** Each is given up in the end, so that a request is answered and the app keeps what it wanted to send. */
const connectMs = 10_000;
const lockWaitMs = 10_000;
const statementMs = 30_000;
/** Beyond the server's own limit: for a server that vanished without closing the connection. */
const answerMs = 45_000;
/** A process that holds a space's lock and does nothing, such as one on a machine that vanished. */
const idleInTransactionMs = 30_000;
/** How long a stop waits for the server to say goodbye. */
const goodbyeMs = 2_000;

/** The database of a URL: lends connections, and says which database it is without its password. */
export class Database {
  /** Such as `The database "dueline" at db.example:5432 (user "desk")`. */
  readonly description: string;
  readonly #url: string;
  readonly #pool: Pool;
  readonly #clients = new Set<Client>();
  #opened = 0;

  /** @throws {StorageError} if the URL cannot be understood, or names a certificate that cannot be read. */
  constructor(url: string, connections: number) {
    this.#url = url;
    this.description = describe(url);
    this.#pool = new Pool({
      ...this.#config('dueline'),
      max: connections,
      connectionTimeoutMillis: connectMs,
      statement_timeout: statementMs,
      lock_timeout: lockWaitMs,
      idle_in_transaction_session_timeout: idleInTransactionMs,
      query_timeout: answerMs,
      pipeline: true,
      onConnect: async (client) => {
        await client.query(commitsAreDurable);
      },
    });
    this.#pool.on('connect', (client) => {
      this.#clients.add(client);
      this.#opened += 1;
      // Lost while nothing was asked of it: the next question meets it, or the pool replaces it.
      client.on('error', () => undefined);
    });
    this.#pool.on('remove', (client) => this.#clients.delete(client));
    this.#pool.on('error', () => undefined);
  }

  /**
   * Borrows a connection; `release` gives it back.
   *
   * @throws {StorageError} if there is none to be had.
   */
  async connect(): Promise<Connection> {
    try {
      return new Connection(await this.#pool.connect(), this.description);
    } catch (error) {
      throw describeProblem(error, this.description);
    }
  }

  /**
   * Opens a connection beside the pool: for listening, which needs its own, or for changing the schema, which no time
   * limit may interrupt.
   *
   * @throws {StorageError} if the database cannot be reached or opened.
   */
  async connectAlone(purpose: string, withinMs?: number): Promise<Client> {
    const client = new Client({
      ...this.#config(purpose),
      connectionTimeoutMillis: connectMs,
      query_timeout: withinMs,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      throw this.problem(error);
    }
  }

  /** How many connections of the pool were opened so far. */
  get opened(): number {
    return this.#opened;
  }

  problem(error: unknown): StorageError {
    return describeProblem(error, this.description);
  }

  /** Says goodbye; a server that does not answer is left. */
  async close(): Promise<void> {
    const late = new AbortController();
    const closed = this.#pool.end().finally(() => late.abort());
    await Promise.race([
      closed,
      pause(goodbyeMs, undefined, { signal: late.signal, ref: false }).catch(() => undefined),
    ]);
    for (const client of this.#clients) client.connection.stream.destroy();
  }

  #config(purpose: string): ClientConfig {
    return {
      connectionString: this.#url,
      application_name: purpose,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    };
  }
}

/** Ends a connection that is not the pool's, also when the server does not answer. */
export async function endAlone(client: Client): Promise<void> {
  const giveUp = setTimeout(() => client.connection.stream.destroy(), goodbyeMs);
  await client.end();
  clearTimeout(giveUp);
}

/** What is acknowledged must survive a crash of the server, whatever its default is; a stricter one is kept. */
const commitsAreDurable = `
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`;

function describe(url: string): string {
  try {
    // Resolves what the URL leaves out as every client of PostgreSQL does: PGHOST, PGUSER and so on.
    const { user, host, port, database } = new Client({ connectionString: url });
    return `The database "${database}" at ${host}:${port} (user "${user}")`;
  } catch (error) {
    // Without the cause, which quotes the URL and so its password.
    const reason = error instanceof Error && 'code' in error && error.code === 'ENOENT' ? error.message : 'not a URL';
    throw new StorageError(
      'failed',
      `The database URL cannot be used: ${reason}. It must be ${urlForm}, with %40 for @ and %2F for / in a password.`,
    );
  }
}

/** What a URL looks like. The password may also come by the variable PGPASSWORD, which `ps` does not show. */
const urlForm = 'postgres://USER[:PASSWORD]@HOST[:PORT]/DATABASE';
