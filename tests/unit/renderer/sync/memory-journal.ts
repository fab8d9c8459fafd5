import { type JournalRecord, recordsOf } from '../../../../src-main/journal/journal-lines.ts';
import { JournalState } from '../../../../src-main/journal/journal-state.ts';
import type { Journal } from '../../../../src-renderer/sync/journal.ts';
import type { JournalContents, JournalDamage } from '../../../../src-shared/sync/journal.ts';

/** The journal that the main process keeps, as a model in memory. It outlives the stores and replicas that use it. */
export class MemoryJournal implements Journal {
  readonly keeps = true;
  /** Called before each write; throw to fail it there. */
  beforeWrite: (records: readonly JournalRecord[]) => void = () => {};
  /** Called after each write, before it is answered. */
  afterWrite: (records: readonly JournalRecord[]) => void = () => {};
  readable = true;
  /** Lines that were damaged: they are not read back. */
  damaged: (record: JournalRecord) => boolean = () => false;
  readonly #lines: string[] = [];

  contents(): JournalContents {
    const state = new JournalState();
    const damage: JournalDamage[] = [];
    for (const [at, line] of this.#lines.entries()) {
      const record: JournalRecord = JSON.parse(line);
      if (this.damaged(record)) damage.push({ place: `line ${at + 1}`, reason: 'it is damaged', isTorn: false });
      else state.apply(record);
    }
    return state.contents(damage);
  }

  /** Texts of what it still holds, by client and id. */
  waiting(): string[] {
    return this.contents().clients.flatMap(({ clientID, waiting }) =>
      waiting.map(({ id, args }) => `${clientID} ${id} ${JSON.stringify(args)}`),
    );
  }

  read = async () => {
    if (!this.readable) throw new Error('EIO');
    return structuredClone(this.contents());
  };
  append = async (request: Parameters<Journal['append']>[0]) => this.#write(recordsOf(request));
  acknowledge = async (request: Parameters<Journal['acknowledge']>[0]) =>
    this.#write([{ kind: 'acknowledged', ...request }]);

  #write(records: readonly JournalRecord[]): void {
    this.beforeWrite(records);
    for (const record of records) this.#lines.push(JSON.stringify(record));
    this.afterWrite(records);
  }
}
