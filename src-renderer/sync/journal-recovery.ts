import type { ClientId, EpochMs } from '../../src-shared/ids.ts';
import type {
  JournalAcknowledge,
  JournalAppend,
  JournalClient,
  JournalContents,
  JournalEntry,
} from '../../src-shared/sync/journal.ts';
import type { Identity, Refusal } from '../../src-shared/sync/protocol.ts';
import type { AttentionRow, ClientIdentity, OutboxRow, StoreChange, StoreHead } from './client-store.ts';
import { attentionItem, journalEntry, nothing } from './journal-requests.ts';
import { isSameScope, leavingScope, otherScopeRefusal, unknownOwnerRefusal } from './scope.ts';
import { attentionId, toldRefusals } from './told-refusals.ts';
import { gapFiller, lostAction, withdrawMutator } from './withdrawn-action.ts';

/** How store and journal come to say the same. */
export interface Recovery {
  /** What the journal knows and the store does not. */
  readonly change: StoreChange;
  /** What the store knows and the journal does not. */
  readonly missing: JournalAppend;
  readonly acknowledge: JournalAcknowledge | null;
  /** Clients of an earlier store whose actions wait as well; they go on once those of the present one are settled. */
  readonly strays: readonly JournalClient[];
}

/**
 * Compares the small part of a store, as it was opened, with the journal. A store that was reset gets back its client
 * and what that client had not sent; numbered as it was, so that the backend knows what it has processed already. It
 * goes on as a client of somebody known only, since it is by that that the next one to sign in is told from the one before.
 *
 * @param fresh makes a client that nobody was yet.
 * @param isSubstitute the store is a new one only until the real one can be opened: the last client goes on in it
 *   even if nothing of it waits, because its count goes on.
 */
export function recover(
  head: StoreHead,
  journal: JournalContents,
  now: EpochMs,
  fresh: () => ClientIdentity,
  isSubstitute = false,
): Recovery {
  const attention = missingAttention(head, journal, now);
  const start = startingPoint(head, journal, fresh, isSubstitute);
  if (start === null) {
    return { change: attention.change, missing: attention.missing, acknowledge: null, strays: straysOf(journal) };
  }
  const { client, own, outbox, isNewHere } = start;
  const lastHere = outbox.at(-1)?.id ?? start.confirmed;
  const settledThrough = own?.acknowledgedThrough ?? 0;
  const settledElsewhere = settledThrough > lastHere;
  const confirmed = settledElsewhere ? settledThrough : start.confirmed;
  const merged = merge(outbox, own?.waiting ?? [], confirmed, client, now);
  // What a gap would tell, the damaged lines have told already.
  // Where the two differ the journal holds, which is ahead of the store with what was withdrawn.
  const either = new Map([...outbox, ...(own?.waiting ?? [])].map((row) => [row.id, row]));
  const known = toldRefusals(client, [...either.values()], journal).filter(({ id }) => id > confirmed);
  const isKnown = new Set(known.map(({ id }) => id));
  const knownAndWaiting = known.filter(({ id }) => id > settledThrough);
  const told = attention.damaged ? merged.attention.filter(({ refusal }) => refusal !== lostAction) : merged.attention;
  // A store that took its client and no more, for want of room, does not know whose what waits is.
  const isNobodys = isNewHere || head.meta.identity === undefined;
  const identity = isNobodys ? ownerOf(own) : null;
  const lastOccurredAt = isNewHere ? own?.waiting.at(-1)?.timestamp : undefined;
  const by = identity ?? head.meta.identity ?? null;
  // The store did not come to know that somebody else is here now, who is not to see what the one before could.
  const before = head.meta.identity;
  const left =
    identity && before && !isSameScope(identity, before) ? leavingScope(before, identity, head.drafts, now) : null;
  return {
    change: {
      ...attention.change,
      clearDocuments: left !== null,
      meta: {
        ...left?.meta,
        ...(isNewHere ? { client, cookie: null } : {}),
        ...(isNewHere || settledElsewhere ? { confirmedMutationID: confirmed } : {}),
        ...(identity ? { identity } : {}),
        ...(lastOccurredAt === undefined ? {} : { lastOccurredAt }),
      },
      removeOutbox: [...(isNewHere ? head.outbox : []), ...outbox]
        .map((row) => row.id)
        .filter((id) => isNewHere || id <= confirmed),
      putOutbox: [...merged.forStore.filter(({ id }) => !isKnown.has(id)), ...known],
      putAttention: [...(attention.change.putAttention ?? []), ...told, ...(left?.putAttention ?? [])],
      removeDrafts: left?.removeDrafts ?? [],
    },
    missing: {
      ...attention.missing,
      entries: [...merged.forJournal.filter(({ id }) => !isKnown.has(id)), ...knownAndWaiting].map((row) =>
        journalEntry(row, client, by),
      ),
      attention: [...attention.missing.attention, ...[...told, ...(left?.putAttention ?? [])].map(attentionItem)],
    },
    acknowledge: isNews(start, by) ? { ...client, through: start.confirmed, owner: by } : null,
    strays: straysOf(journal, client),
  };
}

/** Whether the journal knows less of the client than the store. */
function isNews({ own, confirmed, isNewHere }: StartingPoint, by: Identity | null): boolean {
  if (own === undefined) return true;
  return (!isNewHere && confirmed > own.acknowledgedThrough) || (by !== null && own.owner === null);
}

function straysOf(journal: JournalContents, client?: ClientIdentity): readonly JournalClient[] {
  return journal.clients
    .filter(({ clientID, waiting }) => clientID !== client?.clientID && waiting.length > 0)
    .map((stray) => {
      const told = new Map(toldRefusals(stray, stray.waiting, journal).map((row) => [row.id, row]));
      return { ...stray, waiting: stray.waiting.map((entry) => ({ ...entry, ...told.get(entry.id) })) };
    });
}

/** Who acts as a client; null if that is not known. */
function ownerOf(client: JournalClient | undefined): Identity | null {
  return client?.owner ?? client?.waiting.findLast(({ by }) => by !== null)?.by ?? null;
}

/** Somebody acted as this client, and nobody knows who. */
function isOfNobodyKnown(client: JournalClient): boolean {
  return client.lastID > 0 && ownerOf(client) === null;
}

/**
 * A store without anything waiting goes on as a client of an earlier store. Loads anew: what the backend says of that
 * client may be older than where the store stands. Another user's actions, or those of nobody knows whom, cannot go out
 * in this one's name; they need attention.
 */
export function strayChange(stray: JournalClient, identity: Identity | null, now: EpochMs): StoreChange {
  const owner = ownerOf(stray);
  if (owner === null || (identity !== null && !isSameScope(owner, identity))) {
    const refusal = owner === null || identity === null ? unknownOwnerRefusal : otherScopeRefusal(owner, identity);
    const unsaid = stray.waiting.filter(({ name }) => name !== withdrawMutator);
    return { putAttention: unsaid.map((row) => needsAttention(stray, row, refusal, now)) };
  }
  const { clientGroupID, clientID } = stray;
  const confirmed = Math.max(stray.acknowledgedThrough, (stray.waiting[0]?.id ?? 1) - 1);
  const merged = merge([], stray.waiting, confirmed, stray, now);
  return {
    meta: { client: { clientGroupID, clientID }, cookie: null, confirmedMutationID: confirmed },
    putOutbox: merged.forStore,
    putAttention: merged.attention,
  };
}

interface StartingPoint {
  readonly client: ClientIdentity;
  /** What the journal knows of this client. */
  readonly own: JournalClient | undefined;
  /** What waits of it in the store. */
  readonly outbox: readonly OutboxRow[];
  readonly confirmed: number;
  /** The store did not know of this client. */
  readonly isNewHere: boolean;
}

function startingPoint(
  head: StoreHead,
  journal: JournalContents,
  fresh: () => ClientIdentity,
  isSubstitute: boolean,
): StartingPoint | null {
  const known = head.meta.client;
  if (known !== undefined) {
    const successor = successorOf(known.clientID, journal);
    const own = journal.clients.find(({ clientID }) => clientID === successor);
    const isElsewhere = own !== undefined && successor !== known.clientID;
    // The journal heeds the store's own client no longer, and the one that took its place may be anybody's.
    const mayBeAnybodys = isElsewhere || head.meta.identity === undefined;
    if (own !== undefined && mayBeAnybodys && isOfNobodyKnown(own)) {
      return { client: fresh(), own: undefined, outbox: [], confirmed: 0, isNewHere: true };
    }
    if (isElsewhere) return asNew(own);
    const waits = head.outbox.length > 0 || (own?.waiting.length ?? 0) > 0;
    const stray = waits ? undefined : journal.clients.find((other) => isOwnStray(other, known, head.meta.identity));
    if (stray !== undefined) return asNew(stray);
    const confirmed = head.meta.confirmedMutationID ?? 0;
    return { client: known, own, outbox: head.outbox, confirmed, isNewHere: false };
  }
  const clients = journal.clients.filter((client) => !isOfNobodyKnown(client));
  const last = clients.findLast(({ waiting }) => waiting.length > 0);
  const own = last ?? (isSubstitute ? clients.at(-1) : undefined);
  return own === undefined ? null : asNew(own);
}

/** Whether something waits of another client of the same person. */
function isOwnStray(other: JournalClient, known: ClientIdentity, identity: Identity | undefined): boolean {
  const owner = ownerOf(other);
  if (owner === null || other.waiting.length === 0 || other.clientID === known.clientID) return false;
  return identity === undefined || isSameScope(owner, identity);
}

function asNew(own: JournalClient): StartingPoint {
  const { clientGroupID, clientID, acknowledgedThrough, lastID, waiting } = own;
  const [first] = waiting;
  // What is missing before the first one that waits is settled, or its line was damaged; then the backend says so,
  // and since it has not processed the later ones either, they can go out under a new identity.
  const confirmed = first === undefined ? lastID : Math.max(acknowledgedThrough, first.id - 1);
  return { client: { clientGroupID, clientID }, own, outbox: [], confirmed, isNewHere: true };
}

function successorOf(clientID: ClientId, journal: JournalContents): ClientId {
  const next = new Map(journal.replaced.map(({ clientID: from, by }) => [from, by]));
  let current = clientID;
  // No longer than the list, so that a circle cannot hold us.
  for (let step = 0; step < next.size; step += 1) current = next.get(current) ?? current;
  return current;
}

/** What waits by either, in order and without gaps. */
function merge(
  here: readonly OutboxRow[],
  there: readonly JournalEntry[],
  confirmed: number,
  client: ClientIdentity,
  now: EpochMs,
): { forStore: OutboxRow[]; forJournal: OutboxRow[]; attention: AttentionRow[] } {
  const inStore = new Map(here.filter(({ id }) => id > confirmed).map((row) => [row.id, row]));
  const inJournal = new Map(there.filter(({ id }) => id > confirmed).map((entry) => [entry.id, outboxRow(entry)]));
  const last = Math.max(confirmed, ...inStore.keys(), ...inJournal.keys());
  const forStore: OutboxRow[] = [];
  const forJournal: OutboxRow[] = [];
  const attention: AttentionRow[] = [];
  let timestamp = 0;
  for (let id = confirmed + 1; id <= last; id += 1) {
    const mine = inStore.get(id);
    const other = inJournal.get(id);
    timestamp = (mine ?? other)?.timestamp ?? timestamp;
    if (mine === undefined && other === undefined) {
      const filler = gapFiller(id, timestamp);
      forStore.push(filler);
      forJournal.push(filler);
      attention.push(needsAttention(client, filler, lostAction, now));
    } else if (mine === undefined && other !== undefined) {
      forStore.push(other);
    } else if (mine !== undefined && other === undefined) {
      forJournal.push(mine);
    } else if (mine !== undefined && other !== undefined && !isSame(mine, other)) {
      // The journal is written first: a `withdraw` in it is only ahead of the store, and so is a date that was put
      // right. Anything else is not ours to decide; one of the two is sent, and the text of the other is kept.
      if (other.name === withdrawMutator || (isSameAction(mine, other) && mine.isProvisional)) {
        forStore.push(other);
      } else if (isSameAction(mine, other)) {
        forJournal.push(mine);
      } else {
        forJournal.push(mine);
        const refusal = { code: 'kept_twice', message: keptTwiceMessage };
        if (mine.name !== withdrawMutator) {
          const kept = needsAttention(client, other, refusal, now);
          attention.push({ ...kept, id: `${kept.id}:twice` });
        }
      }
    }
  }
  return { forStore, forJournal, attention };
}

const keptTwiceMessage =
  'Not sent: after a fault of this computer two actions were kept in one place, and the other one was sent. Do this one again if it is missing.';

function missingAttention(head: StoreHead, journal: JournalContents, now: EpochMs) {
  const here = new Set(head.attention.map(({ id }) => id));
  const dismissed = new Set(journal.dismissed);
  const there = new Set(journal.attention.map(({ id }) => id));
  const damage = unreadable(head, journal, now).filter(({ id }) => !there.has(id));
  const change: StoreChange = {
    // Put away, or done anew: the app ended before the store had it.
    removeAttention: [...here].filter((id) => dismissed.has(id)),
    putAttention: [...journal.attention, ...damage].filter(({ id }) => !here.has(id)),
  };
  const unknown = head.attention.filter(({ id }) => !there.has(id) && !dismissed.has(id));
  const attention = [...unknown, ...damage].map(attentionItem);
  return { change, missing: { ...nothing, attention }, damaged: damage.length > 0 };
}

/** What of the journal nobody can read, where it is all that is left: the last actions leave no gap by which to tell. */
function unreadable(head: StoreHead, { damage }: JournalContents, at: EpochMs): AttentionRow[] {
  if (head.meta.client !== undefined) return [];
  return damage
    .filter(({ isTorn }) => !isTorn)
    .map(({ place, reason }) => ({
      id: `journal:${place}`.slice(-300),
      name: withdrawMutator,
      args: { name: lostAction.code, reason: `${place}: ${reason}` },
      refusal: lostAction,
      at,
    }));
}

function needsAttention(
  client: ClientIdentity,
  row: OutboxRow & { readonly by?: Identity | null },
  refusal: Refusal,
  at: EpochMs,
): AttentionRow {
  const done = { at: row.timestamp, by: row.by?.user ?? null };
  return { id: attentionId(client, row.id), name: row.name, args: row.args, refusal, at, done };
}

function outboxRow({ id, name, args, timestamp, isProvisional }: JournalEntry): OutboxRow {
  return { id, name, args, timestamp, ...(isProvisional === undefined ? {} : { isProvisional }) };
}

function isSame(a: OutboxRow, b: OutboxRow): boolean {
  return isSameAction(a, b) && a.timestamp === b.timestamp && a.isProvisional === b.isProvisional;
}

function isSameAction(a: OutboxRow, b: OutboxRow): boolean {
  return a.name === b.name && JSON.stringify(a.args) === JSON.stringify(b.args);
}
