import type { JournalAcknowledge, JournalAppend, JournalContents } from '../../src-shared/sync/journal.ts';
import type { Journal } from './journal.ts';

/** The journal with a memory of how it went. */
export interface JournalWriter {
  /** What the journal held at the start is not known yet. */
  readonly isUnread: boolean;
  /** The journal took nothing when it was last asked to. */
  readonly isFailing: boolean;
  /** What it holds; null if it cannot be read. */
  read(): Promise<JournalContents | null>;
  /** @throws what the journal says; then nothing counts as saved. */
  append(request: JournalAppend): Promise<void>;
  /** Tells the journal what to keep no longer. @throws what it says; then `acknowledgeAgain` repeats it. */
  acknowledge(settled: JournalAcknowledge): Promise<void>;
  acknowledgeAgain(): Promise<void>;
}

/** @param onFailure called with each error before anybody else hears of it. */
export function createJournalWriter(journal: Journal, onFailure: (error: unknown) => void): JournalWriter {
  let isUnread = false;
  let isFailing = false;
  let lastSettled: JournalAcknowledge | null = null;

  async function attempt(write: () => Promise<void>): Promise<void> {
    try {
      await write();
      isFailing = false;
    } catch (error) {
      isFailing = true;
      onFailure(error);
      throw error;
    }
  }

  return {
    get isUnread() {
      return isUnread;
    },
    get isFailing() {
      return isFailing;
    },
    async read() {
      try {
        const contents = await journal.read();
        isUnread = false;
        return contents;
      } catch (error) {
        isUnread = true;
        onFailure(error);
        return null;
      }
    },
    append: (request) => attempt(() => journal.append(request)),
    acknowledge(settled) {
      lastSettled = settled;
      return attempt(() => journal.acknowledge(settled));
    },
    async acknowledgeAgain() {
      const settled = lastSettled;
      if (settled !== null) await attempt(() => journal.acknowledge(settled));
      // With nothing to tell it, the next action finds out whether it still fails.
      else isFailing = false;
    },
  };
}
