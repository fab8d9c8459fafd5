import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settingsStore } from '../../../../src-main/settings/settings-store.ts';
import { nothingManaged, resolveManaged } from '../../../../src-shared/managed/managed-settings.ts';
import { defaultSettings, type Settings, settingsSchema } from '../../../../src-shared/settings/settings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-settings-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const file = () => path.join(folder, 'settings.json');
const quiet: Settings = {
  ...defaultSettings,
  notifications: { ...defaultSettings.notifications, quietHours: { from: '22:00', to: '06:00' }, muted: ['emergency'] },
};

describe('the settings of a computer', () => {
  test('are the usual ones until something is chosen, which then holds over restarts', () => {
    const store = settingsStore(folder, nothingManaged);
    expect(store.now()).toEqual(defaultSettings);
    expect(settingsSchema.parse(defaultSettings)).toEqual(defaultSettings);
    const heard: Settings[] = [];
    store.onChange((settings) => void heard.push(settings));
    store.write(quiet);
    expect(store.now()).toEqual(quiet);
    expect(heard).toEqual([quiet]);
    expect(settingsStore(folder, nothingManaged).now()).toEqual(quiet);
  });

  test('that are damaged are set aside for the usual ones', () => {
    writeFileSync(file(), '{"notifications":');
    expect(settingsStore(folder, nothingManaged).now()).toEqual(defaultSettings);
    expect(readFileSync(`${file()}.damaged`, 'utf8')).toBe('{"notifications":');
  });

  test('that an administrator locked hold over the agent’s, which are there again once they are not', () => {
    const content = { isReadable: true, values: { quietHours: 'off', startAtLogin: true } } as const;
    const managed = resolveManaged([{ place: '/etc/dueline/managed.json', content }]);
    settingsStore(folder, nothingManaged).write(quiet);
    const store = settingsStore(folder, managed);
    expect(store.now()).toMatchObject({ startAtLogin: true, notifications: { quietHours: null } });
    const heard: Settings[] = [];
    store.onChange((settings) => void heard.push(settings));
    store.write({ ...quiet, closeToTray: false, startAtLogin: false });
    expect(heard).toEqual([store.now()]);
    expect(store.now()).toMatchObject({ closeToTray: false, startAtLogin: true, notifications: { quietHours: null } });
    expect(settingsStore(folder, nothingManaged).now()).toEqual({ ...quiet, closeToTray: false });
  });

  test('that cannot be written stay as they are, and nobody hears of them', () => {
    const store = settingsStore(path.join(folder, 'profile'), nothingManaged);
    writeFileSync(path.join(folder, 'profile'), 'a file where the folder should be');
    let heard = 0;
    store.onChange(() => void heard++);
    expect(() => store.write(quiet)).toThrow();
    expect(store.now()).toEqual(defaultSettings);
    expect(heard).toBe(0);
  });

  test.each([
    ['a time of no clock', { quietHours: { from: '24:00', to: '06:00' } }],
    ['a volume over full', { sound: { isOn: true, volume: 2 } }],
    ['a view that is none', { muted: ['lunch'] }],
    ['a field that is none', { loud: true }],
  ])('refuse %s', (_name, changes) => {
    const notifications = { ...defaultSettings.notifications, ...changes };
    expect(settingsSchema.safeParse({ ...defaultSettings, notifications }).success).toBe(false);
  });
});
