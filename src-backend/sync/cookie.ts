import type { Cookie } from '../../src-shared/sync/protocol.ts';
import type { Position, ReadTransaction } from '../storage/storage.ts';

/** Where a pull stands. Opaque to the client. */
export interface PullState {
  /** Version of the client's copy when this pull began; 0: it has nothing. */
  readonly base: number;
  /** Version of the space when this pull began. */
  readonly startedAt: number;
  /** The last document it was sent. */
  readonly position: Position;
  /** Whether pages of this pull were sent already. */
  readonly continued: boolean;
}

const form = /^([0-9a-f-]{36})\.(\d{1,15})(?:\.(\d{1,15})\.(\d{1,15})\.(\d{1,15}))?$/;

/** Comes after every document of a version. */
const afterAll = 999_999_999_999_999;

/** The cookie after a complete pull of version `version`. */
export function completeCookie(epoch: string, version: number): string {
  return `${epoch}.${version}`;
}

/** The cookie between two pages. */
export function pageCookie(epoch: string, state: PullState): string {
  const { base, startedAt, position } = state;
  return [epoch, base, startedAt, position.version, position.sequence].join('.');
}

/** The cookie after a first load of version `version`: a pull that began with nothing and was sent all of that. */
export function loadedCookie(epoch: string, version: number): string {
  return pageCookie(epoch, { base: 0, startedAt: version, position: { version, sequence: afterAll }, continued: true });
}

/** Reads a cookie; null if it says nothing about this copy of the data, so that the client begins anew. */
export function readCookie(cookie: Cookie, tx: ReadTransaction): PullState | null {
  const parts = cookie === null ? null : form.exec(cookie);
  if (parts === null || parts[1] !== tx.epoch) return null;
  const [base = 0, ...page] = parts.slice(2).filter(isPresent).map(Number);
  const [startedAt = tx.version, version = base, sequence = Number.MAX_SAFE_INTEGER] = page;
  // A version of the future: this data was restored from a backup older than the client's copy.
  if (Math.max(base, startedAt, version) > tx.version) return null;
  // What was deleted since may have left no trace. A copy that began with nothing is as old as its pull.
  if ((base === 0 ? startedAt : base) < tx.horizonVersion) return null;
  return { base, startedAt, position: { version, sequence }, continued: page.length > 0 };
}

function isPresent(part: string | undefined): boolean {
  return part !== undefined;
}
