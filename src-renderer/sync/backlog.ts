import type { Durability, StoreChange } from './client-store.ts';
import { joined } from './store-changes.ts';

/** Changes on their way into a store that does not always take them. */
export interface Backlog {
  /** Counts as saved, since the journal has it, and is not in the store yet. */
  readonly waiting: StoreChange | null;
  /**
   * Stores a change together with what could not be stored before. One at a time: two at once would both take along
   * what waits, and the later one would bring back what the earlier one has settled.
   *
   * @param waits whether the change is to wait, too, if the store does not take it.
   * @throws what the store says.
   */
  commit(change: StoreChange, durability: Durability, waits: boolean): Promise<void>;
  /** Another store takes the place of this one: what waits comes to it another way. */
  drop(): void;
}

/** @param store stores a change as one, or rejects with nothing of it stored. */
export function createBacklog(store: (change: StoreChange, durability: Durability) => Promise<void>): Backlog {
  let waiting: StoreChange | null = null;
  let committing: Promise<void> = Promise.resolve();

  return {
    get waiting() {
      return waiting;
    },
    commit(change, durability, waits) {
      const mine = committing.then(async () => {
        const before = waiting;
        const whole = before === null ? change : joined(before, change);
        try {
          await store(whole, before === null ? durability : 'strict');
        } catch (error) {
          if (waits) waiting = whole;
          throw error;
        }
        waiting = null;
      });
      committing = mine.catch(() => {});
      return mine;
    },
    drop() {
      waiting = null;
    },
  };
}
