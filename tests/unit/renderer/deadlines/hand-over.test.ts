import { describe, expect, it } from 'vitest';
import { handOverDeadlines } from '../../../../src-renderer/deadlines/hand-over.ts';
import { createQueueStore } from '../../../../src-renderer/queue/queue-store.ts';
import { createClock } from '../../../../src-renderer/time/clock.ts';
import { userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import type { DeadlineChange } from '../../../../src-shared/deadlines/deadline.ts';
import type { Role } from '../../../../src-shared/directory/documents.ts';
import { event, minutesIn } from '../../shared/cases/timeline.ts';
import { caseOf, compiled, me } from '../ui/cases.ts';
import { readableReplica } from '../ui/readable-replica.ts';

const hour = 3_600_000;
const machine = { now: () => minutesIn(0), setTimeout: () => 0, clearTimeout: () => {} };
const mine: FoldEvent = event(1, { type: 'assigned', ownerId: me });
const ana = userIdSchema.parse('ana');
const handedOff: FoldEvent = event(1, { type: 'handed_off' });
const accepted: FoldEvent = event(1, { type: 'hand_off_accepted', technicalOwnerId: me });

/** A window whose agent works, and what it handed over. */
function desk(role: Role = 'coa') {
  const parts = readableReplica();
  const clock = createClock(machine, minutesIn(0));
  const queue = createQueueStore(parts.replica, clock);
  const handed: DeadlineChange[] = [];
  const timers = new Map<() => void, number>();
  const wishListeners = new Set<() => void>();
  let everything = false;
  let refuses = false;
  const stop = handOverDeadlines({
    queue: queue.state,
    replica: parts.replica,
    wishes: {
      everything: () => everything,
      subscribe: (listener) => {
        wishListeners.add(listener);
        return () => wishListeners.delete(listener);
      },
    },
    take: async (change) => {
      if (refuses) throw new Error('The main process is not there.');
      handed.push(change);
    },
    schedule: (ms, work) => {
      timers.set(work, ms);
      return () => timers.delete(work);
    },
  });
  return {
    ...parts,
    queue,
    clock,
    handed,
    stop,
    timers,
    start() {
      parts.putPolicy();
      parts.actAs('me', role);
    },
    wish(wanted: boolean) {
      everything = wanted;
      for (const listener of wishListeners) listener();
    },
    refuse(refusing: boolean) {
      refuses = refusing;
    },
    /** Lets the turn of the event loop end. */
    async turn() {
      for (let step = 0; step < 5; step++) await Promise.resolve();
    },
  };
}
const ids = (change: DeadlineChange | undefined) => change?.put.map(({ caseId }) => caseId).sort();

describe('the deadlines handed to the main process', () => {
  it('say case, account and every crossing to come', async () => {
    const { start, put, handed, turn } = desk();
    start();
    put(caseOf('a', [mine]));
    await turn();
    expect(handed.at(-1)).toMatchObject({ whole: true, remove: [], isFresh: true });
    expect(handed.at(-1)?.put).toMatchObject([
      { caseId: 'a', number: 'a', subject: 'Subject of a', severity: 1, reason: 'mine' },
    ]);
    expect(handed.at(-1)?.put[0]?.deadlines).toStrictEqual([
      {
        clock: 'first_response',
        dueAt: minutesIn(60),
        crossings: [
          { threshold: 'left:30', at: minutesIn(30), tellAt: minutesIn(30), leftMs: 0.5 * hour },
          { threshold: 'used:0.75', at: minutesIn(45), tellAt: minutesIn(45), leftMs: 0.25 * hour },
          { threshold: 'due', at: minutesIn(60), tellAt: minutesIn(60), leftMs: 0 },
        ],
      },
      {
        clock: 'resolution',
        dueAt: minutesIn(240),
        crossings: [
          { threshold: 'used:0.75', at: minutesIn(180), tellAt: minutesIn(180), leftMs: hour },
          { threshold: 'left:30', at: minutesIn(210), tellAt: minutesIn(210), leftMs: 0.5 * hour },
          { threshold: 'due', at: minutesIn(240), tellAt: minutesIn(240), leftMs: 0 },
        ],
      },
    ]);
  });

  it('are the whole list once, then what changed, once a turn', async () => {
    const { start, put, handed, turn } = desk();
    start();
    await turn();
    expect(handed).toEqual([{ whole: true, put: [], remove: [], isFresh: true, onCall: [] }]);
    put(caseOf('a', [mine]));
    put(caseOf('b', [mine]));
    put(caseOf('low', [], { opening: { priority: 3 } }));
    await turn();
    expect(handed).toHaveLength(2);
    expect(handed[1]).toMatchObject({ whole: false, remove: [] });
    expect(ids(handed[1])).toEqual(['a', 'b']);
  });

  it('say own reminders, on a case of nobody and on one that is done, and take them back once ticked off', async () => {
    const { start, put, handed, turn } = desk();
    start();
    const reminder = event(1, { type: 'reminder_set', remindAt: minutesIn(90), forId: me, about: 'Call.' });
    put(caseOf('low', [reminder], { opening: { priority: 3 } }));
    put(caseOf('done', [reminder, event(2, { type: 'resolved' })]));
    put(
      caseOf('theirs', [event(1, { type: 'reminder_set', remindAt: minutesIn(90), forId: ana, about: '' })], {
        opening: { priority: 3 },
      }),
    );
    await turn();
    expect(ids(handed.at(-1))).toEqual(['done', 'low']);
    expect(handed.at(-1)?.put).toMatchObject([
      { reason: 'reminder', deadlines: [], reminders: [{ remindAt: minutesIn(90), about: 'Call.' }] },
      { reason: 'reminder', deadlines: [], reminders: [{ remindAt: minutesIn(90), about: 'Call.' }] },
    ]);
    put(caseOf('done', [event(2, { type: 'resolved' })]));
    await turn();
    expect(handed.at(-1)?.remove).toEqual(['done']);
  });

  it('rule-7 say what a waiting case asks for next: to its contact, and closing to a lead who hears everything', async () => {
    const day = 24 * 60;
    const message = (minutes: number) => event(minutes, { type: 'agent_message' });
    const wait = event(3, { type: 'waiting', on: 'customer' });
    const silent = [message(2), wait];
    const ready = [...silent, message(day), message(2 * day)];
    const theirs = event(1, { type: 'assigned', ownerId: ana });
    const cases = [
      caseOf('mine', [mine, ...silent]),
      caseOf('ready', [mine, ...ready]),
      caseOf('technical', [theirs, handedOff, accepted, ...silent]),
      caseOf('theirs', [theirs, ...silent]),
      caseOf('their ready', [theirs, ...ready]),
      caseOf('nobody’s', silent, { opening: { priority: 3 } }),
    ];
    for (const [role, everything, expected] of [
      [
        'coa',
        false,
        [
          ['mine', 'follow_up'],
          ['ready', 'may_close'],
        ],
      ],
      [
        'lead',
        false,
        [
          ['mine', 'follow_up'],
          ['ready', 'may_close'],
        ],
      ],
      [
        'lead',
        true,
        [
          ['mine', 'follow_up'],
          ['ready', 'may_close'],
          ['their ready', 'may_close'],
        ],
      ],
      // Wished for when the agent was a lead.
      [
        'coa',
        true,
        [
          ['mine', 'follow_up'],
          ['ready', 'may_close'],
        ],
      ],
    ] as const) {
      const { start, put, handed, turn, wish } = desk(role);
      start();
      wish(everything);
      put(...cases);
      await turn();
      const told = handed
        .at(-1)
        ?.put.flatMap(({ caseId, reminders = [] }) => reminders.map(({ step }) => [caseId, step]));
      expect(told?.sort(), `${role} ${everything}`).toEqual(expected);
    }
  });

  it('rule-7 say that a case came back by its release, and take a step back once the customer answered', async () => {
    const { start, put, handed, turn } = desk();
    start();
    const back = [
      mine,
      event(2, { type: 'closed', reason: 'development' }),
      event(3, { type: 'reopened', because: 'release_moved' }),
    ];
    put(caseOf('back', back, { opening: { priority: 4 } }));
    put(caseOf('silent', [mine, event(2, { type: 'waiting', on: 'customer' })], { opening: { priority: 4 } }));
    await turn();
    expect(handed.at(-1)?.put).toMatchObject([
      { caseId: 'back', reason: 'mine', deadlines: [], reminders: [{ step: 'came_back', remindAt: minutesIn(3) }] },
      { caseId: 'silent', reason: 'mine', deadlines: [], reminders: [{ step: 'follow_up' }] },
    ]);
    put(
      caseOf('silent', [mine, event(2, { type: 'waiting', on: 'customer' }), event(4, { type: 'customer_message' })], {
        opening: { priority: 4 },
      }),
    );
    await turn();
    expect(handed.at(-1)?.remove).toEqual(['silent']);
  });

  it('go when the case is resolved, and are not spoken of again', async () => {
    const { start, put, handed, turn } = desk();
    start();
    put(caseOf('a', [mine]));
    await turn();
    const resolved = caseOf('a', [mine, event(2, { type: 'resolved' })]);
    put(resolved);
    await turn();
    expect(handed.at(-1)).toMatchObject({ whole: false, put: [], remove: ['a'] });
    const { length } = handed;
    put(resolved);
    await turn();
    expect(handed).toHaveLength(length);
  });

  it('wait until the cases are read and it is known who acts: what was handed over last time still holds', async () => {
    const { put, putPolicy, actAs, handed, turn } = desk();
    put(caseOf('a', [mine]));
    await turn();
    putPolicy();
    await turn();
    expect(handed).toEqual([]);
    actAs('me');
    await turn();
    expect(ids(handed.at(-1))).toEqual(['a']);
  });

  it('are of my cases, of emergencies that nobody has, and of hand-offs for my role', async () => {
    const cases = [
      caseOf('mine', [mine]),
      caseOf('emergency'),
      caseOf('another agent has it', [event(1, { type: 'assigned', ownerId: ana })]),
      caseOf('no emergency', [], { opening: { priority: 3 } }),
      caseOf('handed off', [event(1, { type: 'assigned', ownerId: ana }), event(2, { type: 'handed_off' })]),
    ];
    for (const [role, expected] of [
      ['coa', ['emergency', 'mine']],
      ['tae', ['emergency', 'handed off', 'mine']],
    ] as const) {
      const { start, put, handed, turn } = desk(role);
      start();
      put(...cases);
      await turn();
      expect(ids(handed.at(-1)), role).toEqual(expected);
    }
  });

  it('are of every open case as soon as a lead asks, and not any more when the lead does not', async () => {
    const { start, put, handed, turn, wish } = desk('lead');
    start();
    put(caseOf('a', [event(1, { type: 'assigned', ownerId: ana })]));
    await turn();
    expect(ids(handed.at(-1))).toEqual([]);
    wish(true);
    await turn();
    expect(handed.at(-1)).toMatchObject({ whole: true, put: [{ caseId: 'a', reason: 'everything' }] });
    const { length } = handed;
    wish(true);
    await turn();
    expect(handed).toHaveLength(length);
    wish(false);
    await turn();
    expect(handed.at(-1)).toMatchObject({ whole: true, put: [] });
  });

  it('are handed over whole again under another policy, and each hour, since they look seven days ahead', async () => {
    const { start, put, putPolicy, handed, turn, timers } = desk();
    start();
    put(caseOf('a', [mine]));
    await turn();
    putPolicy({
      ...compiled.policy,
      notify: { first_response: { thresholds: ['due'] }, resolution: { thresholds: [] } },
    });
    await turn();
    expect(handed.at(-1)).toMatchObject({ whole: true });
    expect(handed.at(-1)?.put[0]?.deadlines.map(({ clock, crossings }) => [clock, crossings.length])).toEqual([
      ['first_response', 1],
    ]);
    expect([...timers.values()]).toContain(hour);
    const [everyHour] = [...timers].find(([, ms]) => ms === hour) ?? [];
    const { length } = handed;
    everyHour?.();
    await turn();
    expect(handed).toHaveLength(length + 1);
    expect(handed.at(-1)).toMatchObject({ whole: true });
  });

  it('are handed over whole again after one that was not taken', async () => {
    const { start, put, handed, turn, refuse } = desk();
    refuse(true);
    start();
    put(caseOf('a', [mine]));
    await turn();
    expect(handed).toEqual([]);
    refuse(false);
    put(caseOf('b', [mine]));
    await turn();
    expect(handed.at(-1)).toMatchObject({ whole: true });
    expect(ids(handed.at(-1))).toEqual(['a', 'b']);
  });

  it('end with the window', async () => {
    const { start, put, handed, turn, stop, timers } = desk();
    start();
    await turn();
    stop();
    put(caseOf('a', [mine]));
    await turn();
    expect(handed).toHaveLength(1);
    expect(timers.size).toBe(0);
  });
});
