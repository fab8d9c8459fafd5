import { describe, expect, test } from 'vitest';
import { askProgram, hasTray } from '../../../../src-main/tray/linux-tray.ts';

describe('whether there is a tray', () => {
  const answering = (answers: Readonly<Record<string, string>>) => async (program: string) => answers[program] ?? null;

  test('Windows and macOS have one, without being asked', async () => {
    const ask = () => Promise.reject(new Error('asked'));
    expect(await hasTray('win32', ask)).toBe(true);
    expect(await hasTray('darwin', ask)).toBe(true);
  });

  test.each([
    [{ gdbus: '(true,)\n' }, true],
    [{ gdbus: '(false,)\n' }, false],
    [{ 'dbus-send': '   boolean true' }, true],
    [{ 'dbus-send': '   boolean false' }, false],
    [{ gdbus: '(false,)', 'dbus-send': '   boolean true' }, false],
    [{}, false],
  ] as const)('on Linux the desktop’s bus says it: %j', async (answers, expected) => {
    expect(await hasTray('linux', answering(answers))).toBe(expected);
  });

  test('a program that is missing or fails has no answer', async () => {
    expect(await askProgram('dueline-has-no-such-program', [])).toBeNull();
    expect(await askProgram(process.execPath, ['-e', 'console.log(true); process.exit(1)'])).toBeNull();
    expect(await askProgram(process.execPath, ['-e', 'console.log(true)'])).toBe('true\n');
  });
});
