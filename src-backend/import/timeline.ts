import type { CaseDocument, CaseEvent } from '../../src-shared/cases/case-document.ts';
import { eventIdSchema } from '../../src-shared/cases/case-document.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import type { LogForm } from './log-form.ts';
import { type EventBody, type LogRow, type Phase, phaseEvents } from './log-row.ts';
import { readRow, writeRow } from './row-text.ts';
import { stableId } from './stable-id.ts';

/** An end of the case that the source knows in hindsight, used only where no row tells of it. */
export interface Fill {
  readonly phase: 'resolved' | 'closed';
  /** The column that tells. */
  readonly column: string;
  readonly stamp: string;
  readonly at: EpochMs;
}

/** What a source tells of one case. */
export interface CaseHistory {
  /** In order; at least one. */
  readonly rows: readonly LogRow[];
  readonly fills: readonly Fill[];
}

/** An event before the backend gives it a version. */
export type UnversionedEvent = CaseEvent & { readonly version: null };

/** The timeline that a history makes. Pure: the same history makes the same events with the same ids. */
export function timelineOf(
  form: LogForm,
  key: string,
  history: CaseHistory,
  agreement: string,
  movedMs: DurationMs,
): UnversionedEvent[] {
  const [first] = history.rows;
  if (first === undefined) return [];
  const openedAt = form.openedAt(first);
  const events: UnversionedEvent[] = [];
  let previous: LogRow | null = null;
  let phase: Phase = 'active';
  for (const row of history.rows) {
    const next = form.phaseOf(row.columns, phase);
    // Nothing can happen to a case before it is opened; what is stamped earlier counts at the opening.
    const at = Math.max(row.at, openedAt) + movedMs;
    const author = row.by === '' ? form.systemName : row.by;
    const add = (body: EventBody, when = at): void => {
      events.push(eventOf(stableId(form.system, key, form.identityOf(row), body.type), when, author, body));
    };
    if (previous === null) {
      const bodies = phaseEvents(phase, next);
      add(openedBody(form, row, agreement), openedAt + movedMs);
      for (const body of bodies) add(body);
    } else {
      const text = writeRow(row, previous.columns, form.columnOrder);
      for (const body of changesBetween(form, previous, row, phase, next, text)) add(body);
    }
    previous = row;
    phase = next;
  }
  const lastAt = Math.max(history.rows.at(-1)?.at ?? 0, openedAt);
  return [...events, ...fillEvents(form, key, history.fills, phase, lastAt, movedMs)];
}

/** Reads back the rows and fills of which a stored case was made: what `timelineOf` was given for it. */
export function historyOf(form: LogForm, key: string, stored: CaseDocument): CaseHistory {
  const rows: LogRow[] = [];
  const fills: Fill[] = [];
  let columns: LogRow['columns'] | null = null;
  for (const event of stored.events) {
    if (event.by.kind !== 'system' || !('text' in event) || event.text === undefined) continue;
    const fill = readFill(form, event.text);
    if (fill !== null && event.id === fillId(form, key, fill)) fills.push(fill);
    const described = splitDescription(form, event, columns);
    const read = readRow(described.text, columns);
    const at = read === null ? null : form.instantOf(read.stamp);
    if (read === null || at === null) continue;
    const by = event.by.name === form.systemName ? '' : event.by.name;
    const row: LogRow = { ...read, at, by, columns: { ...read.columns, ...described.columns } };
    // Text that only looks like a row's (an agent's paste) has another id.
    if (event.id !== stableId(form.system, key, form.identityOf(row), event.type)) continue;
    rows.push(row);
    columns = row.columns;
  }
  return { rows, fills };
}

function openedBody(form: LogForm, row: LogRow, agreement: string): EventBody {
  const severity = form.severityOf(row.columns);
  const ownerId = form.ownerOf(row.columns);
  const { [form.descriptionColumn ?? '']: description, ...columns } = row.columns;
  const text = writeRow({ ...row, columns }, null, form.columnOrder);
  return {
    type: 'opened',
    ...form.opening(row),
    ...(severity === null ? {} : { severity }),
    ...(ownerId === null ? {} : { ownerId }),
    agreement,
    text: description === undefined ? text : `${description}${afterDescription}${text}`,
  };
}

const afterDescription = '\n\n';

function splitDescription(
  form: LogForm,
  event: CaseEvent,
  columns: LogRow['columns'] | null,
): { text: string; columns: LogRow['columns'] } {
  const text = 'text' in event ? (event.text ?? '') : '';
  if (form.descriptionColumn === null || columns !== null || event.type !== 'opened') return { text, columns: {} };
  const end = text.lastIndexOf(`${afterDescription}Update `);
  if (end < 0) return { text, columns: {} };
  return {
    text: text.slice(end + afterDescription.length),
    columns: { [form.descriptionColumn]: text.slice(0, end) },
  };
}

/** The events of a row that is not the first. One of them carries the row's text; a note does if no other can. */
function changesBetween(
  form: LogForm,
  previous: LogRow,
  row: LogRow,
  from: Phase,
  to: Phase,
  text: string,
): EventBody[] {
  const reopened = form.reopeningsOf(row.columns) > form.reopeningsOf(previous.columns);
  const done = from === 'resolved' || from === 'closed';
  const steps = phaseEvents(from, to, reopened && done);
  const severity = form.severityOf(row.columns);
  const ownerId = form.ownerOf(row.columns);
  const inner: EventBody[] = [];
  if (severity !== null && severity !== form.severityOf(previous.columns)) {
    inner.push(steps.length === 0 ? { type: 'severity_set', severity, text } : { type: 'severity_set', severity });
  }
  if (ownerId !== form.ownerOf(previous.columns)) inner.push({ type: 'assigned', ownerId });
  const carrier = steps.at(-1);
  if (carrier !== undefined) {
    // Work on a reopened case follows its reopening; what ends or parks a case comes after the other changes.
    const opening = carrier.type !== 'reopened' && steps[0]?.type === 'reopened' ? steps.slice(0, 1) : [];
    const last: EventBody[] = [{ ...carrier, text }];
    return carrier.type === 'reopened' || carrier.type === 'resumed'
      ? [...last, ...inner]
      : [...opening, ...inner, ...last];
  }
  return inner.some((body) => body.type === 'severity_set') ? inner : [...inner, { type: 'note', text }];
}

function fillEvents(
  form: LogForm,
  key: string,
  fills: readonly Fill[],
  phase: Phase,
  rowsEndAt: EpochMs,
  movedMs: DurationMs,
): UnversionedEvent[] {
  const events: UnversionedEvent[] = [];
  let lastAt = rowsEndAt;
  let current = phase;
  for (const end of ['resolved', 'closed'] as const) {
    const [fill] = fills.filter((one) => one.phase === end).toSorted((a, b) => b.at - a.at);
    // An end before the last row was undone by what the rows tell since.
    if (fill === undefined || fill.at < lastAt || current === 'closed' || current === end) continue;
    const text = `Filled from ${fill.column}: ${fill.stamp}`;
    const body: EventBody = end === 'closed' ? { type: end, reason: 'resolved', text } : { type: end, text };
    events.push(eventOf(fillId(form, key, fill), fill.at + movedMs, form.systemName, body));
    lastAt = fill.at;
    current = end;
  }
  return events;
}

function readFill(form: LogForm, text: string): Fill | null {
  const match = /^Filled from (resolved_at|closed_at): (.+)$/.exec(text);
  const at = match?.[2] === undefined ? null : form.instantOf(match[2]);
  if (match === null || at === null) return null;
  const [, column = '', stamp = ''] = match;
  return { phase: column === 'closed_at' ? 'closed' : 'resolved', column, stamp, at };
}

function fillId(form: LogForm, key: string, fill: Fill): string {
  return stableId(form.system, key, 'fill', fill.column, fill.stamp);
}

function eventOf(id: string, at: EpochMs, author: string, body: EventBody): UnversionedEvent {
  return { ...body, id: eventIdSchema.parse(id), at, by: { kind: 'system', name: author }, version: null };
}
