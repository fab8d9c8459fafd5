import { describe, expect, test } from 'vitest';
import type { DeskSummary } from '../../../../src-main/tray/desk-summary.ts';
import { badgeWords, trayView, windowTitle } from '../../../../src-main/tray/tray-view.ts';
import { nine } from '../deadlines/deadline-builders.ts';

const calm: DeskSummary = { overdue: 0, dueWithinHour: 0, next: null, changesAt: null };
const online = { connection: 'online', waiting: 0 } as const;
const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 16);
const wordsOf = (...facts: Parameters<typeof trayView>) =>
  trayView(...facts).lines.map((line) => (line.kind === 'line' ? '-' : line.words));

describe('the tray', () => {
  test('on a calm desk says so, and how to open and quit', () => {
    expect(wordsOf(calm, online, clockTime)).toEqual([
      'Nothing overdue',
      'Nothing due within the hour',
      '-',
      'Open Dueline',
      'Quit Dueline',
    ]);
    expect(trayView(calm, online, clockTime)).toMatchObject({
      picture: 'calm',
      tooltip: 'Dueline\nNothing overdue\nNothing due within the hour',
    });
  });

  test('counts what is overdue and due, and leads to the next deadline', () => {
    const next = {
      caseId: 'case-1',
      number: '00012345',
      account: 'Harvest Valley',
      clock: 'first_response',
      dueAt: nine,
    } as const;
    const view = trayView({ ...calm, overdue: 3, dueWithinHour: 2, next }, online, clockTime);
    expect(view.picture).toBe('overdue');
    expect(view.lines.slice(0, 3)).toEqual([
      { kind: 'told', words: '3 cases overdue' },
      { kind: 'told', words: '2 due within the hour' },
      { kind: 'open_case', words: 'Next: 00012345 first response, 17:00', caseId: 'case-1' },
    ]);
    expect(wordsOf({ ...calm, next: { ...next, number: null } }, online, clockTime)[2]).toBe(
      'Next: new case first response, 17:00',
    );
  });

  test('says that the network is gone and what waits', () => {
    const offline = { connection: 'offline', waiting: 1 } as const;
    expect(wordsOf(calm, offline, clockTime).slice(2, 5)).toEqual(['-', 'Offline', '1 change waiting to be sent']);
    expect(trayView(calm, offline, clockTime).picture).toBe('offline');
    expect(wordsOf(calm, { ...online, waiting: 3 }, clockTime)).toContain('3 changes waiting to be sent');
    expect(wordsOf(calm, { connection: 'failing', waiting: 0 }, clockTime)).toContain(
      'The backend answers with errors',
    );
    // Overdue is the more urgent news.
    expect(trayView({ ...calm, overdue: 1 }, offline, clockTime).picture).toBe('overdue');
  });

  test('says nothing of the connection before the window has', () => {
    expect(wordsOf(calm, null, clockTime)).toHaveLength(5);
    expect(wordsOf(calm, { connection: 'connecting', waiting: 0 }, clockTime)).toHaveLength(5);
  });

  test('keeps to what Windows shows of a tooltip', () => {
    const many = { ...calm, overdue: 1e9, dueWithinHour: 1e9 };
    const { tooltip } = trayView(many, { connection: 'update_required', waiting: 1e15 }, clockTime);
    expect(tooltip.length).toBe(127);
    expect(tooltip.endsWith('…')).toBe(true);
  });
});

test('the window’s title counts what is overdue', () => {
  expect([0, 3].map(windowTitle)).toEqual(['Dueline', 'Dueline — 3 overdue']);
});

test('the badge has room for one digit', () => {
  expect([1, 9, 10, 250].map(badgeWords)).toEqual(['1', '9', '9+', '9+']);
});
