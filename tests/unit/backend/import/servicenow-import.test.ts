import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRow, readCsvTable } from '../../../../src-backend/import/csv-table.ts';
import { mergeCase } from '../../../../src-backend/import/merge-case.ts';
import { servicenowForm } from '../../../../src-backend/import/servicenow-form.ts';
import { servicenowCases, servicenowCsv } from '../../../../src-backend/import/servicenow-rows.ts';
import { wallClock } from '../../../../src-backend/import/wall-clock.ts';
import { type CaseDocument, caseDocumentSchema } from '../../../../src-shared/cases/case-document.ts';
import { sliceText, withoutVersions } from './import-fixture.ts';

const clock = wallClock('America/Los_Angeles');
if (clock === null) throw new Error('This machine has no time zone data.');
const form = servicenowForm(clock);
const table = readCsvTable(new TextEncoder().encode(sliceText), servicenowCsv);
if (!table.usable) throw new Error('The slice is damaged.');
const { rows } = table;
const pacific = (stamp: string): number => form.instantOf(stamp) ?? Number.NaN;

/** The cases that rows make on top of what is stored. */
function cases(
  from: readonly CsvRow[],
  asOf: number | null = null,
  stored: readonly CaseDocument[] = [],
  version = 1,
): CaseDocument[] {
  const byKey = new Map(stored.map((doc) => [doc.source?.key, doc]));
  for (const imported of servicenowCases(from, form, asOf).cases) {
    const terms = { form, agreement: 'standard', movedMs: 0, version };
    byKey.set(imported.key, mergeCase(byKey.get(imported.key), imported, terms));
  }
  return [...byKey.values()].toSorted((a, b) => ((a.number ?? '') < (b.number ?? '') ? -1 : 1));
}

function incident(key: string, from: readonly CsvRow[] = rows, asOf: number | null = null): CaseDocument {
  const doc = cases(
    from.filter(({ fields }) => fields.number === key),
    asOf,
  )[0];
  if (doc === undefined) throw new Error(`There is no ${key}.`);
  return doc;
}

const told = (doc: CaseDocument) => doc.events.map(({ type, at }) => [type, at]);

describe('an incident of the log', () => {
  it('opens at opened_at, with our severity and no customer priority', () => {
    const doc = incident('INC0000047');
    const [opened] = doc.events;
    expect(doc).toMatchObject({ number: 'INC0000047', source: { system: 'servicenow', key: 'INC0000047' } });
    expect(opened).toMatchObject({
      type: 'opened',
      at: pacific('29-02-2016 04:40'),
      channel: 'phone',
      priority: null,
      severity: 3,
      agreement: 'standard',
      messagesRecorded: false,
      by: { kind: 'system' },
    });
  });

  it('gives documents that the schema takes', () => {
    for (const doc of cases(rows)) expect(caseDocumentSchema.parse(doc)).toEqual(doc);
  });

  it('tells each row by one event with its count, its time and its author', () => {
    for (const doc of cases(rows)) {
      const own = rows.filter(({ fields }) => fields.number === doc.number);
      const expected = own
        .map(({ fields }) => `Update ${fields.sys_mod_count}, ${fields.sys_updated_at} ${fields.sys_updated_by}`)
        .toSorted();
      const found = doc.events.flatMap((event) => {
        const head = 'text' in event ? /^Update .*$/m.exec(event.text ?? '')?.[0] : undefined;
        return head === undefined || event.by.kind !== 'system' ? [] : [`${head} ${event.by.name}`];
      });
      expect(found.toSorted()).toEqual(expected);
      expect(new Set(doc.events.map(({ id }) => id)).size).toBe(doc.events.length);
    }
  });

  it('keeps what was stamped before the opening, at the opening', () => {
    const doc = incident('INC0000131');
    expect(told(doc).slice(0, 2)).toEqual([
      ['opened', pacific('29-02-2016 09:41')],
      ['waiting', pacific('29-02-2016 09:45')],
    ]);
    expect(doc.events[0]).toMatchObject({ text: expect.stringContaining('Update 0, 29-02-2016 07:14') });
  });

  it('reopens when work goes on after the resolution', () => {
    const doc = incident('INC0000137');
    expect(doc.events.map(({ type }) => type)).toEqual(['opened', 'resolved', 'reopened', 'closed']);
  });

  it('is closed once, though the log updates it later', () => {
    const doc = incident('INC0000649');
    expect(doc.events.filter(({ type }) => type === 'closed')).toHaveLength(1);
    expect(doc.events.slice(-2).map(({ type }) => type)).toEqual(['note', 'note']);
  });

  it('takes an end from hindsight only where no row tells of it', () => {
    const doc = incident('INC0000830');
    expect(doc.events.at(-1)).toMatchObject({
      type: 'closed',
      at: pacific('24-03-2016 18:40'),
      text: 'Filled from closed_at: 24-03-2016 18:40',
    });
    const texts = incident('INC0000047').events.map((event) => ('text' in event ? event.text : ''));
    expect(texts[0]).not.toMatch(/resolved_at|resolved_by|closed_at|closed_code/);
  });

  it('becomes severity, owner and waiting events', () => {
    const all = cases(rows).flatMap(({ events }) => events);
    const on = (what: string) => all.filter((event) => event.type === 'waiting' && event.on === what);
    expect(on('customer').length).toBeGreaterThan(0);
    expect(on('development').length).toBeGreaterThan(0);
    expect(all.filter(({ type }) => type === 'severity_set').length).toBeGreaterThan(0);
    expect(all.filter(({ type }) => type === 'assigned').length).toBeGreaterThan(0);
  });
});

describe('rows that cannot be read', () => {
  const changed = (fields: Record<string, string>): CsvRow => ({
    line: 7,
    fields: { ...(rows[0]?.fields ?? {}), ...fields },
  });
  it.each([
    ['sys_updated_at', '31-02-2016 10:00'],
    ['sys_updated_at', '?'],
    ['opened_at', '2016-02-29 10:00'],
    ['closed_at', 'soon'],
    ['sys_mod_count', '-1'],
    ['incident_state', 'Asleep'],
    ['priority', 'Very high'],
    ['number', '?'],
  ])('name the field %s of %j', (field, value) => {
    const read = servicenowCases([changed({ [field]: value })], form, null);
    expect(read.cases).toEqual([]);
    expect(read.refused).toEqual([{ line: 7, field, reason: expect.any(String) }]);
  });

  it('are not those with unknown values', () => {
    const unknown = changed({ caller_id: '?', location: '?', priority: '?', assigned_to: '?', category: '?' });
    const { refused, cases: found } = servicenowCases([unknown], form, null);
    expect(refused).toEqual([]);
    expect(found).toHaveLength(1);
  });

  it('are counted once when they repeat', () => {
    const [first] = rows;
    if (first === undefined) throw new Error('The slice is empty.');
    const read = servicenowCases([first, { ...first, line: 9 }], form, null);
    expect(read.cases[0]?.history.rows).toHaveLength(1);
    expect(read.notices).toEqual([
      { line: 9, field: 'number', reason: `the same row as line ${first.line}; counted once` },
    ]);
  });
});

describe('whatever the order of the rows', () => {
  it('makes the same cases', () => {
    const expected = cases(rows);
    fc.assert(
      fc.property(fc.shuffledSubarray([...rows], { minLength: rows.length }), (shuffled) => {
        expect(cases(shuffled)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('makes the same cases of any part and then the whole', () => {
    const expected = withoutVersions(cases(rows));
    fc.assert(
      fc.property(fc.shuffledSubarray([...rows], { minLength: 1 }), (part) => {
        expect(withoutVersions(cases(rows, null, cases(part), 2))).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('makes the same cases of two parts one after the other', () => {
    const expected = withoutVersions(cases(rows));
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: rows.length, maxLength: rows.length }), (inFirst) => {
        const first = rows.filter((_, index) => inFirst[index]);
        const second = rows.filter((_, index) => !inFirst[index]);
        expect(withoutVersions(cases(second, null, cases(first), 2))).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('changes nothing the second time, nor for a part of what is here', () => {
    const stored = cases(rows);
    fc.assert(
      fc.property(fc.shuffledSubarray([...rows], { minLength: 1 }), (part) => {
        const again = cases(part, null, stored, 2);
        expect(again.every((doc, index) => doc === stored[index])).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

describe('as of an instant', () => {
  const from = pacific('29-02-2016 00:00');
  const instant = fc.integer({ min: from, max: pacific('10-04-2016 00:00') });

  it('nothing later is told, and no incident that was opened later', () => {
    fc.assert(
      fc.property(instant, (asOf) => {
        for (const doc of cases(rows, asOf)) expect(doc.events.every(({ at }) => at <= asOf)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('what was known stays known: a later instant adds to it', () => {
    fc.assert(
      fc.property(instant, instant, (one, other) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        const before = cases(rows, earlier);
        const after = new Map(cases(rows, later).map((doc) => [doc.number, doc]));
        for (const doc of before) {
          const next = after.get(doc.number)?.events ?? [];
          expect(next.slice(0, doc.events.length)).toEqual(doc.events);
        }
        expect(withoutVersions(cases(rows, later, before, 2))).toEqual(withoutVersions([...after.values()]));
      }),
      { numRuns: 50 },
    );
  });

  it('an incident resolved later is open', () => {
    const doc = incident('INC0000130', rows, pacific('01-03-2016 12:00'));
    expect(doc.events.map(({ type }) => type)).toEqual(['opened', 'note']);
  });
});

describe('at one instant', () => {
  it('a row found later stands in its place also by version', () => {
    const own = rows.filter(({ fields }) => fields.number === 'INC0000130');
    const early = own.filter(({ fields }) => fields.sys_mod_count !== '3');
    const merged = cases(own, null, cases(early), 5)[0];
    const last = merged?.events.map(({ version }) => version) ?? [];
    expect(merged?.events.toSorted((a, b) => a.at - b.at || (a.version ?? 0) - (b.version ?? 0))).toEqual(
      merged?.events,
    );
    expect(last).toContain(5);
  });
});
