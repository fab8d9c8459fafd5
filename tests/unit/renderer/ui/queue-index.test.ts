import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueueEntry } from '../../../../src-renderer/queue/queue-entry.ts';
import { QueueIndex, recentlyClosedMs } from '../../../../src-renderer/queue/queue-index.ts';
import { type ViewId, viewIds } from '../../../../src-renderer/queue/views.ts';
import type { CaseDocument } from '../../../../src-shared/cases/case-document.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import type { EpochMs } from '../../../../src-shared/ids.ts';
import { compareQueueKeys } from '../../../../src-shared/queue/queue-order.ts';
import { readClock } from '../../../../src-shared/sla/read-clock.ts';
import { event, minutesIn } from '../../shared/cases/timeline.ts';
import { caseOf, compiled, directory, entryOf, me } from './cases.ts';

const context = { policy: compiled, directory, me };

function indexOf(docs: readonly CaseDocument[], now: EpochMs = minutesIn(0)): QueueIndex {
  const index = new QueueIndex(context, now);
  index.fill(docs, context, now);
  return index;
}

const idsIn = (index: QueueIndex, view: ViewId): string[] => index.rows(view).map(({ id }) => id);
const allViews = (index: QueueIndex) => Object.fromEntries(viewIds.map((view) => [view, idsIn(index, view)]));

/** What the views must hold: every case folded and everything sorted anew. */
function sortedAnew(docs: Iterable<CaseDocument>, now: EpochMs): Record<ViewId, string[]> {
  const entries = [...docs].map(entryOf);
  const open = entries.filter(({ isOpen }) => isOpen).sort((a, b) => compareQueueKeys(a.key, b.key));
  const ids = (list: readonly QueueEntry[], keep: (entry: QueueEntry) => boolean) =>
    list.filter(keep).map(({ id }) => id as string);
  const working = open.filter(({ backAt }) => backAt === null || backAt <= now);
  const snoozed = open.filter((entry) => !working.includes(entry));
  const triageDue = ({ state }: QueueEntry) => state.clocks.triage?.dueAt ?? Number.MAX_SAFE_INTEGER;
  return {
    mine: ids(working, ({ state }) => state.ownerId === me),
    technical: ids(working, ({ state }) => state.technicalOwnerId === me),
    unassigned: ids(working, ({ state }) => state.ownerId === null),
    untriaged: ids(
      open.toSorted((a, b) => triageDue(a) - triageDue(b)),
      ({ state }) => state.provisional,
    ),
    open: ids(open, () => true),
    waiting: ids(working, ({ state }) => state.status.startsWith('waiting_')),
    overdue: ids(open, ({ state }) => {
      const clock = state.mostUrgent === null ? undefined : state.clocks[state.mostUrgent];
      return clock !== undefined && readClock(clock, Math.max(now, state.lastEventAt)).state === 'breached';
    }),
    closed: ids(
      entries.sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0) || (a.id < b.id ? -1 : 1)),
      ({ endedAt }) => endedAt !== null && endedAt >= now - recentlyClosedMs,
    ),
    follow_up: ids(
      working.toSorted((a, b) => (a.followUpAt ?? 0) - (b.followUpAt ?? 0) || (a.id < b.id ? -1 : 1)),
      ({ followUpAt, state }) =>
        followUpAt !== null && followUpAt <= now && (state.ownerId === null || state.ownerId === me),
    ),
    ready_to_close: ids(
      entries.sort((a, b) => (a.readyAt ?? 0) - (b.readyAt ?? 0) || (a.id < b.id ? -1 : 1)),
      ({ readyAt }) => readyAt !== null,
    ),
    hand_offs: [],
    snoozed: ids(
      snoozed.toSorted((a, b) => Math.sign((a.backAt ?? 0) - (b.backAt ?? 0)) || (a.id < b.id ? -1 : 1)),
      () => true,
    ),
    reminders: ids(
      entries.toSorted((a, b) => (a.reminder?.remindAt ?? 0) - (b.reminder?.remindAt ?? 0) || (a.id < b.id ? -1 : 1)),
      ({ reminder }) => reminder !== null,
    ),
  };
}

describe('the views of the queue', () => {
  it('hold open cases by owner, and resolved ones apart', () => {
    const index = indexOf([
      caseOf('nobody'),
      caseOf('mine', [event(1, { type: 'assigned', ownerId: me })]),
      caseOf('theirs', [event(1, { type: 'assigned', ownerId: 'somebody' as never })]),
      caseOf('done', [event(1, { type: 'resolved' })]),
    ]);
    expect(allViews(index)).toStrictEqual({
      mine: ['mine'],
      technical: [],
      unassigned: ['nobody'],
      untriaged: ['mine', 'nobody', 'theirs'],
      open: ['mine', 'nobody', 'theirs'],
      waiting: [],
      follow_up: [],
      overdue: [],
      hand_offs: [],
      ready_to_close: ['done'],
      closed: ['done'],
      snoozed: [],
      reminders: [],
    });
    const none = { technical: 0, waiting: 0, follow_up: 0, overdue: 0, hand_offs: 0, snoozed: 0, reminders: 0 };
    const some = { mine: 1, unassigned: 1, untriaged: 3, open: 3, ready_to_close: 1, closed: 1 };
    expect(index.counts()).toStrictEqual({ ...none, ...some });
  });

  it('hold a case that was handed off until a TAE accepts it, whose it is then as well', () => {
    const handedOff = event(1, { type: 'handed_off' });
    const accepted = event(2, { type: 'hand_off_accepted', technicalOwnerId: me });
    const index = indexOf([caseOf('waits', [handedOff]), caseOf('taken', [handedOff, accepted])]);
    expect(idsIn(index, 'hand_offs')).toStrictEqual(['waits']);
    expect(idsIn(index, 'mine')).toStrictEqual(['taken']);
    expect(idsIn(index, 'technical')).toStrictEqual(['taken']);
    index.change([['waits', caseOf('waits', [handedOff, event(3, { type: 'hand_off_returned' })])]]);
    expect(idsIn(index, 'hand_offs')).toStrictEqual([]);
  });

  it('rule-7 show whom to follow up from the next support day on, and what can be closed once enough went unanswered', () => {
    const day = 24 * 60;
    const asked = [event(10, { type: 'agent_message' }), event(11, { type: 'waiting', on: 'customer' })];
    const mine = event(1, { type: 'assigned', ownerId: me });
    const theirs = event(1, { type: 'assigned', ownerId: 'somebody' as never });
    const unsent = event(20, { type: 'agent_message', version: null });
    const thrice = [...asked, event(day, { type: 'agent_message' }), event(2 * day, { type: 'agent_message' })];
    const index = indexOf([
      caseOf('mine', [mine, ...asked]),
      caseOf('nobody', asked),
      caseOf('theirs', [theirs, ...asked]),
      caseOf('answered', [mine, ...asked, event(12, { type: 'customer_message' })]),
      caseOf('written', [mine, ...asked, { ...unsent, at: minutesIn(day) }]),
      caseOf('unanswered', [theirs, ...thrice]),
      caseOf('done', [event(3, { type: 'resolved' })]),
    ]);
    expect(idsIn(index, 'follow_up')).toStrictEqual([]);
    expect(idsIn(index, 'ready_to_close')).toStrictEqual(['done', 'unanswered']);
    // Monday 10:00 and 20 hours: Tuesday 06:00, when support opens.
    index.advance(minutesIn(20 * 60) - 1);
    expect(idsIn(index, 'follow_up')).toStrictEqual([]);
    expect(index.advance(minutesIn(20 * 60))).toBe(true);
    expect(idsIn(index, 'follow_up')).toStrictEqual(['mine', 'nobody']);
    expect(index.counts().follow_up).toBe(2);
    index.change([['mine', caseOf('mine', [mine, ...asked, event(21 * 60, { type: 'agent_message' })])]]);
    expect(idsIn(index, 'follow_up')).toStrictEqual(['nobody']);
    index.advance(minutesIn(44 * 60));
    expect(idsIn(index, 'follow_up')).toStrictEqual(['nobody', 'mine', 'written']);
  });

  it('rule-3 show what is untriaged with its triage clock, by when triage is due', () => {
    const late = caseOf('late', [], { opening: { at: minutesIn(30), priority: 4 } });
    const early = caseOf('early', [], { opening: { at: minutesIn(0), priority: 4 } });
    const triaged = caseOf('triaged', [event(5, { type: 'severity_set', severity: 2 })]);
    const index = indexOf([late, early, triaged]);
    expect(index.rows('untriaged').map(({ id, clock }) => [id, clock?.name, clock?.dueAt])).toStrictEqual([
      ['early', 'triage', minutesIn(120)],
      ['late', 'triage', minutesIn(150)],
    ]);
    expect(index.rows('open').find(({ id }) => id === 'early')?.clock?.name).not.toBe('triage');
    index.change([['early', caseOf('early', [event(9, { type: 'severity_set', severity: 4 })])]]);
    expect(idsIn(index, 'untriaged')).toStrictEqual(['late']);
  });

  it('hold a resolved case as ready to close until it is closed, the one resolved first on top', () => {
    const done = (id: string, minute: number) => caseOf(id, [event(minute, { type: 'resolved' })]);
    const index = indexOf([done('second', 9), done('first', 3)]);
    expect(idsIn(index, 'ready_to_close')).toStrictEqual(['first', 'second']);
    const closed = [event(3, { type: 'resolved' }), event(10, { type: 'closed' })];
    index.change([['first', caseOf('first', closed)]]);
    expect(idsIn(index, 'ready_to_close')).toStrictEqual(['second']);
  });

  it('take a case over the overdue line when its time is used up, and not before', () => {
    const index = indexOf([caseOf('a')]);
    expect(index.advance(minutesIn(60))).toBe(false);
    expect(idsIn(index, 'overdue')).toStrictEqual([]);
    expect(index.advance(minutesIn(60) + 1)).toBe(true);
    expect(idsIn(index, 'overdue')).toStrictEqual(['a']);
    expect(index.advance(minutesIn(61))).toBe(false);
  });

  it('call a target that ends at closing overdue only from the next opening on', () => {
    // Opened at 16:00 with an hour: due at 17:00 on Monday, which nobody exceeds before Tuesday, 06:00.
    const index = indexOf([caseOf('a', [], { opening: { at: minutesIn(360) } })], minutesIn(361));
    const tuesdayAtSix = minutesIn(20 * 60);
    expect(index.advance(tuesdayAtSix)).toBe(false);
    expect(index.advance(tuesdayAtSix + 1)).toBe(true);
  });

  it('take overdue cases back when the clock is set back', () => {
    const index = indexOf([caseOf('a')], minutesIn(90));
    expect(idsIn(index, 'overdue')).toStrictEqual(['a']);
    expect(index.advance(minutesIn(10))).toBe(true);
    expect(idsIn(index, 'overdue')).toStrictEqual([]);
  });

  it('let a snoozed case go from what is to be done, and bring it back at its time or at risk, whichever is first', () => {
    const snoozed = (id: string, untilAt: number | null) =>
      caseOf(id, [event(1, { type: 'assigned', ownerId: me }), event(2, { type: 'snoozed', untilAt })]);
    // First response within 60 minutes: at risk 30 minutes before.
    const index = indexOf([snoozed('soon', minutesIn(10)), snoozed('late', minutesIn(500))], minutesIn(3));
    expect([idsIn(index, 'mine'), idsIn(index, 'open')]).toStrictEqual([[], ['late', 'soon']]);
    expect(idsIn(index, 'snoozed')).toStrictEqual(['soon', 'late']);
    expect(index.snoozedOutOf('mine')).toBe(2);
    expect(index.advance(minutesIn(9))).toBe(false);
    expect(index.advance(minutesIn(10))).toBe(true);
    expect(idsIn(index, 'mine')).toStrictEqual(['soon']);
    expect(index.advance(minutesIn(30))).toBe(true);
    expect([idsIn(index, 'mine'), idsIn(index, 'snoozed')]).toStrictEqual([['late', 'soon'], []]);
  });

  it('show own reminders by their time, on done cases too, and count those whose time has come', () => {
    const remind = (minute: number, forId = me) =>
      event(1, { type: 'reminder_set', remindAt: minutesIn(minute), forId, about: 'Call.' });
    const index = indexOf([
      caseOf('late', [remind(50), remind(90)]),
      caseOf('theirs', [remind(20, 'other' as never)]),
      caseOf('done', [remind(40), event(2, { type: 'resolved' })]),
    ]);
    expect(idsIn(index, 'reminders')).toStrictEqual(['done', 'late']);
    expect(index.dueReminders()).toBe(0);
    index.advance(minutesIn(45));
    expect(index.dueReminders()).toBe(1);
  });

  it('drop a resolved case from Recently closed after two weeks', () => {
    const index = indexOf([caseOf('a', [event(1, { type: 'resolved' })])], minutesIn(2));
    expect(index.advance(minutesIn(1) + recentlyClosedMs)).toBe(false);
    expect(index.advance(minutesIn(1) + recentlyClosedMs + 1)).toBe(true);
    expect(index.counts().closed).toBe(0);
  });

  it('follow a change of who acts', () => {
    const docs = [caseOf('a', [event(1, { type: 'assigned', ownerId: me })])];
    const index = indexOf(docs);
    index.fill(docs, { ...context, me: null }, minutesIn(0));
    expect(idsIn(index, 'mine')).toStrictEqual([]);
  });

  it('take new names without losing the order', () => {
    const index = indexOf([caseOf('a'), caseOf('b')]);
    index.rename({ ...directory, accountName: () => 'Renamed Farms' });
    expect(index.rows('open').map(({ accountName }) => accountName)).toStrictEqual(['Renamed Farms', 'Renamed Farms']);
    expect(index.filtered('open', 'renamed').map(({ id }) => id)).toStrictEqual(['a', 'b']);
    index.change([['a', null]]);
    expect(idsIn(index, 'open')).toStrictEqual(['b']);
  });
});

describe('the filter', () => {
  const index = indexOf([
    caseOf('1', [], { subject: 'ASN rejected by receiver' }),
    caseOf('2', [], { subject: 'Invoice rejected twice' }),
    caseOf('3', [event(1, { type: 'assigned', ownerId: me })], { subject: 'Login loop' }),
  ]);
  const found = (filter: string) => index.filtered('open', filter).map(({ id }) => id);

  it('needs every word, in any order and case', () => {
    expect(found('rejected')).toStrictEqual(['1', '2']);
    expect(found('REJECTED asn')).toStrictEqual(['1']);
    expect(found('rejected login')).toStrictEqual([]);
  });

  it('finds by owner and account too, and leaves everything when it is blank', () => {
    expect(found('agent')).toStrictEqual(['3']);
    expect(found('unassigned')).toStrictEqual(['1', '2']);
    expect(found('   ')).toStrictEqual(['1', '2', '3']);
  });

  it('is made ready by parts, each case once, and then finds the same', () => {
    const ready = indexOf([caseOf('a'), caseOf('b'), caseOf('c')]);
    expect([ready.prepareFilter(2), ready.prepareFilter(2), ready.prepareFilter(2)]).toStrictEqual([
      true,
      false,
      false,
    ]);
    expect(ready.filtered('open', '').map(({ searchText }) => searchText !== null)).toStrictEqual([true, true, true]);
    const unprepared = indexOf([caseOf('a'), caseOf('b'), caseOf('c')]);
    for (const word of ['unassigned', 's3', 'nothing says this']) {
      expect(ready.filtered('open', word).map(({ id }) => id)).toStrictEqual(
        unprepared.filtered('open', word).map(({ id }) => id),
      );
    }
  });

  it('looks at the case as it is now', () => {
    const changing = indexOf([caseOf('1', [], { subject: 'Before' })]);
    expect(changing.filtered('open', 'before')).toHaveLength(1);
    changing.change([['1', caseOf('1', [], { subject: 'After' })]]);
    expect(changing.filtered('open', 'before')).toHaveLength(0);
    expect(changing.filtered('open', 'after')).toHaveLength(1);
  });

  it('gives a list that later changes leave alone', () => {
    const changing = indexOf([caseOf('1'), caseOf('2')]);
    const before = changing.filtered('open', '');
    changing.change([['1', null]]);
    expect(before.map(({ id }) => id)).toStrictEqual(['1', '2']);
  });
});

describe('keeping the order by insertion', () => {
  const someMinute = fc.integer({ min: 0, max: 9 * 24 * 60 });
  const someEvent: fc.Arbitrary<FoldEvent> = fc
    .tuple(someMinute, fc.integer({ min: 0, max: 12 }), someMinute)
    .map(([minute, kind, untilMinute]) => {
      const bodies: readonly Parameters<typeof event>[1][] = [
        { type: 'severity_set', severity: 2 },
        { type: 'severity_set', severity: 1 },
        { type: 'agent_message' },
        { type: 'waiting', on: 'customer' },
        { type: 'waiting', on: 'development' },
        { type: 'resumed' },
        { type: 'assigned', ownerId: me },
        { type: 'resolved' },
        { type: 'reopened' },
        { type: 'snoozed', untilAt: minutesIn(untilMinute) },
        { type: 'snoozed', untilAt: null },
        { type: 'unsnoozed' },
        { type: 'reminder_set', remindAt: minutesIn(untilMinute), forId: me, about: '' },
      ];
      return event(minute, bodies[kind] ?? { type: 'agent_message' });
    });
  const someId = fc.integer({ min: 0, max: 40 }).map((number) => `c${number}`);
  const someCase = fc
    .tuple(
      someId,
      fc.array(someEvent, { maxLength: 6 }),
      someMinute,
      fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
      fc.constantFrom('standard', 'premier'),
    )
    .map(([id, events, minute, priority, agreement]) =>
      caseOf(
        id,
        events.map((one) => ({ ...one, at: Math.max(one.at, minutesIn(minute)) })),
        {
          opening: { at: minutesIn(minute), priority, agreement },
        },
      ),
    );
  const someStep = fc.oneof(
    { weight: 6, arbitrary: someCase.map((doc) => ({ kind: 'put' as const, docs: [doc] })) },
    {
      weight: 1,
      arbitrary: fc.array(someCase, { minLength: 1, maxLength: 90 }).map((docs) => ({ kind: 'put' as const, docs })),
    },
    { weight: 1, arbitrary: someId.map((id) => ({ kind: 'drop' as const, id })) },
    {
      weight: 3,
      arbitrary: fc
        .integer({ min: 0, max: 30 * 24 * 60 * 60_000 })
        .map((ms) => ({ kind: 'time' as const, now: minutesIn(0) + ms })),
    },
  );

  it('shows what sorting everything anew would show, after any changes and at any time', () => {
    fc.assert(
      fc.property(fc.array(someStep, { minLength: 1, maxLength: 25 }), (steps) => {
        let now = minutesIn(0);
        const docs = new Map<string, CaseDocument>();
        const index = indexOf([], now);
        for (const step of steps) {
          if (step.kind === 'time') {
            now = step.now;
            index.advance(now);
          } else if (step.kind === 'drop') {
            docs.delete(step.id);
            index.change([[step.id, null]]);
          } else {
            for (const doc of step.docs) docs.set(doc.id, doc);
            const ids = [...new Set(step.docs.map(({ id }) => id as string))];
            index.change(ids.map((id) => [id, docs.get(id) ?? null] as const));
          }
          expect(allViews(index)).toStrictEqual(sortedAnew(docs.values(), now));
        }
      }),
      { numRuns: 120 },
    );
  });
});
