import { describe, expect, test } from 'vitest';
import type { LedgerLine } from '../../../../src-main/deadlines/ledger.ts';
import type { Notice } from '../../../../src-main/deadlines/schedule.ts';
import { eventIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { DueReminder, NoticeOutcome } from '../../../../src-shared/deadlines/deadline.ts';
import { crossing, dueCase, minute, nine } from './deadline-builders.ts';
import { computer } from './memory-computer.ts';

const hour = 60 * minute;

describe('a deadline', () => {
  test('is told at each of its thresholds, once, by one timer', async () => {
    const desk = computer();
    const keeper = desk.start();
    keeper.hand([dueCase('a', nine + hour), dueCase('b', nine + 2 * hour)], [], true);
    expect(desk.timers()).toBe(1);
    await desk.passTo(nine + 30 * minute);
    expect(desk.shown).toEqual([{ form: 'case', cases: ['a'], thresholds: ['left:30'] }]);
    await desk.passTo(nine + 3 * hour);
    expect(desk.shown.map(({ cases, thresholds }) => `${cases} ${thresholds}`)).toEqual([
      'a left:30',
      'a due',
      'b left:30',
      'b due',
    ]);
    expect(desk.timers()).toBe(0);
  });

  test('is not told after its clock has stopped, and what stands of it is taken away', async () => {
    const desk = computer();
    const keeper = desk.start();
    keeper.hand([dueCase('a', nine + hour)], [], true);
    await desk.passTo(nine + 40 * minute);
    keeper.hand([], ['a']);
    await desk.passTo(nine + 2 * hour);
    expect(desk.shown).toHaveLength(1);
    expect(desk.withdrawn).toEqual(['a']);
  });

  test('that a change moved is told at its new instant, and not again at the old one', async () => {
    const desk = computer();
    const keeper = desk.start();
    keeper.hand([dueCase('a', nine + hour)], [], true);
    await desk.passTo(nine + 35 * minute);
    keeper.hand([dueCase('a', nine + 4 * hour)]);
    keeper.hand([dueCase('a', nine + hour)]);
    await desk.passTo(nine + 2 * hour);
    expect(desk.shown.map(({ thresholds }) => thresholds)).toEqual([['left:30'], ['due']]);
  });

  test('that a change brought into the past is told at once, as news', async () => {
    const desk = computer();
    const keeper = desk.start();
    keeper.hand([dueCase('a', nine + 9 * hour)], [], true);
    await desk.passTo(nine + 2 * hour);
    keeper.hand([dueCase('a', nine + hour)]);
    await desk.passTo(nine + 2 * hour);
    expect(desk.shown).toEqual([{ form: 'case', cases: ['a'], thresholds: ['due'] }]);
  });

  test('is told with others of the same case as one, and with many cases as one', async () => {
    const desk = computer();
    const twice = dueCase('a', nine + hour);
    const both = [...twice.deadlines, ...dueCase('a', nine + hour, { clock: 'resolution' }).deadlines];
    desk.start().hand([{ ...twice, deadlines: both }], [], true);
    await desk.passTo(nine + 30 * minute);
    expect(desk.shown).toEqual([{ form: 'case', cases: ['a', 'a'], thresholds: ['left:30', 'left:30'] }]);

    const busy = computer();
    busy.start().hand(
      ['a', 'b', 'c', 'd'].map((id) => dueCase(id, nine + hour)),
      [],
      true,
    );
    await busy.passTo(nine + 30 * minute);
    expect(busy.shown).toEqual([
      { form: 'several', cases: ['a', 'b', 'c', 'd'], thresholds: ['left:30', 'left:30', 'left:30', 'left:30'] },
    ]);
  });
});

describe('after sleep or a start', () => {
  test('one summary names what was missed, the longest overdue first', async () => {
    const desk = computer();
    const keeper = desk.start();
    keeper.hand(
      [dueCase('late', nine + 2 * hour), dueCase('later', nine + hour), dueCase('far', nine + 99 * hour)],
      [],
      true,
    );
    desk.sleepTo(nine + 8 * hour);
    keeper.woke();
    await desk.passTo(nine + 9 * hour);
    expect(desk.shown).toEqual([{ form: 'missed', cases: ['later', 'late'], thresholds: ['due', 'due'] }]);
  });

  test('nothing is told before the window has caught up: what was resolved meanwhile is not named', async () => {
    const desk = computer();
    desk.start().hand([dueCase('mine', nine + hour), dueCase('resolved', nine + hour)], [], true);
    desk.sleepTo(nine + 8 * hour);
    const keeper = desk.start();
    await desk.passTo(nine + 8 * hour + 10_000);
    expect(desk.shown).toEqual([]);
    keeper.hand([dueCase('mine', nine + hour)], [], true);
    await desk.passTo(nine + 8 * hour + 20_000);
    expect(desk.shown).toEqual([{ form: 'missed', cases: ['mine'], thresholds: ['due'] }]);
  });

  test('but without a window it is told half a minute later', async () => {
    const desk = computer();
    desk.start().hand([dueCase('a', nine + hour)], [], true);
    desk.sleepTo(nine + 8 * hour);
    desk.start();
    await desk.passTo(nine + 8 * hour + 30_000);
    expect(desk.shown.map(({ form }) => form)).toEqual(['missed']);
  });

  test('what was begun to be told when the app ended is named among the missed', async () => {
    const desk = computer({ show: () => new Promise(() => {}) });
    desk.start().hand([dueCase('a', nine + hour)], [], true);
    await desk.passTo(nine + 31 * minute);
    const after = computer();
    after.disk.ledger.lines = desk.disk.ledger.lines;
    after.disk.list.lines = desk.disk.list.lines;
    after.sleepTo(nine + 40 * minute);
    after.start();
    await after.passTo(nine + 41 * minute);
    expect(after.shown).toEqual([{ form: 'missed', cases: ['a'], thresholds: ['left:30'] }]);
    after.sleepTo(nine + 45 * minute);
    after.start();
    await after.passTo(nine + 50 * minute);
    expect(after.shown).toHaveLength(1);
  });
});

describe('what an agent chose', () => {
  test('quiet hours hold everything back, and end in a summary', async () => {
    const until = nine + 3 * hour;
    const desk = computer({ quietUntil: (now) => (now < until ? until : null) });
    desk.start().hand([dueCase('a', nine + hour)], [], true);
    await desk.passTo(nine + 2 * hour);
    expect(desk.shown).toEqual([]);
    await desk.passTo(until);
    expect(desk.shown).toEqual([{ form: 'missed', cases: ['a'], thresholds: ['due'] }]);
  });

  test('what is muted is noted as suppressed and not shown', async () => {
    const isMuted = ({ about }: Notice) => about.reason === 'emergency';
    const desk = computer({ isMuted });
    desk.start().hand([dueCase('a', nine + hour, { reason: 'emergency' }), dueCase('b', nine + hour)], [], true);
    await desk.passTo(nine + 45 * minute);
    expect(desk.shown.map(({ cases }) => cases)).toEqual([['b']]);
    expect(desk.disk.ledger.lines.flatMap((line) => (line.kind === 'outcome' ? [line.result] : []))).toEqual([
      { outcome: 'suppressed', reason: 'muted' },
      { outcome: 'shown' },
    ]);
  });

  test('a snoozed case is told again, over a restart too, and not if it is resolved by then', async () => {
    const desk = computer();
    const keeper = desk.start();
    keeper.hand([dueCase('a', nine + hour), dueCase('b', nine + hour)], [], true);
    await desk.passTo(nine + 31 * minute);
    keeper.snooze('a', nine + 41 * minute);
    keeper.snooze('b', nine + 41 * minute);
    const again = desk.start();
    again.hand([dueCase('a', nine + hour)], ['b']);
    await desk.passTo(nine + 42 * minute);
    expect(desk.shown.slice(2)).toEqual([{ form: 'case', cases: ['a'], thresholds: ['snoozed'] }]);
  });
});

describe('what the system did not show', () => {
  const failed: NoticeOutcome = { outcome: 'failed', reason: 'not signed' };

  test('stays as an alert until it is seen, over a restart too', async () => {
    const desk = computer();
    desk.answer(failed);
    desk.start().hand([dueCase('a', nine + hour)], [], true);
    await desk.passTo(nine + 31 * minute);
    expect(desk.alerts.at(-1)).toEqual([
      { notice: 1, at: nine + 30 * minute, form: 'case', title: 'a', body: 'body', cases: [], caseId: 'a' },
    ]);
    expect(desk.logged.join()).toContain('not signed');
    const again = desk.start();
    expect(again.alerts().map(({ notice }) => notice)).toEqual([1]);
    again.seen(1);
    expect(again.alerts()).toEqual([]);
    expect(desk.start().alerts()).toEqual([]);
  });

  test('a full disk keeps nothing from being told', async () => {
    const desk = computer();
    const keeper = desk.start();
    desk.disk.ledger.append = () => {
      throw new Error('no space left');
    };
    keeper.hand([dueCase('a', nine + hour)], [], true);
    await desk.passTo(nine + 2 * hour);
    expect(desk.shown).toHaveLength(2);
    expect(desk.logged.join()).toContain('no space left');
  });
});

describe('the ledger', () => {
  test('names each notification, what it told and what became of it', async () => {
    const desk = computer();
    desk.start().hand([dueCase('a', nine + hour)], [], true);
    await desk.passTo(nine + 2 * hour);
    expect(desk.disk.ledger.lines).toEqual([
      { kind: 'told', told: [] },
      telling(1, nine + 30 * minute, 'left:30'),
      { kind: 'outcome', notice: 1, at: nine + 30 * minute, result: { outcome: 'shown' } },
      telling(2, nine + hour, 'due'),
      { kind: 'outcome', notice: 2, at: nine + hour, result: { outcome: 'shown' } },
    ]);
  });

  test('forgets after 30 days what no case has any more, and keeps what one still has', async () => {
    const desk = computer();
    const old = {
      ...dueCase('old', nine),
      deadlines: [{ clock: 'resolution' as const, dueAt: nine, crossings: [crossing('due', nine)] }],
    };
    desk.start().hand([old, dueCase('gone', nine + hour)], [], true);
    await desk.passTo(nine + 2 * hour);
    desk.start().hand([old], ['gone'], true);
    desk.sleepTo(nine + 40 * 24 * hour);
    desk.start().hand([old], [], true);
    await desk.passTo(nine + 41 * 24 * hour);
    expect(desk.shown.flatMap(({ cases }) => cases)).toEqual(['old', 'gone', 'gone']);
    expect(desk.disk.ledger.lines).toEqual([{ kind: 'told', told: [{ key: `old resolution due ${nine}`, at: nine }] }]);
  });

  function telling(notice: number, at: number, threshold: string): LedgerLine {
    const told = [{ key: `a first_response ${threshold} ${at}`, at }];
    return { kind: 'telling', notice, at, form: 'case', title: 'a', body: 'body', cases: [], caseId: 'a', told };
  }
});

const remindAt = nine + 20 * minute;
const reminder = (id: string, at = remindAt) => ({ id: eventIdSchema.parse(id), remindAt: at, about: `About ${id}.` });

describe('a reminder', () => {
  test('is told once at its time, each by itself, on a case with no deadline and no window too', async () => {
    const desk = computer();
    desk.start().hand([dueCase('a', nine, { deadlines: [], reminders: [reminder('r1'), reminder('r2')] })], [], true);
    await desk.passTo(remindAt - 1);
    expect(desk.shown).toEqual([]);
    const again = desk.start();
    await desk.passTo(remindAt + minute);
    expect(desk.shown).toEqual([{ form: 'case', cases: ['a', 'a'], thresholds: ['r1', 'r2'] }]);
    again.hand([dueCase('a', nine, { deadlines: [], reminders: [reminder('r1'), reminder('r2')] })], [], true);
    desk.start();
    await desk.passTo(remindAt + 2 * hour);
    expect(desk.shown).toHaveLength(1);
  });

  test('that is put off to another time is told at that; one that was ticked off is not told', async () => {
    const desk = computer();
    const keeper = desk.start();
    const withReminders = (...reminders: ReturnType<typeof reminder>[]) =>
      dueCase('a', nine, { deadlines: [], reminders });
    keeper.hand([withReminders(reminder('r1'), reminder('r2'))], [], true);
    keeper.hand([withReminders(reminder('r2', remindAt + hour))]);
    await desk.passTo(remindAt + minute);
    expect(desk.shown).toEqual([]);
    await desk.passTo(remindAt + hour + minute);
    expect(desk.shown.map(({ thresholds }) => thresholds)).toEqual([['r2']]);
  });

  test('that came while the computer slept is named among the missed, and snoozed like a deadline', async () => {
    const desk = computer();
    const keeper = desk.start();
    keeper.hand([dueCase('a', nine, { deadlines: [], reminders: [reminder('r1')] })], [], true);
    desk.sleepTo(remindAt + hour);
    keeper.woke();
    await desk.passTo(remindAt + hour + minute);
    expect(desk.shown).toEqual([{ form: 'missed', cases: ['a'], thresholds: ['r1'] }]);
    keeper.snooze('a', remindAt + hour + 11 * minute);
    await desk.passTo(remindAt + 2 * hour);
    expect(desk.shown.slice(1)).toEqual([{ form: 'case', cases: ['a'], thresholds: ['snoozed:r1'] }]);
  });
});

describe('rule-7 the next step of a case', () => {
  const step = (at: number, tellAt = at): DueReminder => ({
    id: 'follow_up',
    step: 'follow_up',
    remindAt: at,
    tellAt,
    about: '1 of 3 outreaches count so far.',
  });
  const waiting = (...reminders: DueReminder[]) => dueCase('a', nine, { deadlines: [], reminders });
  const once = [{ form: 'case', cases: ['a'], thresholds: ['follow_up'] }];

  test('is told once, over restarts and further hand-overs, with no window too', async () => {
    const desk = computer();
    desk.start().hand([waiting(step(remindAt))], [], true);
    const again = desk.start();
    await desk.passTo(remindAt + minute);
    expect(desk.shown).toEqual(once);
    again.hand([waiting(step(remindAt))], [], true);
    desk.start().hand([waiting(step(remindAt))], [], true);
    await desk.passTo(remindAt + 3 * hour);
    expect(desk.shown).toEqual(once);
  });

  test('is told when it may be, which is later than its time after a snooze; once that is ended at once, as news', async () => {
    const desk = computer();
    const keeper = desk.start();
    keeper.hand([waiting(step(remindAt, remindAt + 2 * hour))], [], true);
    await desk.passTo(remindAt + hour);
    expect(desk.shown).toEqual([]);
    keeper.hand([waiting(step(remindAt))]);
    await desk.passTo(remindAt + hour + minute);
    expect(desk.shown).toEqual(once);
    keeper.hand([waiting(step(remindAt, remindAt + 2 * hour))]);
    await desk.passTo(remindAt + 3 * hour);
    expect(desk.shown).toEqual(once);
  });

  test('is not told of a case that was answered meanwhile, and what stands of it is taken away', async () => {
    const desk = computer();
    const keeper = desk.start();
    keeper.hand([waiting(step(remindAt))], [], true);
    keeper.hand([], ['a']);
    await desk.passTo(remindAt + hour);
    expect(desk.shown).toEqual([]);
    expect(desk.withdrawn).toEqual(['a']);
  });

  test('that came while the app was off or in quiet hours is named among the missed, and put off by its button', async () => {
    const desk = computer({ quietUntil: (now) => (now < remindAt + hour ? remindAt + hour : null) });
    const keeper = desk.start();
    keeper.hand([waiting(step(remindAt))], [], true);
    await desk.passTo(remindAt + hour);
    expect(desk.shown).toEqual([{ form: 'missed', cases: ['a'], thresholds: ['follow_up'] }]);
    keeper.snooze('a', remindAt + 2 * hour);
    await desk.passTo(remindAt + 2 * hour);
    expect(desk.shown.slice(1)).toEqual([{ form: 'case', cases: ['a'], thresholds: ['snoozed:follow_up'] }]);
  });
});

describe('quiet hours', () => {
  const until = nine + 8 * hour;
  const quiet = { quietUntil: (now: number) => (now < until ? until : null), isMuted: () => true };
  const emergency = dueCase('e', nine + hour, { reason: 'emergency' });

  test('rule-6: do not hold back, nor does muting, an emergency that nobody has from whoever is on call', async () => {
    const desk = computer(quiet);
    const keeper = desk.start();
    keeper.change({
      whole: true,
      put: [emergency, dueCase('m', nine + hour)],
      remove: [],
      isFresh: true,
      onCall: [{ fromAt: nine + 40 * minute, toAt: until }],
    });
    await desk.passTo(nine + 39 * minute);
    expect(desk.shown).toEqual([]);
    // What had passed before the shift began is told as it begins; on the disk it survives a restart.
    await desk.passTo(nine + 41 * minute);
    expect(desk.shown.map(({ cases }) => cases)).toEqual([['e']]);
    desk.start();
    await desk.passTo(nine + 2 * hour);
    expect(desk.shown.map(({ cases }) => cases)).toEqual([['e'], ['e']]);
    expect(desk.timers()).toBe(1);
  });

  test('hold it back from whoever is not', async () => {
    const desk = computer(quiet);
    desk.start().hand([emergency], [], true);
    await desk.passTo(nine + 2 * hour);
    expect(desk.shown).toEqual([]);
  });
});
