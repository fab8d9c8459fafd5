import type { CsvRow } from './csv-table.ts';
import type { RowProblem } from './row-problem.ts';
import { shownLength } from './row-text.ts';
import { isSalesforceId } from './salesforce-files.ts';
import { salesforceInstant } from './salesforce-form.ts';
import { channelOf, phaseOfStatus, priorityOf, readBoolean, severityOf } from './salesforce-values.ts';

/** An event's text holds 100,000 characters; a change names old and new. */
const maxRecordLength = 48_000;

/** Why a row of Case.csv cannot be read; empty if it can. */
export function caseProblems(row: CsvRow): RowProblem[] {
  const problems = new RowCheck(row);
  problems.id('Id', true);
  for (const name of ['AccountId', 'ContactId', 'ParentId', 'OwnerId']) problems.id(name, false);
  problems.time('CreatedDate', true);
  problems.time('LastModifiedDate', true);
  problems.time('ClosedDate', false);
  problems.boolean('IsClosed');
  const number = row.fields.CaseNumber ?? '';
  if (number === '' || number.length > 40) problems.refuse('CaseNumber', 'expected 1 to 40 characters');
  const length = Object.values(row.fields).reduce((sum, value) => sum + shownLength(value), 0);
  if (length > maxRecordLength) problems.refuse('Description', 'the record is longer than an event can hold');
  return problems.found;
}

/** Why a row of CaseComment.csv cannot be read; empty if it can. */
export function commentProblems(row: CsvRow): RowProblem[] {
  const problems = new RowCheck(row);
  problems.id('Id', true);
  problems.id('ParentId', true);
  problems.time('CreatedDate', true);
  problems.boolean('IsPublished');
  if ((row.fields.CommentBody ?? '').length > 100_000) problems.refuse('CommentBody', 'longer than 100,000 characters');
  return problems.found;
}

/** Values of picklists that the tables do not know: the row is read, and says so. */
export function valueNotices(row: CsvRow): RowProblem[] {
  const notices: RowProblem[] = [];
  const expect = (field: string, known: boolean, reading: string): void => {
    const value = row.fields[field] ?? '';
    if (value === '' || known) return;
    notices.push({ line: row.line, field, reason: `"${value.slice(0, 60)}" is not in the table; ${reading}` });
  };
  const { fields } = row;
  const closed = readBoolean(fields.IsClosed) === true;
  expect('Status', closed || phaseOfStatus(fields.Status) !== null, 'kept as text, the status stays as it was');
  expect('Priority', priorityOf(fields.Priority) !== null, 'kept as text, read as unknown');
  expect('Severity__c', severityOf(fields.Severity__c) !== null, 'kept as text, read as not triaged');
  expect('Origin', channelOf(fields.Origin) !== null, 'kept as text, read as logged by an agent');
  return notices;
}

class RowCheck {
  readonly found: RowProblem[] = [];
  readonly #row: CsvRow;

  constructor(row: CsvRow) {
    this.#row = row;
  }

  refuse(field: string, reason: string): void {
    this.found.push({ line: this.#row.line, field, reason });
  }

  id(field: string, needed: boolean): void {
    const value = this.#row.fields[field] ?? '';
    if (value === '' && !needed) return;
    if (!isSalesforceId(value))
      this.refuse(field, `"${value.slice(0, 60)}" is no Salesforce id of 15 or 18 characters`);
  }

  time(field: string, needed: boolean): void {
    const value = this.#row.fields[field] ?? '';
    if (value === '' && !needed) return;
    if (salesforceInstant(value) === null) this.refuse(field, `"${value.slice(0, 60)}" is no ISO date and time`);
  }

  boolean(field: string): void {
    if (readBoolean(this.#row.fields[field]) === null) this.refuse(field, 'expected true or false');
  }
}
