import { z } from 'zod';
import { mainSpace } from '../../src-backend/backend.ts';
import { ApiError } from '../../src-backend/http/api-error.ts';
import { moveUser } from '../../src-backend/identity/access.ts';
import { CaseNumbers } from '../../src-backend/intake/case-numbers.ts';
import type { IntakeEnvironment } from '../../src-backend/intake/intake-environment.ts';
import { bringBackReleased, type Looked } from '../../src-backend/intake/release-watch.ts';
import { PolicySource } from '../../src-backend/space/policy-source.ts';
import { prune } from '../../src-backend/space/pruning.ts';
import { openSqliteStorage } from '../../src-backend/storage/sqlite/sqlite-storage.ts';
import { type Storage, StorageError, type WriteTransaction } from '../../src-backend/storage/storage.ts';
import { fingerprint } from '../../src-backend/sync/fingerprint.ts';
import { load as productLoad } from '../../src-backend/sync/load.ts';
import { pull as productPull } from '../../src-backend/sync/pull.ts';
import { push as productPush } from '../../src-backend/sync/push.ts';
import type { Snapshots } from '../../src-backend/sync/snapshots.ts';
import type { EpochMs, SpaceId } from '../../src-shared/ids.ts';
import { mutators } from '../../src-shared/mutators/registry.ts';
import { type Identity, mutationSchema } from '../../src-shared/sync/protocol.ts';
import { agents, layOutDesk, otherSpace, worldBeganAt } from './desk.ts';
import { deviceOf, markOf } from './marks.ts';
import type { Scheduler } from './scheduler.ts';
import { type Commit, ServerHistory } from './server-history.ts';
import { type Answer, answered, type Handlers, type Request, snapshotsOf } from './simulated-answers.ts';
import { SimulatedStreams, type StreamTell } from './simulated-streams.ts';
import { withMethods } from './transaction-methods.ts';

/** How a test breaks the server on purpose. */
export interface ServerSabotage {
  storage?(storage: Storage, server: SimulatedServer): Storage;
  handlers?(handlers: Handlers, server: SimulatedServer): Partial<Handlers>;
}

/** One run of the server's process. What it holds in memory dies with it. */
interface Process {
  alive: boolean;
  readonly policy: PolicySource;
  readonly looked: Map<SpaceId, Looked>;
  storage: Storage;
  snapshots: Snapshots;
  readonly replies: Set<(answer: Answer | null) => void>;
  readonly streams: SimulatedStreams;
}

/** Short, so that devices sleep through it within a schedule. */
const retention = { tombstonesMs: 15_000, resultsMs: 30_000 };

const serverError = answered('<html>Bad gateway</html>', 500);
const restingText = JSON.stringify({ error: { code: 'unavailable', message: 'The backend is stopping.' } });

/** The product's push and pull over its SQLite storage, in a process that can be killed at each of its awaits. */
export class SimulatedServer {
  readonly history = new ServerHistory();
  /** How far its clock is off. */
  skewMs = 0;
  /** Documents on a page of a pull. */
  pageDocuments = 5_000;
  /** So many requests are answered with an error before anything is done. */
  errorsLeft = 0;
  /** So many writes fail as on a full or locked disk. */
  failingWrites = 0;
  /** It dies at the commit after so many others: before or after the data is on the disk. */
  death: { commitsLeft: number; readonly made: boolean } | null = null;
  readonly #scheduler: Scheduler;
  readonly #disk: Storage;
  readonly #sabotage: ServerSabotage;
  readonly #trace: (line: string) => void;
  readonly #moved = new Map<string, SpaceId>();
  #process: Process | null = null;

  private constructor(scheduler: Scheduler, disk: Storage, sabotage: ServerSabotage, trace: (line: string) => void) {
    this.#scheduler = scheduler;
    this.#disk = disk;
    this.#sabotage = sabotage;
    this.#trace = trace;
  }

  static async open(
    scheduler: Scheduler,
    sabotage: ServerSabotage,
    trace: (line: string) => void,
  ): Promise<SimulatedServer> {
    const disk = await openSqliteStorage({ file: ':memory:' });
    const server = new SimulatedServer(scheduler, disk, sabotage, trace);
    for (const space of [mainSpace, otherSpace]) await server.write(space, (tx) => layOutDesk(tx, space));
    disk.watch((space, version) => server.#process?.streams.poke(space, version));
    server.start();
    return server;
  }

  get running(): boolean {
    return this.#process !== null;
  }

  now(): EpochMs {
    return worldBeganAt + this.#scheduler.now + this.skewMs;
  }

  start(): void {
    if (this.#process !== null) return;
    const process: Process = {
      alive: true,
      policy: new PolicySource(),
      looked: new Map(),
      storage: this.#disk,
      snapshots: snapshotsOf(this.#disk, this.pageDocuments),
      replies: new Set(),
      streams: new SimulatedStreams(this.#scheduler, (token, space) => this.#hasAccess(token, space)),
    };
    const storage = this.#storageFor(process);
    process.storage = this.#sabotage.storage?.(storage, this) ?? storage;
    process.snapshots = snapshotsOf(process.storage, this.pageDocuments);
    this.#process = process;
  }

  /** The process ends at once: what it had not committed is lost, and nobody gets an answer. */
  kill(): void {
    const process = this.#process;
    if (process === null) return;
    this.#process = null;
    process.alive = false;
    this.#trace('server dies');
    for (const reply of [...process.replies]) reply(null);
    process.streams.end();
    process.snapshots.close();
  }

  /** Handles a request; the answer is null when the process died over it, or there is none. */
  handle(request: Request, reply: (answer: Answer | null) => void): void {
    const process = this.#process;
    if (process === null) {
      reply(null);
      return;
    }
    if (this.errorsLeft > 0) {
      this.errorsLeft -= 1;
      reply(this.errorsLeft % 2 === 0 ? serverError : answered(restingText, 503));
      return;
    }
    const once = (answer: Answer | null) => {
      if (process.replies.delete(once)) reply(answer);
    };
    process.replies.add(once);
    this.#answer(process, request).then(once, (error: unknown) => {
      this.fault = error;
      once(null);
    });
  }

  /** Where the token's agent has access: at home, unless it was moved. */
  spaceOf(token: string): SpaceId | undefined {
    return this.#moved.get(token) ?? agents.get(token)?.space;
  }

  #hasAccess(token: string, space: SpaceId): boolean {
    const there = this.history.at(space, this.history.version(space));
    return this.spaceOf(token) === space && there?.has(`users/${agents.get(token)?.user.id}`) === true;
  }

  /** Moves the access of an agent as an administrator does. */
  async moveAccess(token: string): Promise<void> {
    const from = this.spaceOf(token);
    const agent = agents.get(token);
    if (from === undefined || agent === undefined) return;
    const to = from === otherSpace ? mainSpace : otherSpace;
    const write: Storage['write'] = async (space, work) => {
      const result = await this.write(space, work);
      // The tokens move with the first of its transactions.
      this.#moved.set(token, to);
      return result;
    };
    await moveUser({ write }, agent.user, from, to);
  }

  /** What went wrong that is none of the documented errors. */
  fault: unknown = null;

  /** Opens an event stream; answers with the function that closes it, or null if there is no server. */
  stream(token: string, tell: StreamTell): (() => void) | null {
    const space = this.spaceOf(token);
    if (space === undefined) return null;
    return this.#process?.streams.open(token, space, this.history.version(space), tell) ?? null;
  }

  /** Writes as the intake or another process on the same data does. */
  write<Result>(space: SpaceId, work: (tx: WriteTransaction) => Promise<Result>): Promise<Result> {
    return this.#commit(space, work, () => {});
  }

  /** How another process on the same data takes in what other systems bring. */
  get intake(): IntakeEnvironment {
    const storage = storageWith(this.#disk, { write: (space, work) => this.write(space, work) });
    return { storage, clock: this, policy: new PolicySource(), numbers: new CaseNumbers(storage) };
  }

  /** Forgets what is old, if it is running, as it does once a day. */
  prune(): void {
    const process = this.#process;
    if (process === null) return;
    prune(process.storage, this.now(), retention).catch((error: unknown) => {
      if (!(error instanceof StorageError)) this.fault = error;
    });
  }

  /** Brings back what was closed for a release that is out, if it is running, as it does once a minute. */
  lookAtReleases(): void {
    const process = this.#process;
    if (process === null) return;
    const { storage, policy } = process;
    const log = (line: string) => this.#trace(`server logs ${line}`);
    for (const space of [mainSpace, otherSpace]) {
      bringBackReleased({ storage, policy, log }, space, this.now(), process.looked.get(space) ?? null).then(
        (looked) => {
          if (looked !== null) process.looked.set(space, looked);
        },
        (error: unknown) => {
          if (!(error instanceof StorageError)) this.fault = error;
        },
      );
    }
  }

  /** Something that this process would do a moment later, were it still alive. */
  later(afterMs: number, run: () => void): void {
    const process = this.#process;
    this.#scheduler.after(afterMs, () => {
      if (process?.alive) run();
    });
  }

  close(): Promise<void> {
    this.kill();
    return this.#disk.close();
  }

  async #answer(process: Process, { path, token, body }: Request): Promise<Answer> {
    try {
      const agent = agents.get(token);
      const space = this.spaceOf(token);
      const acting = agent === undefined || space === undefined ? null : { space, userId: agent.user.id };
      const user = acting && (await process.storage.read(acting.space, (tx) => tx.get('users', acting.userId)));
      if (acting === null || !user) throw new ApiError('unauthorized', 'The token is missing or not known here.');
      if (path === '/sync/me') {
        const identity: Identity = { space: acting.space, user, serverAt: this.now() };
        return answered(JSON.stringify(identity));
      }
      const json = parsed(body);
      const product: Handlers = { push: productPush, pull: productPull, load: productLoad };
      const { push, pull, load } = { ...product, ...this.#sabotage.handlers?.(product, this) };
      if (path === '/sync/load') {
        const snapshot = await load(process.storage, process.snapshots, acting, json);
        const pieces: string[] = [];
        for await (const piece of snapshot.body()) pieces.push(piece.toString());
        return { status: 200, text: '', load: { pieces, goesOn: () => process.alive } };
      }
      if (path === '/sync/pull') {
        const limit = { documents: this.pageDocuments, characters: 2_000_000 };
        return answered(await pull(process.storage, acting, json, limit));
      }
      this.#expect(json);
      const { storage, policy } = process;
      const log = (line: string) => this.#trace(`server logs ${line}`);
      const answer = await push({ storage, clock: this, registry: mutators, policy, log }, acting, json);
      return answered(JSON.stringify(answer));
    } catch (error) {
      if (error instanceof ApiError) return answered(JSON.stringify(error.body), error.status);
      if (error instanceof StorageError) return answered(restingText, 503);
      throw error;
    }
  }

  #expect(json: unknown): void {
    const push = pushForm.safeParse(json);
    for (const mutation of push.data?.mutations ?? []) {
      const { clientID, name, args } = mutation;
      const mark = markOf(name, args, deviceOf(clientID));
      if (mark !== null) this.history.expect(clientID, fingerprint(mutation), mark);
    }
  }

  /** The storage as one process sees it: each call takes a moment in which the process may die. */
  #storageFor(process: Process): Storage {
    const disk = this.#disk;
    const pause = () => this.#pause(process);
    const write: Storage['write'] = async (space, work) => {
      await pause();
      if (this.failingWrites > 0) {
        this.failingWrites -= 1;
        throw new StorageError(this.failingWrites % 2 === 0 ? 'full' : 'busy', 'The disk is full.');
      }
      let result: Awaited<ReturnType<typeof work>>;
      try {
        result = await this.#commit(space, work, () => this.#dieBefore());
      } catch (error) {
        if (!process.alive) return new Promise<never>(() => {});
        throw error;
      }
      this.#dieAfter();
      await pause();
      return result;
    };
    const read: Storage['read'] = async (space, work) => {
      await pause();
      return disk.read(space, work);
    };
    return storageWith(disk, { read, write });
  }

  #pause(process: Process): Promise<void> {
    const { random } = this.#scheduler;
    if (!process.alive) return new Promise(() => {});
    if (random.chance(0.5)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#scheduler.after(random.whole(0, 3), () => {
        if (process.alive) resolve();
      });
    });
  }

  /** One transaction, seen from inside and told to the history once it is committed. */
  async #commit<Result>(
    space: SpaceId,
    work: (tx: WriteTransaction) => Promise<Result>,
    beforeEnd: () => void,
  ): Promise<Result> {
    let seen: Commit | null = null;
    const result = await this.#disk.write(space, async (tx) => {
      const mutations: Commit['mutations'][number][] = [];
      const done = await work(
        withMethods(tx, {
          async recordMutation(client, owner, record) {
            mutations.push({ client, owner, result: record });
            await tx.recordMutation(client, owner, record);
          },
        }),
      );
      const everything = { documents: 1_000, characters: 1e9 };
      const position = { version: tx.version - 1, sequence: Number.MAX_SAFE_INTEGER };
      const documents = await tx.changesAfter(position, everything);
      beforeEnd();
      seen = { space, version: tx.version, at: this.now(), documents, mutations };
      return done;
    });
    if (seen !== null) this.#tell(seen);
    return result;
  }

  #tell(commit: Commit): void {
    this.history.commit(commit);
    if (commit.documents.length === 0 && commit.mutations.length === 0) return;
    const done = commit.mutations.map(
      ({ result }) => `${result.clientId} ${result.mutationId} ${result.name} ${result.refusal?.code ?? 'accepted'}`,
    );
    this.#trace(
      `${commit.space} v${commit.version} ${done.join(', ') || commit.documents.map(({ id }) => id).join(', ')}`,
    );
  }

  #dieBefore(): void {
    if (this.death === null) return;
    if (this.death.commitsLeft > 0 || this.death.made) return;
    this.death = null;
    this.kill();
    throw new Error('The process died before it committed.');
  }

  #dieAfter(): void {
    if (this.death === null) return;
    this.death.commitsLeft -= 1;
    if (this.death.commitsLeft >= 0 || !this.death.made) return;
    this.death = null;
    this.kill();
  }
}

/** The storage with some methods replaced; who was given it does not close it. */
function storageWith(disk: Storage, methods: Partial<Storage>): Storage {
  return {
    read: disk.read.bind(disk),
    write: disk.write.bind(disk),
    findToken: disk.findToken.bind(disk),
    spaces: disk.spaces.bind(disk),
    watch: disk.watch.bind(disk),
    close: async () => {},
    ...methods,
  };
}

const pushForm = z.object({ mutations: z.array(mutationSchema) });

/** As the HTTP side reads it. */
function parsed(body: string | null): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    throw new ApiError('invalid_body', 'The request cannot be read: it is not JSON, or cut off.');
  }
}
