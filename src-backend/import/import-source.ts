import type { Account, Contact, User } from '../../src-shared/directory/documents.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { LogForm } from './log-form.ts';
import type { ImportedCase } from './merge-case.ts';

/** Everything that a source tells, before it is compared with what is stored. */
export interface ImportSource {
  readonly form: LogForm;
  readonly cases: readonly ImportedCase[];
  /** Accounts, contacts and users beside those that the cases name. */
  readonly accounts: readonly Pick<Account, 'id' | 'name'>[];
  readonly contacts: readonly Contact[];
  readonly users: readonly User[];
  /** Lines for the report: refused rows and notices, in the order of the file. */
  readonly lines: readonly string[];
  readonly rowsRead: number;
  readonly rowsRefused: number;
  /** Rows left out because they are later than `asOf`. */
  readonly rowsLater: number;
}

/** A source that cannot be used at all: the lines say why. */
export interface UnusableSource {
  readonly unusable: readonly string[];
}

/** The last instant of which a source tells; null if it tells nothing. */
export function lastInstant(source: ImportSource): EpochMs | null {
  let last: EpochMs | null = null;
  for (const { history, extras } of source.cases) {
    for (const { at } of [...history.rows, ...history.fills, ...extras]) last = last === null ? at : Math.max(last, at);
  }
  return last;
}
