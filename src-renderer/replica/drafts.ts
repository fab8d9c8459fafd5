import type { DurationMs } from '../../src-shared/ids.ts';
import type { DraftRow, StoreChange } from '../sync/client-store.ts';
import type { Surroundings } from '../sync/surroundings.ts';
import type { Draft, DraftKind } from './replica.ts';

/** What was typed is on the disk at most this long after, plus one write. */
const saveAfterMs: DurationMs = 150;
/** What could not be stored is tried again after this, even if nothing more is typed. */
const retryAfterMs: DurationMs = 10_000;

export interface Drafts {
  get(caseId: string): Draft | undefined;
  /** Resolves when this text, or a later one of the same case, is stored; rejects when it cannot be. */
  save(caseId: string, draft: Draft): Promise<void>;
  /** Stores at once what is not stored yet. */
  flush(): Promise<void>;
  /** Stores it for the last time. */
  close(): Promise<void>;
  all(): readonly DraftRow[];
  /**
   * What was written in it is being stored. True if nothing was typed in it since: then it is gone here, and whoever
   * stores that removes it in the same change, so that no crash between the two leaves what was sent as not sent.
   */
  use(caseId: string, draft: Draft): boolean;
  /** These were removed from the store: they are not kept here either. */
  forget(caseIds: readonly string[]): void;
  /** Takes in what another store holds, and gives it what was typed here, which goes before. */
  takeStored(rows: readonly DraftRow[]): void;
}

/** Keeps half-written texts: in memory at once, stored by `commit` soon after, one write at a time. */
export function createDrafts(
  stored: readonly DraftRow[],
  commit: (change: StoreChange) => Promise<void>,
  surroundings: Pick<Surroundings, 'schedule'>,
): Drafts {
  const drafts = new Map<string, Draft>();
  for (const row of stored) takeIn(row);
  const unsaved = new Set<string>();
  /** Typed in since the start. */
  const touched = new Set<string>();
  let writing: Promise<void> = Promise.resolve();
  let retrying = false;
  let closed = false;
  let due: (PromiseWithResolvers<void> & { readonly cancel: () => void }) | null = null;

  function takeIn({ caseId, kind, text, resolves, macro }: DraftRow): void {
    if (!isKind(kind)) return;
    drafts.set(caseId, {
      kind,
      text,
      ...(resolves === undefined ? {} : { resolves }),
      ...(macro === undefined ? {} : { macro }),
    });
  }

  async function write(): Promise<void> {
    const ids = [...unsaved];
    if (ids.length === 0) return;
    unsaved.clear();
    const removeDrafts: string[] = [];
    const putDrafts: DraftRow[] = [];
    for (const caseId of ids) {
      const draft = drafts.get(caseId);
      if (draft === undefined) removeDrafts.push(caseId);
      else putDrafts.push({ caseId, ...draft });
    }
    try {
      await commit({ removeDrafts, putDrafts });
    } catch (error) {
      // Still in memory: the next write takes them along.
      for (const caseId of ids) unsaved.add(caseId);
      retryLater();
      throw error;
    }
  }

  function retryLater(): void {
    if (closed || retrying) return;
    retrying = true;
    surroundings.schedule(retryAfterMs, () => {
      retrying = false;
      if (!closed) void flush().catch(() => {});
    });
  }

  function flush(): Promise<void> {
    due?.cancel();
    writing = writing.catch(() => {}).then(write);
    due?.resolve(writing);
    due = null;
    return writing;
  }

  return {
    get: (caseId) => drafts.get(caseId),
    save(caseId, draft) {
      if (draft.text === '') drafts.delete(caseId);
      else drafts.set(caseId, draft);
      unsaved.add(caseId);
      touched.add(caseId);
      // Not put off by further typing: a text that is never finished is stored all the same.
      due ??= {
        ...Promise.withResolvers<void>(),
        cancel: surroundings.schedule(saveAfterMs, () => void flush().catch(() => {})),
      };
      return due.promise;
    },
    flush,
    use(caseId, draft) {
      if (drafts.get(caseId) !== draft) return false;
      drafts.delete(caseId);
      unsaved.delete(caseId);
      return true;
    },
    close() {
      closed = true;
      return flush();
    },
    all: () => [...drafts].map(([caseId, draft]) => ({ caseId, ...draft })),
    forget(caseIds) {
      for (const caseId of caseIds) {
        drafts.delete(caseId);
        unsaved.delete(caseId);
        touched.delete(caseId);
      }
    },
    takeStored(rows) {
      for (const row of rows) {
        if (!touched.has(row.caseId)) takeIn(row);
      }
      for (const caseId of [...drafts.keys(), ...touched]) unsaved.add(caseId);
      flush().catch(() => {});
    },
  };
}

function isKind(kind: string): kind is DraftKind {
  return kind === 'reply' || kind === 'note' || kind === 'call';
}
