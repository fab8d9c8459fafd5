import type { EpochMs } from '../../src-shared/ids.ts';
import type { CsvForm, CsvRow } from './csv-table.ts';
import type { LogForm } from './log-form.ts';
import { inOrder, type LogRow, severityOfLevel } from './log-row.ts';
import type { ImportedCase } from './merge-case.ts';
import type { RowProblem } from './row-problem.ts';
import { shownLength } from './row-text.ts';
import { hindsightColumns, isState, rowColumns, servicenowColumns, stateNames } from './servicenow-form.ts';
import type { Fill } from './timeline.ts';

const required = [
  'number',
  'incident_state',
  'sys_mod_count',
  'opened_at',
  'sys_updated_by',
  'sys_updated_at',
  'priority',
] as const;

export const servicenowCsv: CsvForm = {
  required,
  optional: servicenowColumns.filter((name) => !required.some((one) => one === name)),
  firstField: /[A-Z]{2,6}\d{4,}/,
};

export interface ReadIncidents {
  readonly cases: readonly ImportedCase[];
  readonly refused: readonly RowProblem[];
  readonly notices: readonly RowProblem[];
  /** Rows left out because they are later than `asOf`. */
  readonly later: number;
}

class Incident {
  readonly rows: LogRow[] = [];
  readonly fills = new Map<string, Fill>();
  /** Identity of each row → its line. */
  readonly lines = new Map<string, number>();
}

/** The incidents of a log as they were known at `asOf` (null: all of it). Pure; the order of rows does not matter. */
export function servicenowCases(rows: readonly CsvRow[], form: LogForm, asOf: EpochMs | null): ReadIncidents {
  const refused: RowProblem[] = [];
  const notices: RowProblem[] = [];
  const incidents = new Map<string, Incident>();
  let later = 0;
  for (const row of rows) {
    const problems = rowProblems(row, form);
    if (problems.length > 0) {
      refused.push(...problems);
      continue;
    }
    const logRow = toLogRow(row, form);
    const openedAt = form.openedAt(logRow);
    if (asOf !== null && (logRow.at > asOf || openedAt > asOf)) {
      later += 1;
      continue;
    }
    const key = row.fields.number ?? '';
    const incident = incidents.get(key) ?? new Incident();
    incidents.set(key, incident);
    const identity = form.identityOf(logRow);
    const same = incident.lines.get(identity);
    if (same !== undefined) {
      notices.push({ line: row.line, field: 'number', reason: `the same row as line ${same}; counted once` });
    } else {
      incident.lines.set(identity, row.line);
      incident.rows.push(logRow);
    }
    for (const fill of fillsOf(row, form)) {
      if (asOf === null || fill.at <= asOf) incident.fills.set(`${fill.column} ${fill.stamp}`, fill);
    }
  }
  const cases = [...incidents].map(([key, { rows: logRows, fills }]) => ({
    key,
    history: { rows: inOrder(logRows), fills: [...fills.values()] },
    extras: [],
    authors: [],
  }));
  return { cases: cases.toSorted((a, b) => (a.key < b.key ? -1 : 1)), refused, notices, later };
}

const timeColumns = ['opened_at', 'sys_created_at', 'sys_updated_at', 'resolved_at', 'closed_at'] as const;
const countColumns = ['sys_mod_count', 'reopen_count', 'reassignment_count'] as const;
/** An event's text holds 100,000 characters; a change names old and new. */
const maxRowLength = 48_000;

function rowProblems(row: CsvRow, form: LogForm): RowProblem[] {
  const problems: RowProblem[] = [];
  const refuse = (field: string, reason: string): void => {
    problems.push({ line: row.line, field, reason });
  };
  const field = (name: string): string => known(row.fields[name]) ?? '';
  const number = field('number');
  if (number === '') refuse('number', 'missing: which incident is it?');
  else if (number.length > 40) refuse('number', 'longer than 40 characters');
  for (const name of timeColumns) {
    const value = field(name);
    if (value === '') {
      if (name === 'sys_updated_at') refuse(name, 'missing: when was this update?');
    } else if (form.instantOf(value) === null) {
      refuse(name, `"${clip(value)}" is no date and time of the form DD-MM-YYYY HH:MM`);
    }
  }
  for (const name of countColumns) {
    const value = field(name);
    if (value === '') {
      if (name === 'sys_mod_count') refuse(name, 'missing: the number of the update');
    } else if (!/^\d{1,9}$/.test(value)) refuse(name, `"${clip(value)}" is no whole number`);
  }
  const state = field('incident_state');
  if (!isState(state)) {
    refuse('incident_state', `"${clip(state)}" is no state; expected one of ${stateNames.join(', ')}`);
  }
  const priority = field('priority');
  if (priority !== '' && severityOfLevel(priority) === null) {
    refuse('priority', `"${clip(priority)}" is no level; expected "1 - …" to "5 - …"`);
  }
  if (field('sys_updated_by').length > 200) refuse('sys_updated_by', 'longer than 200 characters');
  for (const name of ['assigned_to', 'caller_id', 'location']) {
    if (field(name).length > 200) refuse(name, 'longer than 200 characters');
  }
  const longest = Object.entries(row.fields).toSorted(([, a], [, b]) => b.length - a.length)[0];
  const length = Object.values(row.fields).reduce((sum, value) => sum + shownLength(value), 0);
  if (length > maxRowLength) refuse(longest?.[0] ?? 'number', 'the row is longer than an event can hold');
  return problems;
}

function toLogRow(row: CsvRow, form: LogForm): LogRow {
  const { fields } = row;
  const stamp = fields.sys_updated_at ?? '';
  const at = form.instantOf(stamp) ?? 0;
  const columns: Record<string, string> = {};
  for (const [name, raw] of Object.entries(fields)) {
    const value = known(raw);
    if (value === undefined || rowColumns.includes(name)) continue;
    if (hindsightColumns.includes(name) && !wasKnown(name, fields, at, form)) continue;
    // A colon ends the name in the text of the timeline.
    columns[name.replaceAll(':', '.').replaceAll(/\s+/g, ' ')] = value;
  }
  return { stamp, at, order: Number(fields.sys_mod_count), by: known(fields.sys_updated_by) ?? '', columns };
}

/** The log repeats how an incident ended on every row; a row knew it only if it is not earlier than that end. */
function wasKnown(name: string, fields: CsvRow['fields'], at: EpochMs, form: LogForm): boolean {
  const state = fields.incident_state?.toLowerCase();
  const resolving = name.startsWith('resolved');
  const endAt = form.instantOf(fields[resolving ? 'resolved_at' : 'closed_at'] ?? '');
  if (endAt !== null) return endAt <= at;
  return state === 'closed' || (resolving && state === 'resolved');
}

function fillsOf(row: CsvRow, form: LogForm): Fill[] {
  const fills: Fill[] = [];
  for (const [phase, column] of [
    ['resolved', 'resolved_at'],
    ['closed', 'closed_at'],
  ] as const) {
    const stamp = row.fields[column] ?? '';
    const at = form.instantOf(stamp);
    if (at !== null) fills.push({ phase, column, stamp, at });
  }
  return fills;
}

/** `?` stands for unknown. */
function known(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value === '?' ? undefined : value;
}

function clip(value: string): string {
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
}
