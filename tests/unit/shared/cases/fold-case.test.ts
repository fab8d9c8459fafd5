import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import { readClock } from '../../../../src-shared/sla/read-clock.ts';
import { clockOf, event, fold, minuteMs, minutesIn, monday, opened, policy } from './timeline.ts';

describe('status', () => {
  const statusAfter = (...events: readonly FoldEvent[]) => fold(...events).status;
  const resolved = event(10, { type: 'resolved' });

  it('begins as new, or triaged if it came with a severity', () => {
    expect(statusAfter()).toBe('new');
    expect(foldCase(policy(), [opened({ severity: 2 })]).status).toBe('triaged');
  });

  it('becomes triaged by a severity and in progress by a message, a connected call or an accepted hand-off', () => {
    expect(statusAfter(event(1, { type: 'severity_set', severity: 2 }))).toBe('triaged');
    expect(statusAfter(event(1, { type: 'agent_message' }))).toBe('in_progress');
    expect(statusAfter(event(1, { type: 'call', connected: true }))).toBe('in_progress');
    expect(statusAfter(event(1, { type: 'handed_off' }), event(2, { type: 'hand_off_accepted' }))).toBe('in_progress');
  });

  it('is not moved by a call that did not connect, a note, a customer message or a hand-off', () => {
    expect(statusAfter(event(1, { type: 'call', connected: false }))).toBe('new');
    expect(statusAfter(event(1, { type: 'note' }))).toBe('new');
    expect(statusAfter(event(1, { type: 'customer_message' }))).toBe('new');
    expect(statusAfter(event(1, { type: 'handed_off' }), event(2, { type: 'hand_off_returned' }))).toBe('new');
  });

  it('waits on whom the desk says, until work resumes', () => {
    const waiting = event(1, { type: 'waiting', on: 'development' });
    expect(statusAfter(waiting)).toBe('waiting_development');
    expect(statusAfter(waiting, event(2, { type: 'waiting', on: 'internally' }))).toBe('waiting_internally');
    expect(statusAfter(waiting, event(2, { type: 'resumed' }))).toBe('in_progress');
  });

  it('goes on by a customer message only while waiting on the customer', () => {
    const message = event(2, { type: 'customer_message' });
    expect(statusAfter(event(1, { type: 'waiting', on: 'customer' }), message)).toBe('in_progress');
    expect(statusAfter(event(1, { type: 'waiting', on: 'development' }), message)).toBe('waiting_development');
  });

  it('stays waiting on the customer when the desk writes', () => {
    const waiting = event(1, { type: 'waiting', on: 'customer' });
    expect(statusAfter(waiting, event(2, { type: 'agent_message' }))).toBe('waiting_customer');
  });

  it('is not changed by an event that does not fit it', () => {
    expect(statusAfter(resolved, event(11, { type: 'waiting', on: 'customer' }))).toBe('resolved');
    expect(statusAfter(resolved, event(11, { type: 'customer_message' }))).toBe('resolved');
    expect(statusAfter(resolved, event(11, { type: 'resumed' }))).toBe('resolved');
    expect(statusAfter(event(1, { type: 'resumed' }))).toBe('new');
    expect(statusAfter(event(1, { type: 'reopened' }))).toBe('new');
    const closed = event(11, { type: 'closed' });
    expect(statusAfter(resolved, closed, event(12, { type: 'agent_message' }))).toBe('closed');
    expect(statusAfter(resolved, closed, event(12, { type: 'resolved' }))).toBe('closed');
  });

  it('is in progress after a reopening', () => {
    const state = fold(resolved, event(20, { type: 'reopened' }));
    expect(state).toMatchObject({ status: 'in_progress', resolvedAt: null, closedAt: null });
    expect(fold(resolved).resolvedAt).toBe(minutesIn(10));
  });
});

describe('what the desk works with', () => {
  const closed = event(20, { type: 'closed', reason: 'agreement' });

  it('keeps the closing that closed the case, not one that came to a closed case', () => {
    const second = event(25, {
      type: 'closed',
      reason: 'development',
      ticketRef: 'DEV-1',
      plannedReleaseOn: '2026-03-20',
    });
    const state = fold(closed, second);
    expect(state.closedAt).toBe(minutesIn(20));
    expect(state.work.closure).toMatchObject({ reason: 'agreement', at: minutesIn(20), ticketRef: null });
  });

  it('takes no root cause from a resolving that changed nothing', () => {
    const first = event(10, { type: 'resolved', rootCause: 'A full disk.' });
    const second = event(12, { type: 'resolved', rootCause: 'A leak.' });
    expect(fold(first, second).work.rootCause).toBe('A full disk.');
    expect(fold(first, closed, event(22, { type: 'resolved', rootCause: 'A leak.' })).work.rootCause).toBe(
      'A full disk.',
    );
  });

  it('counts no outreach on a closed case, and hears the customer there all the same', () => {
    const written = event(21, { type: 'agent_message' });
    const tried = event(22, { type: 'call', connected: false });
    expect(fold(event(5, { type: 'agent_message' }), closed, written, tried).work.outreaches).toEqual([minutesIn(5)]);
    expect(fold(closed, event(23, { type: 'customer_message' })).work.heardAt).toBe(minutesIn(23));
  });
});

describe('rule-3 severity', () => {
  it('is provisional from the priority until the desk sets one', () => {
    expect(fold()).toMatchObject({ severity: 1, provisional: true });
    expect(fold(event(1, { type: 'severity_set', severity: 3 }))).toMatchObject({ severity: 3, provisional: false });
  });

  it('is the lowest, provisionally, if the source has neither', () => {
    expect(foldCase(policy(), [opened({ priority: null })])).toMatchObject({ severity: 4, provisional: true });
  });

  it('brings kind and product with it', () => {
    const set = event(1, { type: 'severity_set', severity: 3, kind: 'question' });
    expect(fold(set)).toMatchObject({ kind: 'question', productId: null });
    expect(foldCase(policy(), [opened({ kind: 'issue' }), event(1, { type: 'severity_set', severity: 3 })]).kind).toBe(
      'issue',
    );
  });
});

describe('rule-5 the emergency calendar of a target', () => {
  const premier = opened({ agreement: 'premier', at: Date.parse('2026-03-07T18:00:00Z') });
  const calendarAfter = (...events: readonly FoldEvent[]) =>
    foldCase(policy(), [premier, ...events]).clocks.resolution?.calendarKey;
  const later = (rest: object) => ({ ...rest, at: premier.at + minuteMs }) as FoldEvent;

  it('counts once the desk set a severity or spoke to the customer', () => {
    expect(calendarAfter()).toBe('support');
    expect(calendarAfter(later({ type: 'agent_message' }))).toBe('support');
    expect(calendarAfter(later({ type: 'call', connected: false }))).toBe('support');
    expect(calendarAfter(later({ type: 'call', connected: true }))).toBe('always');
    expect(calendarAfter(later({ type: 'severity_set', severity: 1 }))).toBe('always');
    expect(foldCase(policy(), [{ ...premier, channel: 'phone' }]).clocks.resolution?.calendarKey).toBe('always');
  });

  it('does not judge what the call itself ends', () => {
    const state = foldCase(policy(), [premier, later({ type: 'call', connected: true })]);
    expect(clockOf(state, 'first_response')).toMatchObject({ calendarKey: 'support', usedMs: 0 });
  });
});

describe('rule-5 first response', () => {
  it('runs from the opening to the first message, also while waiting', () => {
    const state = fold(event(5, { type: 'waiting', on: 'customer' }), event(40, { type: 'agent_message' }));
    expect(clockOf(state, 'first_response')).toMatchObject({ phase: 'stopped', usedMs: 40 * minuteMs });
  });

  it('is met at once by a case opened by phone', () => {
    const state = foldCase(policy(), [opened({ channel: 'phone' })]);
    expect(readClock(clockOf(state, 'first_response'), monday).state).toBe('met');
  });

  it('ignores a message that is not sent yet, as does the status', () => {
    const message = event(30, { type: 'agent_message', version: null });
    const state = fold(message);
    expect(state).toMatchObject({ status: 'new', mostUrgent: 'first_response', lastAgentMessageAt: null });
    expect(clockOf(state, 'first_response').phase).toBe('running');
    expect(fold({ ...message, version: 7 }).status).toBe('in_progress');
  });

  it('stays ended after a reopening', () => {
    const state = fold(event(10, { type: 'resolved' }), event(500, { type: 'reopened' }));
    expect(clockOf(state, 'first_response')).toMatchObject({ phase: 'stopped', usedMs: 10 * minuteMs });
  });

  it('is not recorded, rather than missed, in a log without messages', () => {
    const state = foldCase(policy(), [opened({ messagesRecorded: false }), event(90, { type: 'resolved' })]);
    expect(state.messagesRecorded).toBe(false);
    expect(Object.keys(state.clocks).sort()).toStrictEqual(['resolution', 'triage']);
  });
});

describe('rule-5 next update', () => {
  const answered = event(10, { type: 'agent_message' });
  const startOf = (...events: readonly FoldEvent[]) => fold(...events).clocks.next_update?.startedAt;

  it('begins with the first response and anew with each message', () => {
    expect(startOf()).toBeUndefined();
    expect(startOf(answered)).toBe(minutesIn(10));
    expect(startOf(answered, event(25, { type: 'agent_message' }))).toBe(minutesIn(25));
    expect(foldCase(policy(), [opened({ channel: 'phone' })]).clocks.next_update?.startedAt).toBe(monday);
  });

  it('ends while waiting on the customer and begins again when the customer writes', () => {
    const waiting = event(20, { type: 'waiting', on: 'customer' });
    expect(clockOf(fold(answered, waiting), 'next_update')).toMatchObject({ phase: 'stopped', usedMs: 10 * minuteMs });
    const written = event(30, { type: 'customer_message' });
    expect(startOf(answered, waiting, written)).toBe(minutesIn(30));
    expect(startOf(answered, waiting, written, event(35, { type: 'customer_message' }))).toBe(minutesIn(30));
    expect(startOf(answered, waiting, event(33, { type: 'waiting', on: 'development' }))).toBe(minutesIn(33));
    expect(startOf(answered, waiting, event(31, { type: 'agent_message' }))).toBe(minutesIn(10));
  });

  it('is not moved by resuming from another waiting', () => {
    const waiting = event(20, { type: 'waiting', on: 'development' });
    expect(startOf(answered, waiting, event(30, { type: 'resumed' }))).toBe(minutesIn(10));
  });

  it('begins again on reopening', () => {
    expect(startOf(answered, event(20, { type: 'resolved' }), event(50, { type: 'reopened' }))).toBe(minutesIn(50));
  });
});

describe('rule-5 resolution', () => {
  it('pauses while waiting on what the policy names', () => {
    const waiting = (on: 'customer' | 'development') => fold(event(20, { type: 'waiting', on }));
    expect(clockOf(waiting('customer'), 'resolution')).toMatchObject({ phase: 'paused', usedMs: 20 * minuteMs });
    expect(clockOf(waiting('development'), 'resolution').phase).toBe('running');
    const strict = policy({ resolution_pauses_on: ['development'] });
    const state = foldCase(strict, [opened(), event(20, { type: 'waiting', on: 'development' })]);
    expect(clockOf(state, 'resolution').phase).toBe('paused');
  });

  it('goes on with the time already used', () => {
    const waiting = event(20, { type: 'waiting', on: 'customer' });
    const goesOn = [
      event(60, { type: 'customer_message' }),
      event(60, { type: 'resumed' }),
      event(60, { type: 'waiting', on: 'internally' }),
    ];
    for (const next of goesOn) {
      expect(clockOf(fold(waiting, next), 'resolution')).toMatchObject({
        phase: 'running',
        runningSince: minutesIn(60),
        usedMs: 20 * minuteMs,
        dueAt: minutesIn(60 + 220),
      });
    }
    const reopened = fold(waiting, event(60, { type: 'resolved' }), event(90, { type: 'reopened' }));
    expect(clockOf(reopened, 'resolution')).toMatchObject({ phase: 'running', usedMs: 20 * minuteMs });
  });
});

describe('rule-5 retargeting', () => {
  it('is retroactive: it keeps start and pauses', () => {
    const state = fold(event(100, { type: 'severity_set', severity: 2 }));
    expect(clockOf(state, 'resolution')).toMatchObject({ startedAt: monday, targetMs: 480 * minuteMs });
  });

  it('takes a clock away whose severity has no target, and gives it back with its history', () => {
    const lowered = event(10, { type: 'severity_set', severity: 4 });
    expect(fold(lowered).clocks.resolution).toBeUndefined();
    const raised = fold(lowered, event(30, { type: 'severity_set', severity: 1 }));
    expect(clockOf(raised, 'resolution')).toMatchObject({ startedAt: monday, dueAt: minutesIn(240) });
  });

  it('leaves a stopped clock as it was stopped, shown or absent', () => {
    const shown = fold(event(10, { type: 'agent_message' }), event(20, { type: 'severity_set', severity: 4 }));
    expect(clockOf(shown, 'first_response').targetMs).toBe(60 * minuteMs);
    const absent = fold(
      event(5, { type: 'severity_set', severity: 4 }),
      event(10, { type: 'agent_message' }),
      event(20, { type: 'severity_set', severity: 1 }),
    );
    expect(absent.clocks.first_response).toBeUndefined();
  });

  it('by an agreement that the policy does not know owes nothing', () => {
    expect(fold(event(1, { type: 'agreement_changed', agreement: 'gone' })).clocks.resolution).toBeUndefined();
  });

  it('does not move triage to another agreement', () => {
    const state = fold(event(1, { type: 'agreement_changed', agreement: 'gone' }));
    expect(clockOf(state, 'triage').calendarKey).toBe('support');
  });
});

describe('rule-5 internal clocks', () => {
  it('triage ends when a severity is set and does not come back', () => {
    const set = event(15, { type: 'severity_set', severity: 2 });
    expect(clockOf(fold(set), 'triage')).toMatchObject({ phase: 'stopped', usedMs: 15 * minuteMs });
    const reopened = fold(event(5, { type: 'resolved' }), event(9, { type: 'reopened' }));
    expect(clockOf(reopened, 'triage')).toMatchObject({ phase: 'stopped', usedMs: 5 * minuteMs });
  });

  it('hand-off begins anew each time and never decides the queue', () => {
    const handed = event(5, { type: 'handed_off' });
    expect(clockOf(fold(handed), 'hand_off')).toMatchObject({ startedAt: minutesIn(5), dueAt: minutesIn(35) });
    const accepted = event(12, { type: 'hand_off_accepted' });
    expect(clockOf(fold(handed, accepted), 'hand_off')).toMatchObject({ phase: 'stopped', usedMs: 7 * minuteMs });
    expect(clockOf(fold(handed, accepted, event(20, { type: 'handed_off' })), 'hand_off').startedAt).toBe(
      minutesIn(20),
    );
    expect(fold(handed)).toMatchObject({ mostUrgent: 'first_response', dueAt: minutesIn(60) });
  });
});

describe('rule-5 the most urgent clock', () => {
  it('is the earliest due of the customer clocks that run or are overdue', () => {
    expect(fold(event(10, { type: 'agent_message' }))).toMatchObject({
      mostUrgent: 'next_update',
      dueAt: minutesIn(40),
    });
    const waiting = fold(event(10, { type: 'agent_message' }), event(20, { type: 'waiting', on: 'customer' }));
    expect(waiting).toMatchObject({ mostUrgent: null, dueAt: null });
  });

  it('counts a clock that is overdue while paused', () => {
    const state = fold(event(10, { type: 'agent_message' }), event(300, { type: 'waiting', on: 'customer' }));
    expect(state).toMatchObject({ mostUrgent: 'resolution', dueAt: minutesIn(240) });
  });

  it('is the first response where dues are equal', () => {
    const equal = { first_response: { minutes: 60 }, resolution: { minutes: 60 } };
    const same = policy({ agreements: { standard: { calendar: 'support', targets: { 1: equal } } } });
    expect(foldCase(same, [opened()]).mostUrgent).toBe('first_response');
  });
});

describe('rule-2 not phoned in', () => {
  const triaged = (severity: 1 | 2 | 3) => event(5, { type: 'severity_set', severity });

  it('flags a portal case that triage finds to be severity 1 or 2, until a call is recorded', () => {
    expect(fold().notPhonedIn).toBe(false);
    expect(fold(triaged(3)).notPhonedIn).toBe(false);
    expect(fold(triaged(2)).notPhonedIn).toBe(true);
    expect(fold(triaged(1), event(6, { type: 'call', connected: true })).notPhonedIn).toBe(false);
    expect(foldCase(policy(), [opened({ channel: 'phone' }), triaged(1)]).notPhonedIn).toBe(false);
  });
});

describe('the order of events', () => {
  const events: FoldEvent[] = [
    { ...opened(), version: 1 },
    event(5, { type: 'severity_set', severity: 2, version: 2 }),
    event(5, { type: 'severity_set', severity: 3, version: 3 }),
    event(5, { type: 'severity_set', severity: 1, version: null }),
    event(9, { type: 'agent_message', version: 4 }),
    event(20, { type: 'resolved', version: 9 }),
    event(30, { type: 'reopened', version: 10 }),
  ];

  it('is by time, then by the backend’s version, with what is not confirmed last', () => {
    const expected = foldCase(policy(), events);
    expect(expected.severity).toBe(1);
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        expect(foldCase(policy(), shuffled).clocks.resolution?.spans).toStrictEqual(expected.clocks.resolution?.spans);
        expect(foldCase(policy(), shuffled)).toMatchObject({ severity: 1, status: 'in_progress' });
      }),
    );
  });

  it('needs an opening', () => {
    expect(() => foldCase(policy(), [event(1, { type: 'note' })])).toThrow(/opened/);
  });
});
