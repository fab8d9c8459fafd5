import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { windowSettings } from '../../../../src-renderer/settings/settings-store.ts';
import { outcomeWords, thresholdsOf } from '../../../../src-renderer/settings/settings-words.ts';
import { policySchema } from '../../../../src-shared/policy/policy.ts';
import { defaultSettings, type Settings } from '../../../../src-shared/settings/settings.ts';
import { policy } from '../../shared/cases/timeline.ts';
import { fakeDesktop } from '../fake-desktop.ts';

const atLogin: Settings = { ...defaultSettings, startAtLogin: true };
const inTray: Settings = { ...defaultSettings, closeToTray: false };

describe('the settings in the window', () => {
  it('are those that were kept, and change when they change elsewhere', async () => {
    const { desktop, say } = fakeDesktop({ 'settings:read': () => atLogin });
    const { state, ready } = windowSettings(desktop);
    await ready;
    expect(state.getState()).toEqual({ settings: atLogin, problem: null });
    say('settings:changed', inTray);
    expect(state.getState().settings).toEqual(inTray);
  });

  it('show a choice at once and keep it', async () => {
    const { desktop, calls } = fakeDesktop({ 'settings:read': () => defaultSettings });
    const { state, ready, choose } = windowSettings(desktop);
    await ready;
    const kept = choose(atLogin);
    expect(state.getState().settings).toEqual(atLogin);
    await kept;
    expect(calls.at(-1)).toEqual(['settings:write', atLogin]);
    expect(state.getState()).toEqual({ settings: atLogin, problem: null });
  });

  it('take a choice back that cannot be kept, and say why', async () => {
    const { desktop } = fakeDesktop({
      'settings:read': () => atLogin,
      'settings:write': () => {
        throw new Error('The disk is full.');
      },
    });
    const { state, ready, choose } = windowSettings(desktop);
    await ready;
    await choose(inTray);
    expect(state.getState()).toEqual({
      settings: atLogin,
      problem: 'This was not saved, so nothing changed. The disk is full.',
    });
  });

  it('leave a later choice alone when an earlier one fails', async () => {
    let answers = 0;
    const { desktop } = fakeDesktop({
      'settings:read': () => defaultSettings,
      'settings:write': () => {
        answers += 1;
        if (answers === 1) throw new Error('busy');
      },
    });
    const { state, ready, choose } = windowSettings(desktop);
    await ready;
    await Promise.all([choose(atLogin), choose(inTray)]);
    expect(state.getState()).toEqual({ settings: inTray, problem: null });
  });

  it('that cannot be read are the usual ones, and the window says so', async () => {
    const { desktop } = fakeDesktop({
      'settings:read': () => {
        throw new Error('EACCES');
      },
    });
    const { state, ready } = windowSettings(desktop);
    await ready;
    expect(state.getState().settings).toEqual(defaultSettings);
    expect(state.getState().problem).toContain('EACCES');
  });
});

describe('the words of the settings', () => {
  it('name each threshold of the policy once, the earliest first', () => {
    const shipped = readFileSync(new URL('../../../../assets/policy/itn.json', import.meta.url), 'utf8');
    const expected = [
      { key: 'used:0.75', words: 'At 75 % of the time used' },
      { key: 'left:30', words: 'With 30 working minutes left' },
      { key: 'due', words: 'When it is due' },
    ];
    expect(thresholdsOf(policySchema.parse(JSON.parse(shipped)))).toEqual(expected);
    expect(thresholdsOf(policy().policy)).toEqual(expected);
    const own = { thresholds: ['due' as const, { minutes_left: 5 }, { minutes_left: 60 }, { share: 0.5 }] };
    const notify = { first_response: own, next_update: own, resolution: own, hand_off: own };
    expect(thresholdsOf({ ...policy().policy, notify }).map(({ key }) => key)).toEqual([
      'used:0.5',
      'left:60',
      'left:5',
      'due',
    ]);
  });

  it.each([
    ['win32', 'Settings, System, Notifications'],
    ['darwin', 'System Settings, Notifications'],
    ['linux', 'notification service'],
  ])('say what to do on %s when the system shows nothing', (platform, place) => {
    const failed = outcomeWords({ outcome: 'failed', reason: 'It said no.' }, platform);
    expect(failed).toContain('The system did not show it: It said no.');
    expect(failed).toContain(place);
    expect(failed).toContain('deadlines are shown in this window');
    expect(outcomeWords({ outcome: 'timed out' }, platform)).toContain(place);
    expect(outcomeWords({ outcome: 'shown' }, platform)).toContain('If you do not see it');
  });
});
