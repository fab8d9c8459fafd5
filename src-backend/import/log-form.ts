import type { OpenedEvent, Severity } from '../../src-shared/cases/case-document.ts';
import type { Account, Contact, User } from '../../src-shared/directory/documents.ts';
import type { EpochMs, UserId } from '../../src-shared/ids.ts';
import type { LogRow, Phase } from './log-row.ts';

type Columns = LogRow['columns'];

/** How one source's rows are understood. Each function looks at one row; `timelineOf` compares successive ones. */
export interface LogForm {
  /** Names the source in ids and in `source.system`. */
  readonly system: string;
  /** Shown as the author where a row names nobody. */
  readonly systemName: string;
  /** Zone of the source's wall times; null where it writes instants. */
  readonly timeZone: string | null;
  /** Columns in the order in which the timeline names them; others follow by name. */
  readonly columnOrder: readonly string[];
  /** Tells one row of an incident from another, whatever hindsight says in either. */
  identityOf(row: LogRow): string;
  /** The instant of a row's stamp; null if it is none. */
  instantOf(stamp: string): EpochMs | null;
  openedAt(first: LogRow): EpochMs;
  opening(first: LogRow): Pick<OpenedEvent, 'channel' | 'priority' | 'kind' | 'messagesRecorded'>;
  /** What the customer wrote when the case was opened, where the source keeps it: name of that column. */
  readonly descriptionColumn: string | null;
  /** Where the case stands after a row; `current` where the row does not tell. */
  phaseOf(columns: Columns, current: Phase): Phase;
  severityOf(columns: Columns): Severity | null;
  ownerOf(columns: Columns): UserId | null;
  /** How often the source says that the case was reopened by then. */
  reopeningsOf(columns: Columns): number;
  numberOf(key: string, first: LogRow): string;
  subjectOf(key: string, first: LogRow): string;
  accountOf(first: LogRow): Pick<Account, 'id' | 'name'>;
  contactOf(first: LogRow): Contact | null;
  usersOf(columns: Columns): readonly User[];
}
