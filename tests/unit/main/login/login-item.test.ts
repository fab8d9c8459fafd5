import { describe, expect, test } from 'vitest';
import { loginPlan } from '../../../../src-main/login/login-item.ts';

const installed = {
  platform: 'win32',
  isPackaged: true,
  executable: 'C:\\Apps\\Dueline\\Dueline.exe',
  appFolder: 'C:\\Apps\\Dueline\\resources\\app',
  profile: null,
};

describe('what the system starts at login', () => {
  test('on Windows the app, hidden', () => {
    expect(loginPlan(installed)).toEqual({ isSupported: true, path: installed.executable, args: ['--hidden'] });
  });

  test('with its profile, where that is not the usual one', () => {
    const profile = 'C:\\Users\\Ana Ruiz\\desk';
    expect(loginPlan({ ...installed, profile })).toMatchObject({ args: ['--hidden', '--profile', `"${profile}"`] });
  });

  test('with its folder, where it is not installed', () => {
    expect(loginPlan({ ...installed, isPackaged: false })).toMatchObject({
      args: [`"${installed.appFolder}"`, '--hidden'],
    });
  });

  test('on macOS an installed app, which learns from the system that it was a login', () => {
    expect(loginPlan({ ...installed, platform: 'darwin' })).toMatchObject({ isSupported: true, args: [] });
    expect(loginPlan({ ...installed, platform: 'darwin', isPackaged: false })).toMatchObject({ isSupported: false });
  });

  test('on Linux nothing, and it says what to do instead', () => {
    expect(loginPlan({ ...installed, platform: 'linux' })).toEqual({
      isSupported: false,
      reason: expect.stringContaining('--hidden'),
    });
  });
});
