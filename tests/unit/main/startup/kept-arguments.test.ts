import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../../../../src-main/startup/config.ts';
import { keptArguments } from '../../../../src-main/startup/kept-arguments.ts';
import { argumentsAnew } from '../../../../src-main/startup/start-anew.ts';
import { type Managed, nothingManaged } from '../../../../src-shared/managed/managed-settings.ts';

let appData: string;
beforeEach(() => {
  appData = mkdtempSync(path.join(tmpdir(), 'dueline-kept-'));
});
afterEach(() => rmSync(appData, { recursive: true, force: true }));

const fromInstaller = ['Dueline.exe', '--updated'];

function started(given: readonly string[], managed: Managed = nothingManaged): Config {
  const read = readConfig({
    argv: ['Dueline.exe', ...given],
    env: {},
    cwd: '/srv',
    appData,
    isPackaged: true,
    version: '1.0.0',
    platform: 'win32',
    isElectron: true,
    managed,
    folder: '/app/out/main',
  });
  if (!read.ok) throw new Error(read.message);
  return read.config;
}

/** The command line of the new version after the one that was started so has handed over. */
function afterUpdate(given: readonly string[], managed?: Managed): readonly string[] {
  keptArguments(appData).keep(started(given, managed));
  return keptArguments(appData).takeUp(fromInstaller);
}

describe('what the app was started with, over an update', () => {
  test('comes back with the start by the installer: the server, the profile as it was meant, who acts', () => {
    expect(afterUpdate(['--server', 'https://desk.example'])).toEqual([
      ...fromInstaller,
      '--server=https://desk.example',
    ]);
    const own = afterUpdate(['--profile', 'mine', '--user', 'u1']);
    expect(own).toEqual([...fromInstaller, `--profile=${path.resolve('/srv/mine')}`, '--user=u1']);
    const config = started(own.slice(1));
    expect(config).toMatchObject({ profile: path.resolve('/srv/mine'), arguments: { user: 'u1' } });
  });

  test('is asked for by what starts the app once more from there', () => {
    const config = started(afterUpdate(['--server', 'https://desk.example']).slice(1));
    expect(argumentsAnew(config.startedWith)).toEqual(['--server=https://desk.example']);
  });

  test('leaves out the token, the start at login and the link', () => {
    const given = ['--server=https://desk.example', '--token', 'secret', '--hidden', '--', 'dueline://case/00012345'];
    expect(afterUpdate(given)).toEqual([...fromInstaller, '--server=https://desk.example']);
    keptArguments(appData).keep(started(given));
    const [file = ''] = readdirSync(path.join(appData, 'Dueline'));
    expect(readFileSync(path.join(appData, 'Dueline', file), 'utf8')).not.toContain('secret');
  });

  test('leaves out the server of the administrator, which is read anew', () => {
    const managed = { ...nothingManaged, values: { server: 'https://set.example' } } as Managed;
    expect(afterUpdate([], managed)).toEqual(fromInstaller);
  });

  test('is taken up once, by the installer’s start without arguments of its own only', () => {
    keptArguments(appData).keep(started(['--user', 'u1']));
    const { takeUp } = keptArguments(appData);
    for (const other of [
      ['Dueline.exe'],
      ['Dueline.exe', '--updated', '--server=https://other.example'],
      ['Dueline.exe', '--', 'dueline://case/00012345', '--updated'],
    ]) {
      expect(takeUp(other)).toEqual(other);
    }
    expect(takeUp(fromInstaller)).toEqual([...fromInstaller, '--user=u1']);
    expect(takeUp(fromInstaller)).toEqual(fromInstaller);
  });

  test('of a start without any is nothing, also where an earlier one had some', () => {
    keptArguments(appData).keep(started(['--user', 'u1']));
    expect(afterUpdate([])).toEqual(fromInstaller);
  });

  test('does not keep the app from starting when it is damaged', () => {
    keptArguments(appData).keep(started(['--user', 'u1']));
    const [file = ''] = readdirSync(path.join(appData, 'Dueline'));
    writeFileSync(path.join(appData, 'Dueline', file), '{"user": 1, "server"');
    expect(keptArguments(appData).takeUp(fromInstaller)).toEqual(fromInstaller);
    rmSync(path.join(appData, 'Dueline'), { recursive: true });
    mkdirSync(path.join(appData, 'Dueline', file), { recursive: true });
    expect(keptArguments(appData).takeUp(fromInstaller)).toEqual(fromInstaller);
  });
});

test('a start once more is not hidden, and opens no link again', () => {
  const argv = ['/app', '--server=https://desk.example', '--token', 't', '--hidden', 'dueline://case/1', '--user', 'x'];
  expect(argumentsAnew(argv)).toEqual(['/app', '--server=https://desk.example', '--token', 't']);
});
