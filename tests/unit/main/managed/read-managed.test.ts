import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../../src-main/managed/machine.ts';
import { managedForTests, readManaged } from '../../../../src-main/managed/read-managed.ts';
import { nothingManaged } from '../../../../src-shared/managed/managed-settings.ts';

interface World {
  readonly files?: Readonly<Record<string, string>>;
  readonly run?: Machine['run'];
  readonly distrust?: Machine['distrust'];
}

function machine({ files = {}, run, distrust }: World): Machine {
  return {
    env: { SystemRoot: 'D:\\Windows', ProgramData: 'D:\\ProgramData' },
    readFile: (file) => files[file],
    distrust: distrust ?? (() => null),
    run: run ?? (() => ({ code: 1, stdout: '', stderr: '' })),
  };
}

const onWindows = 'D:\\ProgramData\\Dueline\\managed.json';
const onMac = '/Library/Application Support/Dueline/managed.json';
const forAll = '/Library/Managed Preferences/net.dueline.desktop.plist';
const forAna = '/Library/Managed Preferences/ana/net.dueline.desktop.plist';

describe('where an administrator’s settings are', () => {
  test('on Windows the policy in the registry goes before the file', () => {
    const asked: unknown[] = [];
    const managed = readManaged(
      'win32',
      'ana',
      machine({
        files: { [onWindows]: '\uFEFF{"updateChannel":"beta","closeToTray":false}' },
        run: (...args) => {
          asked.push(args);
          return { code: 0, stdout: '    updateChannel    REG_SZ    off\r\n', stderr: '' };
        },
      }),
    );
    expect(asked).toEqual([
      ['D:\\Windows\\System32\\reg.exe', ['query', 'HKLM\\Software\\Policies\\Dueline', '/reg:64']],
    ]);
    expect(managed).toEqual({
      values: { updateChannel: 'off', closeToTray: false },
      places: { updateChannel: 'HKLM\\Software\\Policies\\Dueline', closeToTray: onWindows },
      undecided: [],
      problems: [],
    });
  });

  test('on macOS what device management set for all goes before what it set for the person, then comes the file', () => {
    const plists: Record<string, string> = {
      [forAll]: '{"startAtLogin":true,"PayloadUUID":"1"}',
      [forAna]: '{"startAtLogin":false,"updateChannel":"beta"}',
    };
    const managed = readManaged(
      'darwin',
      'ana',
      machine({
        files: { [forAll]: 'bplist00', [forAna]: 'bplist00', [onMac]: '{"updateChannel":"off","closeToTray":true}' },
        run: (program, args) => {
          expect([program, args.slice(0, -1)]).toEqual(['/usr/bin/plutil', ['-convert', 'json', '-o', '-', '--']]);
          return { code: 0, stdout: plists[args.at(-1) ?? ''] ?? '', stderr: '' };
        },
      }),
    );
    expect(managed.values).toEqual({ startAtLogin: true, updateChannel: 'beta', closeToTray: true });
    expect(managed.places).toEqual({ startAtLogin: forAll, updateChannel: forAna, closeToTray: onMac });
    expect(managed.problems).toEqual([]);
  });

  test('on Linux there is the file', () => {
    const files = { '/etc/dueline/managed.json': '{"server":"https://desk.example.com"}' };
    expect(readManaged('linux', 'ana', machine({ files })).values).toEqual({ server: 'https://desk.example.com' });
  });

  test.each(['win32', 'darwin', 'linux'])('on %s nothing there is nothing set', (platform) => {
    expect(readManaged(platform, 'ana', machine({}))).toEqual(nothingManaged);
  });
});

describe('a place that cannot be read is told, with the reason', () => {
  const problemOf = (platform: string, world: World) => readManaged(platform, 'ana', machine(world)).problems[0];

  test.each([
    ['torn', '{"server":', /cannot be read: .*JSON/],
    ['a list', '["server"]', /Expected an object of settings/],
    ['nothing', '', /cannot be read/],
    ['far too long', `"${'x'.repeat(70_000)}"`, /longer than 64 KiB/],
  ])('a file that is %s', (_name, text, reason) => {
    const problem = problemOf('linux', { files: { '/etc/dueline/managed.json': text } });
    expect(problem).toEqual({
      place: '/etc/dueline/managed.json',
      field: null,
      message: expect.stringMatching(reason),
    });
  });

  test('a file that anybody could have put there is not used', () => {
    const world = {
      files: { [onWindows]: '{"server":"https://evil.example"}' },
      distrust: () => 'its owner is not an administrator',
    };
    const managed = readManaged('win32', 'ana', machine(world));
    expect(managed.values).toEqual({});
    expect(managed.problems).toEqual([
      { place: onWindows, field: null, message: 'It is not used, since its owner is not an administrator.' },
    ]);
  });

  test('a registry that does not answer, and a plist that is none', () => {
    const run = () => {
      throw new Error('spawn reg.exe EACCES');
    };
    expect(problemOf('win32', { run })).toMatchObject({ message: expect.stringContaining('EACCES') });
    expect(problemOf('win32', { run: () => ({ code: 5, stdout: '', stderr: '' }) })).toMatchObject({
      message: expect.stringContaining('ended with 5'),
    });
    const torn = { code: 1, stdout: `${forAll}: Property List error`, stderr: '' };
    expect(problemOf('darwin', { files: { [forAll]: 'x' }, run: () => torn })).toMatchObject({
      place: forAll,
      message: expect.stringContaining('Property List error'),
    });
  });
});

test('a run from the sources has none but the file that a test names', () => {
  expect(managedForTests({})).toEqual(nothingManaged);
  expect(managedForTests({ DUELINE_TEST_MANAGED: '/nowhere/managed.json' })).toEqual(nothingManaged);
});
