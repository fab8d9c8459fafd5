import { z } from 'zod';
import { userIdSchema } from '../../src-shared/cases/case-document.ts';
import { mergeOf } from '../../src-shared/cases/merged-case.ts';
import type { Mutator, MutatorTransaction } from '../../src-shared/mutators/mutator.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { policySchema } from '../../src-shared/policy/policy.ts';
import { collectionNameSchema } from '../../src-shared/sync/collections.ts';
import { type Identity, identitySchema, spaceIdSchema } from '../../src-shared/sync/protocol.ts';
import { appRegistry } from './app-registry.ts';
import { mustEnd } from './committed.ts';
import { inSpace } from './drafts.ts';
import type { ServerHistory, Snapshot } from './server-history.ts';
import type { AppReplica, DiskContents, SimulatedDevice } from './simulated-device.ts';
import { mustHold } from './violation.ts';

const collections = collectionNameSchema.options;
const registry: Readonly<Record<string, Mutator>> = appRegistry;
const rowForm = z.object({ id: z.number(), name: z.string(), args: z.unknown(), timestamp: z.number() });
type Row = z.infer<typeof rowForm>;

/** A document of the expected view: parsed once, since actions read it, and as text, to compare. */
interface Shown {
  readonly doc: unknown;
  readonly text: string;
}

/** What a device's store says of itself. */
interface Standing {
  readonly identity: Identity | null;
  readonly clientID: string;
  readonly cookie: string | null;
  readonly confirmed: number;
}

/** Holds one device to the server's history and to itself, after every step of the world. */
export class DeviceInvariants {
  readonly #device: SimulatedDevice;
  readonly #history: ServerHistory;
  #contents: DiskContents | null = null;
  #seen: (Standing & { readonly epoch: number; readonly version: number }) | null = null;
  #replayed: { readonly key: string; readonly rows: readonly string[]; readonly view: Map<string, Shown> } | null =
    null;
  /** It went through another space than the one that its store has heard of, which could not be written meanwhile. */
  #hasLeft = false;
  readonly #parsed = new Map<string, Shown>();
  readonly #texts = new WeakMap<object, string>();

  constructor(device: SimulatedDevice, history: ServerHistory) {
    this.#device = device;
    this.#history = history;
  }

  /** @throws {Violation} */
  async check(): Promise<void> {
    const device = this.#device;
    if (device.complaint !== null) throw device.complaint;
    const { contents } = device.disk;
    const present = device.replica?.identity()?.space;
    const stored = this.#seen?.identity?.space;
    if (present !== undefined && stored !== undefined && present !== stored) this.#hasLeft = true;
    if (contents !== this.#contents) this.#checkDisk(contents);
    this.#contents = contents;
    if (!device.touched) return;
    device.touched = false;
    const { replica, known } = device;
    if (replica !== null && known !== null) await this.#checkView(replica, known);
  }

  #checkDisk(contents: DiskContents): void {
    const standing = standingOf(contents);
    const { identity, cookie, confirmed, clientID } = standing;
    const version = cookieVersion(cookie);
    const what = () => `${this.#device.name} at cookie ${cookie ?? 'none'}`;
    const before = this.#seen?.epoch === this.#device.diskEpoch ? this.#seen : null;
    const isSameAgent =
      before !== null && before.identity?.user.id === identity?.user.id && before.identity?.space === identity?.space;
    // Having left and come back it is another client, and what it had is not brought along.
    const isCleared = this.#hasLeft && contents.documents.size === 0 && before?.clientID !== clientID;
    if (cookie !== null) {
      mustHold(version !== null, 'a cookie is stored with a complete pull only', what);
      const space = spaceIdSchema.parse(identity?.space);
      const there = this.#history.at(space, version ?? 0);
      mustHold(there !== undefined, 'a cookie names a version that was committed', what);
      mustEqual(contents.documents, there ?? new Map(), `a copy is the server's state of its cookie (${what()})`);
      if (isSameAgent) mustHold((version ?? 0) >= before.version, 'a cookie never goes back', what);
    } else if (isSameAgent && this.#contents !== null && !isCleared) {
      // Another client of the same agent loads anew; until then it keeps what there is.
      mustEqual(contents.documents, this.#contents.documents, `a copy changes with its cookie (${what()})`);
    } else if (before !== null) {
      mustHold(contents.documents.size === 0, 'nothing is kept that belongs to no cookie and no scope', what);
    }
    if (before?.identity && identity && before.identity.space !== identity.space) {
      const snapshot = contents.meta.get('queueSnapshot') ?? 'null';
      const isOfScope = [...contents.drafts.values()].every((text) => text.includes(inSpace(identity.space)));
      mustHold(isOfScope && snapshot === 'null', 'nothing outside the scope stays', what);
    }
    if (contents.documents.size === 0) this.#hasLeft = false;
    if (before !== null && before.clientID === clientID) {
      mustHold(confirmed >= before.confirmed, 'a counter never goes back', what);
    }
    if (confirmed > 0) mustHold(confirmed <= this.#counter(standing), 'only what was processed is confirmed', what);
    const ids = [...contents.outbox.keys()].sort((a, b) => a - b);
    mustHold(
      ids.every((id, index) => id === confirmed + index + 1),
      'what waits is numbered without gap',
      () => `${what()}: confirmed ${confirmed}, waiting ${ids.join(' ')}`,
    );
    this.#seen = { ...standing, epoch: this.#device.diskEpoch, version: version ?? (isSameAgent ? before.version : 0) };
  }

  #counter({ clientID, identity }: Standing): number {
    return this.#history.counter(clientID, identity === null ? undefined : spaceIdSchema.parse(identity.space));
  }

  /** The view is the stored state and a replay of what waits; it shows an effect if, and only if, it is saved. */
  async #checkView(replica: AppReplica, known: DiskContents): Promise<void> {
    const expected = await this.#expectedView(known);
    let count = 0;
    for (const collection of collections) {
      for (const [id, doc] of replica.all(collection)) {
        count += 1;
        const text = this.#textOf(doc);
        const wanted = expected.get(`${collection}/${id}`)?.text;
        mustHold(
          text === wanted,
          'the view is the stored state and a replay of what waits',
          () => `${this.#device.name} shows of ${collection}/${id}\n  ${text}\n  instead of\n  ${wanted ?? 'nothing'}`,
        );
      }
    }
    mustHold(
      count === expected.size,
      'the view lacks nothing',
      () => `${this.#device.name} shows ${count} of ${expected.size}`,
    );
    const cases = replica.all('cases');
    for (const doc of cases.values()) if (mergeOf(doc) !== null) mustEnd(doc, (id) => cases.get(id));
    const { waiting, attention } = replica.status.getState();
    const told = [waiting, attention.length];
    const stored = [known.outbox.size, known.attention.size];
    mustHold(
      told.join() === stored.join(),
      'the status counts what waits and what needs attention',
      () => `${this.#device.name} says ${told.join()}, stored are ${stored.join()}`,
    );
  }

  async #expectedView(known: DiskContents): Promise<ReadonlyMap<string, Shown>> {
    const standing = standingOf(known);
    const key = JSON.stringify([standing, this.#device.diskEpoch]);
    const rows = [...known.outbox].sort(([a], [b]) => a - b).map(([, text]) => text);
    const earlier = this.#replayed;
    const goesOn = earlier?.key === key && earlier.rows.every((row, index) => rows[index] === row);
    const view = goesOn ? earlier.view : this.#confirmedView(known.documents);
    for (const row of rows.slice(goesOn ? earlier.rows.length : 0)) {
      await replayOne(view, rowForm.parse(JSON.parse(row)), standing.identity);
    }
    this.#replayed = { key, rows, view };
    return view;
  }

  #confirmedView(documents: Snapshot): Map<string, Shown> {
    const view = new Map<string, Shown>();
    for (const [key, text] of documents) {
      let shown = this.#parsed.get(text);
      if (shown === undefined) {
        const doc: unknown = JSON.parse(text)[3];
        shown = { doc, text: JSON.stringify(doc) };
        this.#parsed.set(text, shown);
      }
      view.set(key, shown);
    }
    return view;
  }

  #textOf(doc: object): string {
    const known = this.#texts.get(doc);
    if (known !== undefined) return known;
    const text = JSON.stringify(doc);
    this.#texts.set(doc, text);
    return text;
  }
}

/** Runs one action over the view, apart from the product's own replay. */
async function replayOne(view: Map<string, Shown>, row: Row, identity: Identity | null): Promise<void> {
  const policy = view.get('policy/current');
  const mutator = registry[row.name];
  if (identity === null || policy === undefined || mutator === undefined) return;
  const { id, name, role } = identity.user;
  const writes = new Map<string, Shown>();
  const tx: MutatorTransaction = {
    // What is stored under a collection's name is of that collection.
    get: async (collection, key) =>
      (writes.get(`${collection}/${key}`) ?? view.get(`${collection}/${key}`))?.doc as never,
    async set(collection, key, doc) {
      writes.set(`${collection}/${key}`, { doc, text: JSON.stringify(doc) });
    },
  };
  const outcome = await mutator.run(tx, mutator.args.parse(row.args), {
    user: { id: userIdSchema.parse(id), name, role },
    occurredAt: row.timestamp,
    policy: policyOf(policy),
    authority: null,
  });
  if (outcome.accepted) for (const [key, shown] of writes) view.set(key, shown);
}

/** By their text: one object for each policy, so that what is compiled from it is found again. */
const policies = new Map<string, Policy>();

function policyOf({ doc, text }: Shown): Policy {
  const policy = policies.get(text) ?? policySchema.parse(doc);
  policies.set(text, policy);
  return policy;
}

const standings = new WeakMap<DiskContents['meta'], Standing>();

function standingOf({ meta }: DiskContents): Standing {
  const standing = standings.get(meta) ?? readStanding(meta);
  standings.set(meta, standing);
  return standing;
}

function readStanding(meta: DiskContents['meta']): Standing {
  const read = (key: string): unknown => JSON.parse(meta.get(key) ?? 'null');
  const identity = identitySchema.safeParse(read('identity'));
  const cookie = read('cookie');
  const confirmed = read('confirmedMutationID');
  const client = z.object({ clientID: z.string() }).safeParse(read('client'));
  return {
    identity: identity.success ? identity.data : null,
    clientID: client.data?.clientID ?? '',
    cookie: typeof cookie === 'string' ? cookie : null,
    confirmed: typeof confirmed === 'number' ? confirmed : 0,
  };
}

/** The version of a cookie of a complete pull; null for any other. */
export function cookieVersion(cookie: string | null): number | null {
  const [, version, ...rest] = cookie?.split('.') ?? [];
  return version === undefined || rest.length > 0 ? null : Number(version);
}

/** @throws {Violation} naming the first document that differs. */
export function mustEqual(found: Snapshot, wanted: Snapshot, rule: string): void {
  for (const [key, text] of wanted) {
    mustHold(
      found.get(key) === text,
      rule,
      () => `${key} is\n  ${found.get(key) ?? 'missing'}\n  instead of\n  ${text}`,
    );
  }
  for (const key of found.keys()) mustHold(wanted.has(key), rule, () => `${key} should not be there`);
}
