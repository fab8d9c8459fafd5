import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Managed, nothingManaged, resolveManaged } from '../../../../src-shared/managed/managed-settings.ts';
import { defaultSettings, type Settings } from '../../../../src-shared/settings/settings.ts';

const system = vi.hoisted(() => ({
  isPackaged: true,
  getAppPath: () => '/app',
  setLoginItemSettings: vi.fn(),
  getLoginItemSettings: vi.fn(() => ({ openAtLogin: false, status: 'not-registered' })),
}));
vi.mock('electron', () => ({ app: system }));
const { setUpLogin } = await import('../../../../src-main/login/set-up-login.ts');

const config = {
  profile: '/profile',
  arguments: {
    profile: null,
    server: null,
    token: null,
    user: null,
    sample: { open: 0, closed: 0, seed: 1 },
    hidden: false,
    link: null,
  },
};

describe('starting at login', () => {
  beforeEach(() => {
    system.setLoginItemSettings.mockClear();
  });

  function setUp(platform: string, startAtLogin: boolean, managed: Managed = nothingManaged) {
    let listener: (settings: Settings) => void = () => {};
    const settings = {
      now: () => ({ ...defaultSettings, startAtLogin }),
      onChange: (heard: (settings: Settings) => void) => {
        listener = heard;
      },
    };
    const login = setUpLogin({ ...config, managed }, settings, platform);
    return { login, choose: (chosen: Partial<Settings>) => listener({ ...defaultSettings, startAtLogin, ...chosen }) };
  }

  test('the system is told when it is chosen and when it is given up, and at no other time', () => {
    const { choose } = setUp('win32', false);
    choose({ closeToTray: false });
    expect(system.setLoginItemSettings).not.toHaveBeenCalled();
    choose({ startAtLogin: true });
    choose({ startAtLogin: true, closeToTray: false });
    choose({ startAtLogin: false });
    expect(system.setLoginItemSettings.mock.calls).toEqual([
      [{ openAtLogin: true, path: process.execPath, args: ['--hidden'] }],
      [{ openAtLogin: false, path: process.execPath, args: ['--hidden'] }],
    ]);
  });

  test('what an administrator has set is told to the system at each start', () => {
    const content = { isReadable: true, values: { startAtLogin: true } } as const;
    setUp('win32', true, resolveManaged([{ place: 'HKLM', content }]));
    expect(system.setLoginItemSettings.mock.calls).toEqual([
      [{ openAtLogin: true, path: process.execPath, args: ['--hidden'] }],
    ]);
  });

  test('whoever took the app off the system’s list does not find it there again', () => {
    const { login } = setUp('win32', true);
    expect(system.setLoginItemSettings).not.toHaveBeenCalled();
    expect(login.read()).toEqual({ isSupported: true, isOn: false, needsApproval: false });
  });

  test('macOS may want to be asked for leave', () => {
    system.getLoginItemSettings.mockReturnValueOnce({ openAtLogin: true, status: 'requires-approval' });
    expect(setUp('darwin', true).login.read()).toEqual({ isSupported: true, isOn: true, needsApproval: true });
  });

  test('Linux is not asked', () => {
    const { login, choose } = setUp('linux', false);
    choose({ startAtLogin: true });
    expect(system.setLoginItemSettings).not.toHaveBeenCalled();
    expect(login.read()).toMatchObject({ isSupported: false });
  });
});
