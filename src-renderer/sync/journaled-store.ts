import type { DurationMs } from '../../src-shared/ids.ts';
import type { JournalAppend, JournalClient, JournalContents } from '../../src-shared/sync/journal.ts';
import type { Cookie, Identity } from '../../src-shared/sync/protocol.ts';
import { createBacklog } from './backlog.ts';
import {
  type ClientIdentity,
  type ClientStore,
  newClient,
  type StoreChange,
  type StoreHead,
  StoreOpenError,
} from './client-store.ts';
import type { Journal } from './journal.ts';
import { type Recovery, recover, strayChange } from './journal-recovery.ts';
import { acknowledgement, journalRequest, nothing } from './journal-requests.ts';
import { createJournalWriter } from './journal-writer.ts';
import { createMemoryStore } from './memory-store.ts';
import { createRetries } from './retries.ts';
import { isFull, journalFails, keptInJournal, notStored, reasonOf, workingOnJournal } from './storage-problems.ts';
import { isTooLowToTidy, refuseLoadWhenLow, refuseWhenLow, SpaceLowError, type StorageSpace } from './storage-space.ts';
import { hasAnything, headAfter, isAction, isNewClient, joined } from './store-changes.ts';
import type { Surroundings } from './surroundings.ts';

/** A store that keeps what an agent did in the journal too, and goes on without the disk as far as that carries. */
export interface JournaledStore extends ClientStore {
  /** Never rejects: what cannot be opened is tried again, and told in `problem`. */
  open(): Promise<StoreHead>;
  /** What is wrong with keeping things here and what to do, for a person; null when nothing is. */
  readonly problem: string | null;
  /** Nothing can be done here: there is no journal, another window works, or a later version wrote the data. */
  readonly isReadOnly: boolean;
  onProblem(listener: () => void): void;
  /**
   * The store on the disk can be used at last, or holds something else than before. The listener lets everything
   * under way come to its end, calls `switchOver` with what it has, and takes in what that answers in its place.
   */
  onReopened(listener: TakeOver): void;
  /** The documents cannot be read: goes on without the disk. Answers what is left to go on with. */
  giveUpReading(error: unknown, head: StoreHead): Promise<StoreHead>;
  /** With nothing waiting: a change that goes on with what waits of an earlier store, if there is any. */
  nextStray(identity: Identity | null): StoreChange | null;
}

type TakeOver = (switchOver: (present: StoreHead) => Promise<StoreHead>) => Promise<void>;

export interface JournaledStoreParts {
  readonly store: ClientStore;
  readonly journal: Journal;
  readonly space: StorageSpace;
  readonly surroundings: Pick<Surroundings, 'schedule' | 'random' | 'now' | 'newId'>;
}

type Mode =
  /** On the disk. */
  | 'stored'
  /** In memory and in the journal, until the disk can be used. */
  | 'journal_only'
  /** In memory, to look at. */
  | 'read_only';

/** Pages of a first load between two looks at how much room is left; each is about a megabyte. */
const pagesBetweenLooks = 8;
/** Between two tries to take the place of another window, each of which waits for it a while. */
const heldRetryMs: DurationMs = 500;

/**
 * Journal first, then store. An action is saved when both have it; or when the journal has it and the store cannot
 * take it: then it waits here to go into the store with the next change, and after a restart the journal brings it back.
 */
export function createJournaledStore({ store, journal, space, surroundings }: JournaledStoreParts): JournaledStore {
  let current = store;
  let mode: Mode = 'stored';
  let problem: string | null = null;
  let client: ClientIdentity | null = null;
  let identity: Identity | null = null;
  let storedCookie: Cookie = null;
  let strays: Recovery['strays'] = [];
  /** The stray that the next change takes in. */
  let adopted: JournalClient | null = null;
  /** Documents wait for room on the disk. */
  let isHeldBack = false;
  /** Another window works on the store. */
  let isHeld = false;
  let isClosed = false;
  let tellProblem = () => {};
  let takeOver: TakeOver = async () => {};

  const retries = createRetries(retry, () => (isHeld ? heldRetryMs : null), surroundings);
  const writer = createJournalWriter(journal, (error) => {
    setProblem(journalFails(error));
    retries.later();
  });
  const backlog = createBacklog(async (change, durability) => {
    await current.commit(change, durability);
    if (mode === 'stored' && change.meta?.cookie !== undefined) storedCookie = change.meta.cookie;
  });

  function setProblem(next: string | null): void {
    if (next === problem) return;
    problem = next;
    tellProblem();
  }

  async function retry(): Promise<void> {
    if (isClosed) return;
    if (writer.isFailing) await writer.acknowledgeAgain();
    if (mode === 'stored' && backlog.waiting !== null && (await flushed())) return;
    const head = await store.open();
    if (isClosed) return;
    const isAsKnown =
      mode === 'stored' &&
      !writer.isUnread &&
      head.meta.client?.clientID === client?.clientID &&
      (head.meta.cookie ?? null) === storedCookie;
    if (!isAsKnown) await takeOver((present) => switchedOver(head, present));
    else if (backlog.waiting !== null && !(await flushed())) throw new Error('The store opens and takes nothing.');
    if (mode !== 'stored' || backlog.waiting !== null) return;
    retries.succeeded();
    setProblem(null);
  }

  /** Stores what only the journal has. False if the store does not take it for another reason than want of room. */
  async function flushed(): Promise<boolean> {
    try {
      await backlog.commit({}, 'strict', false);
      retries.succeeded();
      setProblem(null);
      return true;
    } catch (error) {
      if (isFull(error)) throw error;
      return false;
    }
  }

  /** Leaves what was used meanwhile for the store on the disk, which gets what it lacks. */
  async function switchedOver(opened: StoreHead, present: StoreHead): Promise<StoreHead> {
    // A store that was reset knows nothing of the client that goes on here.
    const isReset = opened.meta.client === undefined && mode !== 'read_only';
    current = store;
    mode = 'stored';
    isHeld = false;
    backlog.drop();
    const known = new Set(opened.attention.map(({ id }) => id));
    const also: StoreChange = {
      ...(isReset ? { meta: { ...present.meta, cookie: null }, putOutbox: present.outbox } : {}),
      putAttention: present.attention.filter(({ id }) => !known.has(id)),
    };
    return reconciled(headAfter(opened, also), await writer.read(), also);
  }

  /** Makes store and journal say the same, and answers what they say. */
  async function reconciled(head: StoreHead, read: JournalContents | null, also: StoreChange = {}): Promise<StoreHead> {
    client = head.meta.client ?? null;
    identity = head.meta.identity ?? null;
    storedCookie = head.meta.cookie ?? null;
    if (read === null || !journal.keeps) {
      if (hasAnything(also)) await current.commit(also, 'strict');
      return headAfter(head, also);
    }
    const fresh = () => newClient(surroundings.newId);
    const recovery = recover(head, read, surroundings.now(), fresh, mode === 'journal_only');
    strays = recovery.strays;
    const change = joined(also, recovery.change);
    const { entries, attention } = recovery.missing;
    try {
      if (entries.length + attention.length > 0) await writer.append(recovery.missing);
      if (recovery.acknowledge !== null) await writer.acknowledge(recovery.acknowledge);
    } catch {
      // The problem is told already. What the journal lacks, it is told of at the next start.
    }
    if (hasAnything(change)) {
      try {
        await backlog.commit(change, 'strict', true);
      } catch (error) {
        setProblem(keptInJournal(error));
        retries.later();
      }
    }
    take(change);
    return headAfter(head, change);
  }

  /** Takes note of who this client is from now on. */
  function take(change: StoreChange): void {
    client = change.meta?.client ?? client;
    identity = change.meta?.identity ?? identity;
  }

  function requestFor(change: StoreChange): JournalAppend | null {
    const request = journalRequest(change, client, identity);
    if (adopted === null) return request;
    const stray = adopted.clientID;
    adopted = null;
    // This client goes on as the stray, whose actions the journal has; or it keeps the texts of them and ends it.
    const by = change.meta?.client === undefined ? client : null;
    return { ...(request ?? nothing), replaces: by === null ? null : { clientID: stray, by, owner: identity } };
  }

  async function openSubstitute(error: unknown, head: StoreHead | null): Promise<StoreHead> {
    isHeld = error instanceof StoreOpenError && error.reason === 'held';
    const mayAct = journal.keeps && (!(error instanceof StoreOpenError) || error.reason === 'broken');
    mode = mayAct ? 'journal_only' : 'read_only';
    current = createMemoryStore();
    const empty = await current.open();
    setProblem(mayAct ? workingOnJournal(error) : reasonOf(error));
    retries.later();
    if (!mayAct) return empty;
    if (head === null) return reconciled(empty, await writer.read());
    const { meta, outbox, attention, drafts } = head;
    const change = { meta: { ...meta, cookie: null }, putOutbox: outbox, putAttention: attention, putDrafts: drafts };
    await current.commit(change, 'strict');
    return headAfter(empty, change);
  }

  store.onLost?.(retries.later);
  return {
    get problem() {
      return problem;
    },
    get isReadOnly() {
      return mode === 'read_only';
    },
    onProblem: (listener) => {
      tellProblem = listener;
    },
    onReopened: (listener) => {
      takeOver = listener;
    },
    async open() {
      const reading = writer.read();
      let head: StoreHead;
      try {
        head = await store.open();
      } catch (error) {
        return openSubstitute(error, null);
      }
      try {
        return await reconciled(head, await reading);
      } catch (error) {
        // Something in the store has a form that the journal does not take. It is in the store, which goes on alone.
        setProblem(journalFails(error));
        return head;
      }
    },
    giveUpReading: (error, head) => openSubstitute(error, head),
    readDocuments: async () =>
      backlog.waiting?.clearDocuments ? (backlog.waiting.documents ?? []) : current.readDocuments(),
    nextStray(owner) {
      const [stray, ...others] = strays;
      strays = others;
      adopted = stray ?? null;
      return stray === undefined ? null : strayChange(stray, owner, surroundings.now());
    },
    async commit(change, durability) {
      const isOfDrafts = (change.putDrafts?.length || change.removeDrafts?.length) && !isAction(change);
      if (mode !== 'stored' && isOfDrafts && !isNewClient(change)) {
        throw new Error('Kept only until the app ends: the data on this computer cannot be opened.');
      }
      if (mode === 'read_only') return current.commit(change, durability);
      if (mode === 'stored' && change.documents?.length) {
        try {
          await refuseWhenLow(space, change);
          isHeldBack = false;
        } catch (error) {
          isHeldBack = true;
          setProblem(notStored(error));
          throw error;
        }
      }
      const request = journal.keeps ? requestFor(change) : null;
      if (request !== null) await writer.append(request);
      const waits = journal.keeps && (isAction(change) || isNewClient(change));
      try {
        await backlog.commit(change, durability, waits);
      } catch (error) {
        if (!waits) {
          if (journal.keeps && !isFull(error)) retries.later();
          setProblem(notStored(error));
          throw error;
        }
        retries.later();
        setProblem(keptInJournal(error));
        take(change);
        return;
      }
      take(change);
      if (mode === 'stored' && backlog.waiting === null && !isHeldBack && !writer.isFailing) setProblem(null);
      const settled = journal.keeps ? acknowledgement(change, client, identity) : null;
      // Not waited for: what the journal keeps too long does no harm, and it is told again.
      if (settled !== null) writer.acknowledge(settled).catch(() => {});
    },
    async stage(load, page) {
      try {
        if (mode === 'stored' && page.at % pagesBetweenLooks === 0) await refuseLoadWhenLow(space);
        await current.stage(load, page);
      } catch (error) {
        isHeldBack = isHeldBack || error instanceof SpaceLowError;
        setProblem(notStored(error));
        throw error;
      }
    },
    async compact() {
      if (mode !== 'stored' || (await isTooLowToTidy(space))) return false;
      return store.compact();
    },
    async close() {
      isClosed = true;
      retries.close();
      await current.close();
      if (current !== store) await store.close();
    },
  };
}
