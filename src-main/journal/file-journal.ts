import type {
  JournalAcknowledge,
  JournalAppend,
  JournalContents,
  JournalDamage,
} from '../../src-shared/sync/journal.ts';
import { type DiskReserve, diskReserve } from './disk-reserve.ts';
import { encodeLine, type JournalRecord, recordsOf } from './journal-lines.ts';
import { JournalState } from './journal-state.ts';
import { beginSegment, type OpenSegment, readSegments, removeSegment, writeWholeSegment } from './segment-file.ts';

export interface JournalOptions {
  /** Size at which a new file is begun, and beyond which settled lines are cleared away. */
  readonly segmentBytes?: number;
  /** Space set aside for a full disk; 0 for none. */
  readonly reserveBytes?: number;
}

/** The journal of what was not sent yet, in files. */
export interface FileJournal {
  contents(): JournalContents;
  /** The entries are on the disk when this resolves. @throws if they cannot be; then none of them is kept. */
  append(request: JournalAppend): Promise<void>;
  acknowledge(request: JournalAcknowledge): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly records: readonly JournalRecord[];
  readonly settled: PromiseWithResolvers<void>;
}

/** A file that is closed, and may be removed once a compacted one says all that it says. */
interface OldSegment {
  readonly number: number;
  readonly bytes: number;
  readonly isDamaged: boolean;
}

/**
 * Opens the journal in `folder`. Each start writes to a file of its own, so that the torn end of an earlier one stays
 * as it is. Damaged lines are told in `contents().damage` and cost only themselves.
 *
 * @throws if the folder or a file in it cannot be read.
 */
export async function openFileJournal(folder: string, options: JournalOptions = {}): Promise<FileJournal> {
  const { segmentBytes = 1 << 20, reserveBytes = 4 << 20 } = options;
  const found = await readSegments(folder);
  const reserve = diskReserve(folder, reserveBytes);
  const obsoleteBefore = Math.max(0, ...found.flatMap(({ records }) => records.map(beginning)));
  const state = new JournalState();
  const damage: JournalDamage[] = [];
  for (const { number, file, records, damaged } of found) {
    if (number < obsoleteBefore) continue;
    for (const record of records) state.apply(record);
    for (const { line, reason, isTorn } of damaged) damage.push({ place: `${file}, line ${line}`, reason, isTorn });
  }
  const old: OldSegment[] = found.map(({ number, bytes, damaged }) => ({
    number,
    bytes,
    isDamaged: damaged.some((line) => !line.isTorn),
  }));
  const files = new Segments(folder, segmentBytes, state, reserve, old);

  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;

  function write(records: readonly JournalRecord[]): Promise<void> {
    const settled = Promise.withResolvers<void>();
    waiting.push({ records, settled });
    writing ??= writeAll().finally(() => {
      writing = null;
    });
    return settled.promise;
  }

  /** What came while the disk was busy goes there together: one flush for all of it. */
  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await files.add(batch.flatMap(({ records }) => records));
        for (const { settled } of batch) settled.resolve();
      } catch (error) {
        for (const { settled } of batch) settled.reject(error);
      }
      await files.tidy();
    }
  }

  return {
    contents: () => state.contents(damage),
    append(request) {
      const records = recordsOf(request);
      return records.length === 0 ? Promise.resolve() : write(records);
    },
    acknowledge: (request) => write([{ kind: 'acknowledged', ...request }]),
    async close() {
      await writing;
      await files.close();
    },
  };
}

function beginning(record: JournalRecord): number {
  return record.kind === 'begin' ? record.obsoleteBefore : 0;
}

/** So many files of earlier starts are left alone. */
const oldSegmentsKept = 8;

/** The files: one that is written to, and older ones. */
class Segments {
  readonly #folder: string;
  readonly #segmentBytes: number;
  readonly #state: JournalState;
  readonly #reserve: DiskReserve;
  #old: OldSegment[];
  #current: OpenSegment | null = null;
  #next: number;
  #tidyBeyond: number;

  constructor(folder: string, segmentBytes: number, state: JournalState, reserve: DiskReserve, old: OldSegment[]) {
    this.#folder = folder;
    this.#segmentBytes = segmentBytes;
    this.#tidyBeyond = segmentBytes;
    this.#state = state;
    this.#reserve = reserve;
    this.#old = old;
    this.#next = Math.max(0, ...old.map(({ number }) => number)) + 1;
  }

  async add(records: readonly JournalRecord[]): Promise<void> {
    const lines = records.map(encodeLine).join('');
    try {
      await this.#write(lines);
    } catch (error) {
      if (!isDiskFull(error) || !(await this.#reserve.release())) throw error;
      await this.#write(lines);
    }
    for (const record of records) this.#state.apply(record);
    if (records.some(({ kind }) => kind !== 'mutation')) this.#tidyBeyond = this.#segmentBytes;
  }

  /** Clears away settled lines once they are most of what the files hold, and sets space aside anew. */
  async tidy(): Promise<void> {
    try {
      const bytes = this.#old.reduce((sum, segment) => sum + segment.bytes, this.#current?.bytes ?? 0);
      if (bytes > this.#tidyBeyond || this.#old.length > oldSegmentsKept) await this.#compact(bytes);
      await this.#reserve.hold();
    } catch {
      // The files are only larger than they could be; the next write tries again.
    }
  }

  async close(): Promise<void> {
    await this.#retire();
  }

  async #write(lines: string): Promise<void> {
    if (this.#current !== null && this.#current.bytes > this.#segmentBytes) await this.#retire();
    // Counted even if it fails: a file that was left half begun is not begun again.
    if (this.#current === null) this.#current = await beginSegment(this.#folder, this.#next++);
    try {
      await this.#current.add(lines);
    } catch (error) {
      await this.#retire();
      throw error;
    }
  }

  async #retire(): Promise<void> {
    const segment = this.#current;
    if (segment === null) return;
    this.#current = null;
    this.#old.push({ number: segment.number, bytes: segment.bytes, isDamaged: false });
    await segment.close().catch(() => {});
  }

  async #compact(bytesNow: number): Promise<void> {
    const number = this.#next;
    const records: JournalRecord[] = [{ kind: 'begin', obsoleteBefore: number }, ...this.#state.compacted()];
    const lines = records.map(encodeLine).join('');
    const needed = Buffer.byteLength(lines);
    // Not again before something is settled, or as much was written again.
    this.#tidyBeyond = Math.max(this.#segmentBytes, 2 * needed);
    if (needed > bytesNow / 2 && this.#old.length <= oldSegmentsKept) return;
    this.#next += 1;
    const bytes = await writeWholeSegment(this.#folder, number, lines);
    await this.#retire();
    const obsolete = this.#old;
    this.#old = [{ number, bytes, isDamaged: false }];
    for (const segment of obsolete) await removeSegment(this.#folder, segment.number, segment.isDamaged);
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
