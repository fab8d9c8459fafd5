import type { z } from 'zod';
import type { StoreApi } from 'zustand/vanilla';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { Mutator, Outcome } from '../../src-shared/mutators/mutator.ts';
import type { Mutators } from '../../src-shared/mutators/registry.ts';
import type { CollectionName, Collections } from '../../src-shared/sync/collections.ts';
import type { Identity, Refusal } from '../../src-shared/sync/protocol.ts';
import type { DeskClock } from '../../src-shared/time/desk-clock.ts';

/** Which documents a change touched. */
export type Changes = ReadonlyMap<CollectionName, ReadonlySet<string>>;

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'online' }
  /** `blockedBy`: what stands in the way, where waiting does not mend it; a certificate, say. */
  | { readonly state: 'offline'; readonly sinceAt: EpochMs; readonly blockedBy?: string }
  /** The backend answers, but with errors: its disk is full, say. In its own words; `tries` counts them. */
  | { readonly state: 'failing'; readonly sinceAt: EpochMs; readonly message: string; readonly tries: number }
  /** The backend does not know the token. */
  | { readonly state: 'unauthorized' }
  /** App and backend do not fit; the outbox is kept. */
  | { readonly state: 'update_required'; readonly message: string };

/** What the backend refused; the agent's text is in `args`. */
export interface AttentionItem {
  readonly id: string;
  readonly name: string;
  readonly args: unknown;
  readonly refusal: Refusal;
  /** When it was refused, or found out here. */
  readonly at: EpochMs;
  /** When it was done, and by whom if that is known. */
  readonly done?: { readonly at: EpochMs; readonly by: Identity['user'] | null } | undefined;
}

export interface SyncStatus {
  readonly connection: Connection;
  /** Actions saved here that the backend has not confirmed. */
  readonly waiting: number;
  readonly lastSyncAt: EpochMs | null;
  /** Set while the first load runs. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly attention: readonly AttentionItem[];
  /** Set when the local store cannot be opened or written: what happened and what to do. */
  readonly storageProblem: string | null;
}

export type DraftKind = 'reply' | 'note' | 'call';
export interface Draft {
  readonly kind: DraftKind;
  readonly text: string;
  /** The item of Needs attention that this text is to be sent in place of. */
  readonly resolves?: string | undefined;
  /** The macro that it was begun with. */
  readonly macro?: string | undefined;
}

/** Actions by name. Tests bring small ones of their own. */
export type MutatorRegistry = { readonly [Name in string]: Mutator };

/** An action by its name on the wire, with its arguments. */
export type AnyAction<Registry extends MutatorRegistry = Mutators> = {
  [Name in keyof Registry & string]: { readonly name: Name; readonly args: z.input<Registry[Name]['args']> };
}[keyof Registry & string];

/** The case store of this client: what the backend confirmed, plus a replay of what it has not yet seen. */
export interface Replica<Registry extends MutatorRegistry = Mutators> {
  readonly status: StoreApi<SyncStatus>;
  /** The desk's time: everything here is dated by it, and everything shown is read at it. */
  readonly time: DeskClock;
  /** Null until the backend answered once, or the store remembered who acts here. */
  identity(): Identity | null;
  get<Name extends CollectionName>(collection: Name, id: string): Collections[Name] | undefined;
  /** The documents of a collection: always the same map, which changes in place just before listeners are called. */
  all<Name extends CollectionName>(collection: Name): ReadonlyMap<string, Collections[Name]>;
  /** Called after each change of the view; returns the function that stops it. */
  subscribe(listener: (changes: Changes) => void): () => void;
  /** Applies an action here at once and queues it for the backend. Resolves when it is durably stored. */
  mutate<Name extends keyof Registry & string>(
    name: Name,
    args: z.input<Registry[Name]['args']>,
    /** The item of Needs attention that the action takes the place of; it goes when the action is stored. */
    resolves?: string,
    /** The draft that it was written in; it goes with it, unless it was typed in since. */
    writtenIn?: string,
  ): Promise<Outcome>;
  /** The same of several actions, each judged after those before it; what is accepted is stored as one. */
  mutateAll(actions: readonly AnyAction<Registry>[]): Promise<readonly Outcome[]>;
  draft(caseId: string): Draft | undefined;
  /** Of the cases, and of whatever else keeps a text here, that have one. */
  draftIds(): readonly string[];
  /** Kept as it is typed; an empty text removes the draft. */
  saveDraft(caseId: string, draft: Draft): Promise<void>;
  /** Stores at once what was typed a moment ago. */
  flushDrafts(): Promise<void>;
  /** Does a refused action anew: at the present time, judged as things stand now. Its item goes when that is stored. */
  retryAttention(id: string): Promise<Outcome>;
  dismissAttention(id: string): Promise<void>;
  /** Brings back what was dismissed. */
  restoreAttention(item: AttentionItem): Promise<void>;
  /** Tries to reach the backend now instead of after the current backoff. */
  reconnect(): void;
  /** Another backend answers from here on, or another token is sent: who acts here is asked before anything else. */
  backendChanged(): void;
  /**
   * Resolves when every stored document is in memory; until then there are none, and actions wait for it.
   * Never rejects: a store that cannot be read shows in `status.storageProblem`.
   */
  readonly loaded: Promise<void>;
  /** What was last given to `saveQueueSnapshot`, at once: painted while the documents are still read. */
  queueSnapshot(): unknown | null;
  /** Keeps the first rows of the queue, as JSON, for the next start. */
  saveQueueSnapshot(rows: unknown): Promise<void>;
  close(): Promise<void>;
}
