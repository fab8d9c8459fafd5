import { describe, expect, test } from 'vitest';
import { parseArguments, parseServer, usualSample } from '../../../../src-main/startup/arguments.ts';

const nothing = {
  profile: null,
  server: null,
  token: null,
  user: null,
  sample: usualSample,
  hidden: false,
  link: null,
};

describe('arguments of the app', () => {
  test('none are needed', () => {
    expect(parseArguments([])).toEqual({ ok: true, arguments: nothing });
  });

  test('each is read, with a space or an equals sign', () => {
    expect(parseArguments(['--profile', 'some dir', '--user=u1', '--sample', '10,20,3'])).toEqual({
      ok: true,
      arguments: { ...nothing, profile: 'some dir', user: 'u1', sample: { open: 10, closed: 20, seed: 3 } },
    });
    expect(parseArguments(['--server', 'https://desk.example/dueline/', '--token', 'abc'])).toEqual({
      ok: true,
      arguments: { ...nothing, server: 'https://desk.example/dueline', token: 'abc' },
    });
  });

  test('a sample may leave out its later parts, and 0 means no cases at all', () => {
    expect(parseArguments(['--sample', '600'])).toMatchObject({ arguments: { sample: usualSample } });
    expect(parseArguments(['--sample', '0'])).toMatchObject({ arguments: { sample: { open: 0, closed: 0 } } });
  });

  test('a start by the system is hidden', () => {
    expect(parseArguments(['--hidden'])).toEqual({ ok: true, arguments: { ...nothing, hidden: true } });
    expect(parseArguments(['--hidden=yes'])).toMatchObject({ ok: false, message: expect.stringContaining('--hidden') });
  });

  test('the installer of an update starts the app with one of its own, which asks for nothing', () => {
    expect(parseArguments(['--updated'], true)).toEqual({ ok: true, arguments: nothing });
    expect(parseArguments(['--updated', '--user', 'u1'], true)).toMatchObject({ arguments: { user: 'u1' } });
  });

  test.each(['--updated=1', '/S', '--force-run'])('what the installer itself gets is still refused: %s', (argument) => {
    expect(parseArguments([argument], true)).toMatchObject({ ok: false });
  });

  test('switches of Chromium, Electron and macOS are left to them', () => {
    const foreign = [
      '--no-sandbox',
      '--inspect=0',
      '--remote-debugging-port=0',
      '-psn_0_1234',
      '--ozone-platform=wayland',
      // Windows starts the app so from a toast.
      '-Embedding',
      '-ToastActivated',
    ];
    expect(parseArguments([...foreign, '--user', 'u1'])).toMatchObject({ ok: true, arguments: { user: 'u1' } });
  });

  test.each([
    '--inspect',
    '--inspect=0',
    '--inspect-brk=9229',
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--user-data-dir=/tmp/x',
  ])('an installed app does not start with %s, which hands it to another program', (argument) => {
    expect(parseArguments([argument], true)).toMatchObject({ ok: false, message: expect.stringContaining(argument) });
    expect(parseArguments([argument], false)).toMatchObject({ ok: true });
  });

  test.each([
    [['--sever', 'http://x'], '--sever'],
    [['stray'], 'stray'],
    [['--profile'], '--profile'],
    [['--profile='], '--profile needs a value'],
    [['--profile', 'a\0b'], '--profile'],
    [['--profile', 'a', '--profile', 'b'], '--profile is given twice'],
    [['--server', 'desk.example'], "not 'desk.example'"],
    [['--server', 'file:///etc/passwd'], '--server'],
    [['--server', 'http://me:secret@desk.example'], '--server'],
    [['--token', 'abc'], '--token goes with --server'],
    [['--server', 'http://x', '--token', 'a\nb'], '--token'],
    [['--server', 'http://x', '--user', 'u1'], '--user'],
    [['--server', 'http://x', '--sample', '5'], '--sample'],
    [['--sample', '5,-1'], "not '5,-1'"],
    [['--sample', '1e9'], '--sample'],
    [['--sample', '1,2,3,4'], '--sample'],
    [['--sample', '99999999'], '--sample'],
    [['--no-sandboxes'], '--no-sandboxes'],
  ])('%j is refused, named', (argv, named) => {
    const parsed = parseArguments(argv);
    expect(parsed).toMatchObject({ ok: false, message: expect.stringContaining(named) });
    expect(parsed).toMatchObject({ message: expect.stringContaining('Dueline understands') });
  });

  test('an address of a backend has neither query nor fragment', () => {
    expect(parseServer('http://x/?a=1')).toBeUndefined();
    expect(parseServer('http://x/#a')).toBeUndefined();
    expect(parseServer('HTTP://X:8080//')).toBe('http://x:8080');
  });
});
