import { contactIdSchema, eventIdSchema } from '../../src-shared/cases/case-document.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { CsvRow } from './csv-table.ts';
import type { ImportSource } from './import-source.ts';
import type { LogForm } from './log-form.ts';
import type { LogRow } from './log-row.ts';
import type { ImportedCase } from './merge-case.ts';
import { problemLine, type RowProblem } from './row-problem.ts';
import { type SalesforceTables, shortId } from './salesforce-files.ts';
import { salesforceForm, salesforceInstant } from './salesforce-form.ts';
import { type SalesforcePeople, salesforcePeople, salesforceSystem } from './salesforce-people.ts';
import { caseProblems, commentProblems, valueNotices } from './salesforce-rows.ts';
import { stableId } from './stable-id.ts';
import type { UnversionedEvent } from './timeline.ts';

/** The cases of a Data Export as they were known at `asOf` (null: all of it). Pure. */
export function salesforceSource(tables: SalesforceTables, asOf: EpochMs | null): ImportSource {
  const people = salesforcePeople(tables);
  const form = salesforceForm(people, tables.CaseComment !== null);
  const problems = new FileProblems();
  for (const [name, table] of Object.entries(tables)) {
    if (table === null || typeof table === 'function') continue;
    problems.refuse(`${name}.csv`, table.refused);
    problems.notice(`${name}.csv`, table.notices);
  }
  const read = readCases(tables, people, asOf, problems);
  const laterComments = addComments(tables, read, people, form, asOf, problems);
  const all = [tables.Case, tables.Account, tables.Contact, tables.CaseComment, tables.User];
  return {
    form,
    cases: [...read.cases.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    accounts: people.accounts,
    contacts: people.contacts,
    users: [],
    lines: problems.lines(),
    rowsRead: all.reduce((sum, table) => sum + (table === null ? 0 : table.rows.length + table.refused.length), 0),
    rowsRefused: problems.refusedRows(),
    rowsLater: read.later.size + laterComments,
  };
}

interface OpenCase extends ImportedCase {
  readonly extras: UnversionedEvent[];
  readonly authors: ImportedCase['authors'][number][];
}

interface ReadCases {
  readonly cases: Map<string, OpenCase>;
  /** Cases that were opened after `asOf`. */
  readonly later: ReadonlySet<string>;
}

function readCases(
  tables: SalesforceTables,
  people: SalesforcePeople,
  asOf: EpochMs | null,
  problems: FileProblems,
): ReadCases {
  const cases = new Map<string, OpenCase>();
  const later = new Set<string>();
  for (const row of tables.Case.rows) {
    const wrong = caseProblems(row);
    const key = shortId(row.fields.Id ?? '');
    if (wrong.length === 0 && (cases.has(key) || later.has(key))) {
      wrong.push({ line: row.line, field: 'Id', reason: 'the file has a case with this Id already' });
    }
    if (wrong.length > 0) {
      problems.refuse('Case.csv', wrong);
      continue;
    }
    problems.notice('Case.csv', valueNotices(row));
    const rows = rowsOf(row, people).filter(({ at }) => asOf === null || at <= asOf);
    if (rows.length === 0) later.add(key);
    else cases.set(key, { key, history: { rows, fills: [] }, extras: [], authors: [] });
  }
  return { cases, later };
}

/** Columns that hold since the case was opened, as far as an export can tell. */
const openingColumns: readonly string[] = [
  'CaseNumber',
  'Subject',
  'Description',
  'Origin',
  'Type',
  'Priority',
  'Severity__c',
  'AccountId',
  'ContactId',
  'ParentId',
  'SuppliedName',
  'SuppliedEmail',
  'SuppliedPhone',
];
/** Columns that name the record or the time of its change. */
const bookkeepingColumns: readonly string[] = [
  'Id',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
  'LastViewedDate',
  'LastReferencedDate',
];
const minuteMs = 60_000;

/** An export has one record a case, but it tells of up to three instants: opened, closed, last changed. */
function rowsOf({ fields }: CsvRow, people: SalesforcePeople): LogRow[] {
  const columns = Object.fromEntries(
    Object.entries(fields)
      .filter(([name, value]) => value !== '' && !bookkeepingColumns.includes(name))
      .map(([name, value]) => [name.replaceAll(':', '.'), value]),
  );
  const opening = Object.fromEntries(Object.entries(columns).filter(([name]) => openingColumns.includes(name)));
  const changedBy = people.userName(fields.LastModifiedById ?? '');
  const row = (order: number, stamp: string, by: string, values: LogRow['columns']): LogRow => ({
    order,
    stamp,
    at: salesforceInstant(stamp) ?? 0,
    by,
    columns: values,
  });
  const created = row(0, fields.CreatedDate ?? '', people.userName(fields.CreatedById ?? ''), opening);
  const rows = [created];
  const closedStamp = fields.ClosedDate ?? '';
  const modified = row(2, fields.LastModifiedDate ?? '', changedBy, columns);
  if (closedStamp !== '') rows.push(row(1, closedStamp, changedBy, columns));
  // Closing is itself a change of the record, some moments long; only a later one is a state of its own.
  if (closedStamp === '' || modified.at - (rows.at(-1)?.at ?? 0) >= minuteMs) rows.push(modified);
  return rows.map((one) => ({ ...one, at: Math.max(one.at, created.at) }));
}

function addComments(
  tables: SalesforceTables,
  read: ReadCases,
  people: SalesforcePeople,
  form: LogForm,
  asOf: EpochMs | null,
  problems: FileProblems,
): number {
  let later = 0;
  for (const row of tables.CaseComment?.rows ?? []) {
    const wrong = commentProblems(row);
    const key = shortId(row.fields.ParentId ?? '');
    const parent = read.cases.get(key);
    if (wrong.length === 0 && parent === undefined && !read.later.has(key)) {
      wrong.push({ line: row.line, field: 'ParentId', reason: `case ${key} is not in Case.csv, or was refused` });
    }
    if (wrong.length > 0) {
      problems.refuse('CaseComment.csv', wrong);
      continue;
    }
    const at = salesforceInstant(row.fields.CreatedDate ?? '') ?? 0;
    if (parent === undefined || (asOf !== null && at > asOf)) {
      later += 1;
      continue;
    }
    parent.extras.push(commentEvent(row, at, parent, people, form));
    const author = people.user(row.fields.CreatedById ?? '');
    if (author !== null && !people.isCustomer(row.fields.CreatedById ?? '')) parent.authors.push(author);
  }
  for (const { extras } of read.cases.values()) extras.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return later;
}

function commentEvent(
  { fields }: CsvRow,
  at: EpochMs,
  parent: OpenCase,
  people: SalesforcePeople,
  form: LogForm,
): UnversionedEvent {
  const authorId = fields.CreatedById ?? '';
  const first = parent.history.rows[0];
  const common = {
    id: eventIdSchema.parse(stableId(salesforceSystem, 'comment', shortId(fields.Id ?? ''))),
    at: Math.max(at, first?.at ?? at),
    version: null,
    text: fields.CommentBody ?? '',
  };
  const system = { kind: 'system', name: people.userName(authorId) || form.systemName } as const;
  if (people.isCustomer(authorId)) {
    const contact = first === undefined ? null : form.contactOf(first);
    const by = contact === null ? system : ({ kind: 'contact', id: contactIdSchema.parse(contact.id) } as const);
    return { ...common, by, type: 'customer_message' };
  }
  const userId = people.userId(authorId);
  const by = userId === null ? system : ({ kind: 'user', id: userId } as const);
  const published = fields.IsPublished?.toLowerCase() === 'true' || fields.IsPublished === '1';
  return { ...common, by, type: published ? 'agent_message' : 'note' };
}

/** Problems of several files, in the order of the files and their lines. */
class FileProblems {
  readonly #refused = new Map<string, RowProblem[]>();
  readonly #all = new Map<string, RowProblem[]>();

  refuse(file: string, problems: readonly RowProblem[]): void {
    this.#refused.set(file, [...(this.#refused.get(file) ?? []), ...problems]);
    this.notice(file, problems);
  }

  notice(file: string, problems: readonly RowProblem[]): void {
    this.#all.set(file, [...(this.#all.get(file) ?? []), ...problems]);
  }

  lines(): string[] {
    return [...this.#all].flatMap(([file, problems]) =>
      problems.toSorted((a, b) => a.line - b.line).map((problem) => problemLine(problem, file)),
    );
  }

  refusedRows(): number {
    return [...this.#refused.values()].reduce(
      (sum, problems) => sum + new Set(problems.map(({ line }) => line)).size,
      0,
    );
  }
}
