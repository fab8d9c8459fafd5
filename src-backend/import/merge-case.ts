import { isDeepStrictEqual } from 'node:util';
import { type CaseDocument, type CaseEvent, caseIdSchema } from '../../src-shared/cases/case-document.ts';
import type { User } from '../../src-shared/directory/documents.ts';
import type { DurationMs } from '../../src-shared/ids.ts';
import type { LogForm } from './log-form.ts';
import { inOrder } from './log-row.ts';
import { stableId } from './stable-id.ts';
import { type CaseHistory, type Fill, historyOf, timelineOf, type UnversionedEvent } from './timeline.ts';

/** One case as a file tells it. */
export interface ImportedCase {
  readonly key: string;
  readonly history: CaseHistory;
  /** Events that are no rows, such as comments. */
  readonly extras: readonly UnversionedEvent[];
  /** Users named by `extras`. */
  readonly authors: readonly User[];
}

export interface MergeTerms {
  readonly form: LogForm;
  /** Agreement of a case that is new here. */
  readonly agreement: string;
  /** By how much a case that is new here is moved. */
  readonly movedMs: DurationMs;
  /** Version of the space that new events get. */
  readonly version: number;
}

export function caseIdOf(form: Pick<LogForm, 'system'>, key: string): CaseDocument['id'] {
  return caseIdSchema.parse(stableId(form.system, 'case', key));
}

/**
 * The case that the file's rows and what is stored make together; `stored` itself if the file tells nothing new.
 * Rows that are here already stay as they are, work done in Dueline stays, and where a new row stands between two
 * known ones, what was read from the later one is read anew.
 */
export function mergeCase(stored: CaseDocument | undefined, imported: ImportedCase, terms: MergeTerms): CaseDocument {
  const { form, version } = terms;
  const { key } = imported;
  const known = stored === undefined ? { rows: [], fills: [] } : historyOf(form, key, stored);
  const history = union(form, known, imported.history);
  const first = history.rows[0];
  if (first === undefined) throw new RangeError(`Case ${key} has no rows.`);
  const movedMs = stored?.source?.movedMs ?? terms.movedMs;
  const agreement = openedAgreement(stored) ?? terms.agreement;

  const before = timelineOf(form, key, known, agreement, movedMs);
  const after = timelineOf(form, key, history, agreement, movedMs);
  const events = mergeEvents(stored?.events ?? [], before, [...after, ...imported.extras], version);
  if (stored !== undefined && events === stored.events) return stored;

  const firstKnown = known.rows[0];
  const contact = form.contactOf(first);
  const reread = firstKnown === undefined || form.identityOf(firstKnown) !== form.identityOf(first);
  const base = reread || stored === undefined ? null : stored;
  return {
    id: stored?.id ?? caseIdOf(form, key),
    number: stored?.number ?? form.numberOf(key, first),
    subject: base?.subject ?? form.subjectOf(key, first),
    accountId: base?.accountId ?? form.accountOf(first).id,
    contactId: base === null ? (contact?.id ?? null) : base.contactId,
    source: stored?.source ?? {
      system: form.system,
      key,
      ...(form.timeZone === null ? {} : { timeZone: form.timeZone }),
      movedMs,
    },
    events,
  };
}

function openedAgreement(stored: CaseDocument | undefined): string | undefined {
  return stored?.events.find((event) => event.type === 'opened')?.agreement;
}

function union(form: LogForm, known: CaseHistory, told: CaseHistory): CaseHistory {
  const rows = new Map(known.rows.map((row) => [form.identityOf(row), row]));
  for (const row of inOrder(told.rows)) {
    const identity = form.identityOf(row);
    if (!rows.has(identity)) rows.set(identity, row);
  }
  const fills = new Map<string, Fill>();
  for (const fill of [...known.fills, ...told.fills]) fills.set(`${fill.column} ${fill.stamp}`, fill);
  return { rows: inOrder([...rows.values()]), fills: [...fills.values()] };
}

/** The stored events with what is read anew; the stored array itself if nothing changes. */
function mergeEvents(
  stored: readonly CaseEvent[],
  before: readonly UnversionedEvent[],
  after: readonly UnversionedEvent[],
  version: number,
): readonly CaseEvent[] {
  const storedById = new Map(stored.map((event) => [event.id, event]));
  const beforeById = new Map(before.map((event) => [event.id, event]));
  const read = new Set(after.map((event) => event.id));
  let changed = false;
  let previous: CaseEvent | undefined;
  const imported = after.map((event): CaseEvent => {
    const here = storedById.get(event.id);
    const asRead = beforeById.get(event.id);
    const same = here !== undefined && (asRead === undefined || isDeepStrictEqual(asRead, event));
    // At one instant the fold goes by version: a row found later must not fall behind those that follow it.
    const atLeast = previous !== undefined && previous.at === event.at ? (previous.version ?? 0) : 0;
    const own = same ? (here.version ?? version) : version;
    const merged: CaseEvent = { ...(same ? here : event), version: Math.max(own, atLeast) };
    if (!same || merged.version !== here.version) changed = true;
    previous = merged;
    return merged;
  });
  if (!changed) return stored;
  const dropped = new Set(before.map((event) => event.id));
  const others = stored.filter((event) => !read.has(event.id) && !dropped.has(event.id));
  return [...imported, ...others].toSorted((a, b) => a.at - b.at || (a.version ?? version) - (b.version ?? version));
}
