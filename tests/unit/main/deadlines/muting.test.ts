import { describe, expect, test } from 'vitest';
import { isMutedBy } from '../../../../src-main/deadlines/muting.ts';
import { defaultSettings, type Settings } from '../../../../src-shared/settings/settings.ts';
import { crossing, dueCase, nine } from './deadline-builders.ts';

const { deadlines: _, ...about } = dueCase('a', nine);
const deadline = { about, clock: 'resolution', crossing: crossing('due', nine) } as const;
const reminder = { about, clock: 'reminder', crossing: crossing('r1', nine) } as const;
const step = { about, clock: 'reminder', crossing: crossing('follow_up', nine), step: 'follow_up' } as const;

function muted(...kinds: Settings['notifications']['muted']) {
  const chosen = { ...defaultSettings.notifications, muted: kinds };
  return [deadline, reminder, step].map((notice) => isMutedBy(chosen, notice));
}

describe('what an agent muted', () => {
  test('is nothing at first', () => expect(muted()).toEqual([false, false, false]));

  test('my cases: their deadlines, and their next steps too, but no reminder of one’s own', () =>
    expect(muted('mine')).toEqual([true, false, true]));

  test('my reminders: those that one set', () => expect(muted('reminder')).toEqual([false, true, false]));

  test('rule-7 outreaches, closings, returns: those alone', () =>
    expect(muted('next_step')).toEqual([false, false, true]));

  test('a threshold: of clocks only', () => {
    const chosen = { ...defaultSettings.notifications, thresholdsOff: ['due', 'follow_up'] };
    expect([deadline, reminder, step].map((notice) => isMutedBy(chosen, notice))).toEqual([true, false, false]);
  });
});
