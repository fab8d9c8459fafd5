import { type JournalRecord, recordsOf } from '../../src-main/journal/journal-lines.ts';
import { JournalState } from '../../src-main/journal/journal-state.ts';
import type { Journal } from '../../src-renderer/sync/journal.ts';
import type { JournalContents } from '../../src-shared/sync/journal.ts';

/** The journal of one computer: what the main process has flushed, which no crash and no wiped store takes away. */
export class SimulatedJournal {
  /** Its disk takes nothing. */
  full = false;
  #state = new JournalState();

  /** What is in it, as a copy. */
  contents(): JournalContents {
    return copyOf(this.#state.contents([]));
  }

  /** Starts again from a compacted copy of itself, as the main process may at any start. */
  compact(): void {
    this.putBack(this.backUp());
  }

  backUp(): readonly JournalRecord[] {
    return copyOf(this.#state.compacted());
  }

  putBack(records: readonly JournalRecord[]): void {
    this.#state = new JournalState();
    this.#apply(records);
  }

  /** As one run of the app sees it. `pause` never ends once that run is dead. */
  open(pause: () => Promise<void>): Journal {
    const write = async (records: readonly JournalRecord[]) => {
      await pause();
      if (this.full) throw new Error('no space left on device');
      this.#apply(copyOf(records));
      await pause();
    };
    return {
      keeps: true,
      read: async () => {
        await pause();
        return this.contents();
      },
      append: (request) => write(recordsOf(request)),
      acknowledge: (request) => write([{ kind: 'acknowledged', ...request }]),
    };
  }

  #apply(records: readonly JournalRecord[]): void {
    for (const record of records) this.#state.apply(record);
  }
}

/** It goes through messages and files: nobody keeps a reference into it. */
function copyOf<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}
