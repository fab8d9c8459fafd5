import { describe, expect, test } from 'vitest';
import { readRegistry } from '../../../../src-main/managed/registry.ts';

/** As `reg.exe query HKLM\Software\Policies\Dueline /reg:64` prints. */
const printed = [
  '',
  'HKEY_LOCAL_MACHINE\\Software\\Policies\\Dueline',
  '    (Default)    REG_SZ    (value not set)',
  '    Server    REG_SZ    https://desk.example.com',
  '    UpdateChannel    REG_EXPAND_SZ    beta',
  '    thresholdsOff    REG_MULTI_SZ    used:0.75\\0left:30',
  '    startAtLogin    REG_DWORD    0x1',
  '    closeToTray    REG_DWORD    0x0',
  '    quietHours    REG_SZ    ',
  '    A name with    REG_SZ    in it    REG_SZ    and data    with spaces',
  '    updateServer    REG_BINARY    DEADBEEF',
  '',
  'HKEY_LOCAL_MACHINE\\Software\\Policies\\Dueline\\Sub',
  '',
].join('\r\n');

describe('the registry, as reg.exe prints it', () => {
  test('gives each value by its type, whatever the case of its name', () => {
    expect(readRegistry(printed)).toEqual({
      server: 'https://desk.example.com',
      updateChannel: 'beta',
      thresholdsOff: ['used:0.75', 'left:30'],
      startAtLogin: true,
      closeToTray: false,
      quietHours: '',
      'A name with': 'in it    REG_SZ    and data    with spaces',
      updateServer: { type: 'REG_BINARY', data: 'DEADBEEF' },
    });
  });

  test('has an empty list, and numbers that are no truth values', () => {
    expect(readRegistry('    thresholdsOff    REG_MULTI_SZ    \r\n    startAtLogin    REG_DWORD    0x7')).toEqual({
      thresholdsOff: [],
      startAtLogin: 7,
    });
    expect(readRegistry('    thresholdsOff    REG_MULTI_SZ')).toEqual({ thresholdsOff: [] });
  });

  test('is nothing where nothing is printed', () => {
    expect(readRegistry('')).toEqual({});
  });
});
