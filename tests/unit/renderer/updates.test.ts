import { describe, expect, test } from 'vitest';
import { isAnyDialogOpen, isNothingUnsent, type Unsent, unsentWords } from '../../../src-renderer/updates/unsent.ts';
import { updateWords } from '../../../src-renderer/updates/update-words.ts';
import { windowUpdates } from '../../../src-renderer/updates/window-updates.ts';
import type { UpdateState, UpdateStep } from '../../../src-shared/updates/update-state.ts';
import { fakeDesktop } from './fake-desktop.ts';

const nothing: Unsent = { waiting: 0, drafts: 0, isDialogOpen: false };
const on = (now: UpdateStep): UpdateState => ({
  isOn: true,
  channel: 'stable',
  checkedAt: 5_000,
  notInstalled: null,
  now,
});
const ready = on({ step: 'ready', version: '1.1.0' });

describe('what a restart would cut short', () => {
  test('is told by kind, with how it is kept', () => {
    expect(unsentWords(nothing)).toBeNull();
    const words = unsentWords({ waiting: 2, drafts: 1, isDialogOpen: false }) ?? '';
    expect(words).toContain('2 changes are not sent yet. They are kept here');
    expect(words).toContain('1 text is written and not sent. It is kept as a draft.');
  });

  test('is each of an action, a text that is not sent, and an open dialog', () => {
    expect(isNothingUnsent(nothing)).toBe(true);
    for (const one of [{ waiting: 1 }, { drafts: 1 }, { isDialogOpen: true }]) {
      expect(isNothingUnsent({ ...nothing, ...one })).toBe(false);
    }
  });
});

test('an emergency that is on the phone is cut short as any dialog is', () => {
  expect(isAnyDialogOpen({ dialog: null, emergency: null })).toBe(false);
  expect(isAnyDialogOpen({ dialog: { name: 'new_case' }, emergency: null })).toBe(true);
  expect(isAnyDialogOpen({ dialog: null, emergency: { instead: null } })).toBe(true);
});

describe('updates in the window', () => {
  function window(restart: () => unknown = () => ({ ok: true })) {
    let unsent = nothing;
    const timers: (() => void)[] = [];
    const { desktop, calls, say } = fakeDesktop({
      'updates:state': () => ready,
      'updates:news': () => ({ unseen: [{ version: '1.0.0', lines: [] }], all: [] }),
      'updates:restart': restart,
    });
    const updates = windowUpdates({
      desktop,
      unsent: () => unsent,
      schedule: (_ms, work) => {
        timers.push(work);
        return () => void timers.splice(timers.indexOf(work), 1);
      },
    });
    return {
      updates,
      say,
      restarts: () => calls.filter(([name]) => name === 'updates:restart').map(([, argument]) => argument),
      calls: () => calls.map(([name]) => name),
      unsentIs: (changes: Partial<Unsent>) => {
        unsent = { ...nothing, ...changes };
      },
      tick: () => timers.shift()?.(),
      timers,
    };
  }

  test('a restart that waits comes once everything is sent and no text is left', async () => {
    const { updates, restarts, unsentIs, tick, say } = window();
    say('updates:state', ready);
    unsentIs({ waiting: 1 });
    updates.wait(true);
    expect(updates.state.getState().waits).toBe(true);
    unsentIs({ drafts: 1 });
    tick();
    unsentIs({ isDialogOpen: true });
    tick();
    expect(restarts()).toEqual([]);
    unsentIs({});
    tick();
    expect(restarts()).toEqual([{ agreed: false }]);
  });

  test('a restart that waits can be called off', () => {
    const { updates, restarts, unsentIs, timers } = window();
    unsentIs({ waiting: 1 });
    updates.wait(true);
    updates.wait(false);
    unsentIs({});
    expect(timers).toEqual([]);
    expect(restarts()).toEqual([]);
    expect(updates.state.getState().waits).toBe(false);
  });

  test('a restart that is put off at the last moment still waits', () => {
    const { updates, unsentIs, say, tick, restarts } = window();
    say('updates:state', ready);
    unsentIs({ waiting: 1 });
    updates.wait(true);
    say('updates:state', on({ step: 'installing', version: '1.1.0' }));
    unsentIs({});
    tick();
    expect(restarts()).toEqual([]);
    say('updates:state', ready);
    expect(updates.state.getState().waits).toBe(true);
    tick();
    expect(restarts()).toEqual([{ agreed: false }]);
  });

  test.each([{ step: 'idle' }, { step: 'failed', message: 'Code signature' }] as const)(
    'nothing waits any more when installing ends with %j',
    (step) => {
      const { updates, unsentIs, say } = window();
      say('updates:state', ready);
      unsentIs({ waiting: 1 });
      updates.wait(true);
      say('updates:state', on({ step: 'installing', version: '1.1.0' }));
      say('updates:state', on(step));
      expect(updates.state.getState().waits).toBe(false);
    },
  );

  test('nothing waits any more when the update is no longer ready', () => {
    const { updates, unsentIs, say, tick, restarts } = window();
    unsentIs({ waiting: 1 });
    updates.wait(true);
    say('updates:state', on({ step: 'failed', message: 'Code signature did not pass validation' }));
    unsentIs({});
    tick();
    expect([updates.state.getState().waits, restarts()]).toEqual([false, []]);
  });

  test('news are seen once', async () => {
    const { updates, calls } = window();
    await Promise.resolve();
    await Promise.resolve();
    expect(updates.state.getState().news.unseen).toHaveLength(1);
    updates.newsSeen();
    expect(updates.state.getState().news.unseen).toEqual([]);
    expect(calls()).toContain('updates:news-seen');
  });
});

describe('how far updating has come, in words', () => {
  const time = (at: number) => `at ${at}`;
  test.each<[UpdateState, string]>([
    [{ isOn: false, reason: 'managed_off' }, 'administrator installs updates'],
    [{ isOn: false, reason: 'unsigned' }, 'not signed'],
    [on({ step: 'idle' }), 'This is the latest version. Last looked at 5000.'],
    [{ ...on({ step: 'idle' }), checkedAt: null } as UpdateState, 'by itself'],
    [on({ step: 'downloading', version: '1.1.0', percent: 40 }), '1.1.0: 40 %'],
    [ready, 'installed when you restart'],
    [on({ step: 'failed', message: 'The update server cannot be reached.' }), 'It is tried again by itself.'],
  ])('%j', (state, words) => {
    expect(updateWords(state, time)).toContain(words);
  });
});
