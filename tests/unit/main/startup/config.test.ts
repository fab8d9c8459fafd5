import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../../src-main/startup/config.ts';
import { nothingManaged } from '../../../../src-shared/managed/managed-settings.ts';

const machine = {
  argv: ['electron', '/app'],
  env: {},
  cwd: '/srv',
  appData: '/home/ana/.config',
  isPackaged: false,
  version: '1.2.3',
  platform: 'linux',
  isElectron: true,
  folder: '/app/out/main',
  managed: nothingManaged,
};

describe('configuration', () => {
  test('the profile is the usual folder unless one is named', () => {
    expect(readConfig(machine)).toMatchObject({ config: { profile: path.resolve('/home/ana/.config/Dueline') } });
    const named = readConfig({ ...machine, argv: ['electron', '/app', '--profile', 'mine'] });
    expect(named).toMatchObject({ config: { profile: path.resolve('/srv/mine') } });
  });

  test('a backend elsewhere has a usual folder of its own', () => {
    const argv = ['electron', '/app', '--server', 'http://desk.example:7787'];
    expect(readConfig({ ...machine, argv })).toMatchObject({
      config: { profile: path.resolve('/home/ana/.config/Dueline at desk.example_7787') },
    });
    const named = readConfig({ ...machine, argv: [...argv, '--profile', 'mine'] });
    expect(named).toMatchObject({ config: { profile: path.resolve('/srv/mine') } });
  });

  test("unpackaged, the app's folder is no argument, wherever the switches stand; packaged there is none", () => {
    const argv = ['electron', '--no-sandbox', '/app', '--user', 'u1'];
    expect(readConfig({ ...machine, argv })).toMatchObject({ config: { arguments: { user: 'u1' } } });
    const packaged = readConfig({ ...machine, isPackaged: true, argv: ['Dueline', '--user', 'u1'] });
    expect(packaged).toMatchObject({ config: { arguments: { user: 'u1' } } });
  });

  test('the test clock stands where the variable says, and is dead in a packaged app', () => {
    const env = { DUELINE_TEST_CLOCK: '2026-03-02T17:00:00Z', HOME: '/home/ana' };
    const unpackaged = readConfig({ ...machine, env });
    expect(unpackaged).toMatchObject({ config: { clock: { standsAt: Date.parse('2026-03-02T17:00:00Z') } } });
    const packaged = readConfig({ ...machine, env, isPackaged: true, argv: ['Dueline'] });
    expect(packaged).toMatchObject({ config: { clock: { standsAt: null }, childEnvironment: { HOME: '/home/ana' } } });
    if (packaged.ok) {
      expect(packaged.config.clock).not.toHaveProperty('set');
      expect(packaged.config.childEnvironment).not.toHaveProperty('DUELINE_TEST_CLOCK');
    }
  });

  test('a test’s update server is asked by an app that is not packaged, and by no other', () => {
    const env = { DUELINE_TEST_UPDATES: 'http://127.0.0.1:1' };
    expect(readConfig({ ...machine, env })).toMatchObject({ config: { testUpdates: env.DUELINE_TEST_UPDATES } });
    expect(readConfig(machine)).toMatchObject({ config: { testUpdates: null } });
    const packaged = readConfig({ ...machine, env, isPackaged: true, argv: ['Dueline'] });
    expect(packaged).toMatchObject({ config: { testUpdates: null } });
  });

  test('a test clock that is no instant is refused, named', () => {
    const read = readConfig({ ...machine, env: { DUELINE_TEST_CLOCK: 'noon' } });
    expect(read).toMatchObject({ ok: false, message: expect.stringContaining("not 'noon'") });
  });
});
