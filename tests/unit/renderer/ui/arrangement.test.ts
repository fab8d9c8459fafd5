import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type GroupLine,
  grouped,
  groupKeyOf,
  groupNames,
  isGroupLine,
  nextSort,
  type QueueLine,
  sorted,
  sortKeyOf,
  sortNames,
} from '../../../../src-renderer/queue/arrangement.ts';
import type { QueueEntry } from '../../../../src-renderer/queue/queue-entry.ts';
import { event, minutesIn } from '../../shared/cases/timeline.ts';
import { caseOf, compiled, entryOf, me } from './cases.ts';

const entries: readonly QueueEntry[] = [
  entryOf(caseOf('1', [], { subject: 'Peña orders stop' })),
  entryOf(caseOf('2', [event(1, { type: 'assigned', ownerId: me })], { subject: 'pear invoice' })),
  entryOf(caseOf('3', [event(1, { type: 'severity_set', severity: 4 })], { subject: 'Login loop' })),
  entryOf(caseOf('4', [event(2, { type: 'waiting', on: 'customer' })], { subject: 'ASN rejected' })),
];
const ids = (lines: readonly QueueLine[]) => lines.map(({ id }) => id);
const heads = (lines: readonly QueueLine[]) => lines.filter(isGroupLine).map(({ words, count }) => `${words} ${count}`);
const none: ReadonlySet<string> = new Set();

describe('an order other than the queue’s', () => {
  it('is by what the column shows, without regard to case and accents, and either way round', () => {
    expect(ids(sorted(entries, { by: 'subject', descending: false }))).toEqual(['4', '3', '2', '1']);
    expect(ids(sorted(entries, { by: 'subject', descending: true }))).toEqual(['1', '2', '3', '4']);
  });

  it('rule-11 is by the votes of enhancement requests, with all other cases behind', () => {
    const wish = (id: string, ...votes: readonly string[]) =>
      entryOf(
        caseOf(
          id,
          votes.map((account, index) => event(index + 1, { type: 'voted', accountId: account as never })),
          { opening: { kind: 'enhancement' } },
        ),
      );
    const all = [wish('one', 'a'), entryOf(caseOf('issue')), wish('none'), wish('three', 'a', 'b', 'c')];
    expect(ids(sorted(all, { by: 'votes', descending: true }))).toEqual(['three', 'one', 'none', 'issue']);
    expect(ids(sorted(all, { by: 'votes', descending: false }))).toEqual(['none', 'one', 'three', 'issue']);
  });

  it('keeps the queue’s order between equals, and puts what has none last both ways', () => {
    expect(ids(sorted(entries, { by: 'owner', descending: false }))).toEqual(['2', '1', '3', '4']);
    expect(ids(sorted(entries, { by: 'owner', descending: true }))).toEqual(['2', '1', '3', '4']);
  });

  it('is none for a column that is not known: a later version may have saved it', () => {
    expect(sorted(entries, { by: 'mood', descending: false })).toBe(entries);
    expect(sorted(entries, null)).toBe(entries);
    expect([sortKeyOf('toString'), groupKeyOf('constructor')]).toEqual([null, null]);
  });

  it('goes up, down, and back to the queue’s own', () => {
    const up = nextSort(null, 'account');
    const down = nextSort(up, 'account');
    expect([up, down, nextSort(down, 'account')]).toEqual([
      { by: 'account', descending: false },
      { by: 'account', descending: true },
      null,
    ]);
    expect(nextSort(down, 'number')).toEqual({ by: 'number', descending: false });
  });
});

describe('groups', () => {
  it('have a head with their count, in an order of their own', () => {
    const lines = grouped(entries, 'severity', none, compiled, minutesIn(3));
    expect(heads(lines)).toEqual(['Severity 1, Critical 3', 'Severity 4, Low / inquiry 1']);
    expect(ids(lines).filter((id) => !id.startsWith('group'))).toEqual(['1', '2', '4', '3']);
    expect(heads(grouped(entries, 'owner', none, compiled, minutesIn(3)))[0]).toBe('Unassigned 3');
  });

  it('are by how the time stands at that instant', () => {
    expect(heads(grouped(entries, 'time', none, compiled, minutesIn(3)))).toEqual(['On time 3', 'Nothing owed now 1']);
    expect(heads(grouped(entries, 'time', none, compiled, minutesIn(40)))).toEqual(['At risk 3', 'Nothing owed now 1']);
    expect(heads(grouped(entries, 'time', none, compiled, minutesIn(90)))).toEqual(['Overdue 3', 'Nothing owed now 1']);
  });

  it('are folded up one by one, and keep their count', () => {
    const [first] = grouped(entries, 'severity', none, compiled, minutesIn(3)).filter(isGroupLine);
    const lines = grouped(entries, 'severity', new Set([(first as GroupLine).id]), compiled, minutesIn(3));
    expect(heads(lines)).toEqual(['Severity 1, Critical 3', 'Severity 4, Low / inquiry 1']);
    expect(ids(lines).filter((id) => !id.startsWith('group'))).toEqual(['3']);
  });

  it('and orders lose no case and make none up', () => {
    const by = fc.constantFrom(...Object.keys(sortNames));
    const group = fc.constantFrom(null, ...Object.keys(groupNames));
    fc.assert(
      fc.property(fc.shuffledSubarray([...entries]), by, fc.boolean(), group, (rows, key, descending, grouping) => {
        const ordered = sorted(rows, { by: key, descending });
        const lines = grouped(ordered, grouping, none, compiled, minutesIn(40));
        const cases = lines.filter((line) => !isGroupLine(line));
        expect(ids(cases).toSorted()).toEqual(ids(rows).toSorted());
        const counted = lines.filter(isGroupLine).reduce((sum, { count }) => sum + count, 0);
        expect(counted).toBe(grouping === null ? 0 : rows.length);
      }),
    );
  });
});
