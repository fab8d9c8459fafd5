import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Updater } from '../../../../src-main/updates/updater.ts';
import { localProxy } from '../../../network/local-proxy.ts';
import { type UpdateServer, updateServer } from '../../../updates/update-server.ts';

vi.mock('electron', async () => (await import('../../../updates/native-electron.ts')).nativeElectron());
const { app, autoUpdater, session } = await import('electron');
const { MacUpdater, NsisUpdater } = await import('electron-updater');
const { macUpdater, windowsUpdater } = await import('../../../../src-main/updates/electron-updaters.ts');
const { updaterForTests } = await import('../../../../src-main/updates/updates-for-tests.ts');

let folder = '';
let server: UpdateServer;
const closers: (() => unknown)[] = [];
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-updates-'));
  vi.stubEnv('XDG_CACHE_HOME', folder);
  vi.stubEnv('LOCALAPPDATA', folder);
  app.setPath('userData', path.join(folder, 'profile'));
  vi.spyOn(app, 'getVersion').mockReturnValue('1.0.0');
  vi.spyOn(app, 'quit').mockReturnValue();
  vi.spyOn(app, 'whenReady').mockResolvedValue();
  server = await updateServer();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  server.close();
  for (const close of closers.splice(0)) await close();
  rmSync(folder, { recursive: true });
});

const forTests = (channel: 'stable' | 'beta' = 'stable'): Updater =>
  updaterForTests({ channel, server: server.url }, path.join(folder, 'profile'));
const handedOver = () => path.join(folder, 'profile', 'test-handed-over.json');
const pending = () => path.join(folder, 'dueline-test-updater', 'pending');
const kept = (): string[] => (existsSync(pending()) ? readdirSync(pending()) : []);

async function fetched(updater: Updater): Promise<void> {
  await updater.fetch(await updater.look(), () => {});
}

describe('an update for Windows', () => {
  test('is found, fetched, verified and handed to the installer, which works silently and starts the app again', async () => {
    server.publish({ version: '1.1.0' });
    const updater = forTests();
    const offer = await updater.look();
    expect(offer.version).toBe('1.1.0');
    expect(server.asked).toEqual(['GET /latest.yml']);
    const percents: number[] = [];
    await updater.fetch(offer, (percent) => percents.push(percent));
    expect(percents.at(-1)).toBe(100);
    expect(existsSync(handedOver())).toBe(false);
    await updater.prepare();
    await updater.handOver();
    const { program, args } = JSON.parse(readFileSync(handedOver(), 'utf8'));
    expect(args).toEqual(['--updated', '/S', '--force-run']);
    expect(readFileSync(program, 'utf8')).toMatch(/^signed 1\.1\.0 /);
    expect(app.quit).toHaveBeenCalledTimes(1);
  });

  test('tells the server nothing that tells one computer from another', async () => {
    server.publish({ version: '1.1.0' });
    await fetched(forTests());
    expect(server.headers.map((headers) => headers['x-user-staging-id'])).toEqual(server.headers.map(() => ''));
    const text = JSON.stringify(server.headers);
    const id = readFileSync(path.join(folder, 'profile', '.updaterId'), 'utf8');
    expect(text).not.toContain(id);
  });

  test('that is on the disk already is verified, and not fetched again', async () => {
    server.publish({ version: '1.1.0' });
    await fetched(forTests());
    const before = server.asked.length;
    await fetched(forTests());
    expect(server.asked.slice(before)).toEqual(['GET /latest.yml']);
  });

  test('that somebody changed on the disk is fetched again', async () => {
    server.publish({ version: '1.1.0' });
    await fetched(forTests());
    const file = kept().find((name) => name.endsWith('.exe')) ?? '';
    writeFileSync(path.join(pending(), file), 'signed by somebody else');
    await fetched(forTests());
    expect(readFileSync(path.join(pending(), file), 'utf8')).toMatch(/^signed 1\.1\.0 /);
  });

  test.each(['stable', 'beta'] as const)('of the channel %s comes from its list', async (channel) => {
    server.publish({ version: '1.1.0' });
    server.publish({ version: '1.2.0-beta.1' }, 'beta');
    expect(await forTests(channel).look()).toMatchObject({ version: channel === 'beta' ? '1.2.0-beta.1' : '1.1.0' });
  });

  test('comes through the proxy of the system', async () => {
    server.publish({ version: '1.1.0' });
    const proxy = await localProxy({ 'updates.test': server.port });
    closers.push(proxy.close);
    const own = session.fromPartition('electron-updater');
    await own.setProxy({ proxyRules: proxy.url });
    closers.push(() => own.setProxy({ proxyRules: '' }));
    await fetched(
      updaterForTests({ channel: 'stable', server: 'http://updates.test/dueline' }, path.join(folder, 'profile')),
    ).catch((error: Error) => expect(error.message).toContain('nothing for this channel'));
    expect(proxy.asked[0]).toMatch(/^GET http:\/\/updates\.test\/dueline\/latest/);
    await fetched(updaterForTests({ channel: 'stable', server: 'http://updates.test' }, path.join(folder, 'profile')));
    expect(proxy.asked.at(-1)).toBe('GET http://updates.test/Dueline-1.1.0-win-x64.exe');
  });

  describe('is refused, and nothing of it is left,', () => {
    test('with another content than announced', async () => {
      server.publish({ version: '1.1.0', sha512: Buffer.alloc(64).toString('base64') });
      await expect(fetched(forTests())).rejects.toThrow('not what the update server announced');
      expect(kept()).toEqual([]);
    });

    test('cut short on the way', async () => {
      server.publish({ version: '1.1.0' });
      server.fail('cut short');
      await expect(fetched(forTests())).rejects.toThrow();
      expect(kept()).toEqual([]);
      server.fail(null);
      await fetched(forTests());
      expect(kept()).toContain('Dueline-1.1.0-win-x64.exe');
    });

    test('without a checksum', async () => {
      const list = 'version: 1.1.0\nfiles:\n  - url: a.exe\npath: a.exe\n';
      server.publish({ version: '1.1.0', list });
      await expect(fetched(forTests())).rejects.toThrow('no checksum');
    });

    test('older than the app, even if the library is asked to fetch it', async () => {
      server.publish({ version: '0.9.0' });
      const updater = forTests();
      const offer = await updater.look();
      expect(offer.version).toBe('0.9.0');
      await expect(updater.fetch(offer, () => {})).rejects.toThrow();
      expect(server.asked).not.toContain('GET /Dueline-0.9.0-win-x64.exe');
    });
  });

  test.each<[string, (server: UpdateServer) => void, string]>([
    ['has no list', () => {}, 'nothing for this channel'],
    ['answers with an error', (one) => one.fail('error'), 'an error (500)'],
    ['answers with a page', (one) => one.publish({ version: 'x', list: '<h1>Sign in</h1>' }), ''],
    ['has a list without a version', (one) => one.publish({ version: 'x', list: 'files: []' }), 'no list of versions'],
    ['is not there', (one) => one.close(), 'cannot be reached'],
  ])('a server that %s is told in a sentence', async (_name, arrange, words) => {
    arrange(server);
    const message = await forTests()
      .look()
      .then(
        ({ version }) => `found ${version}`,
        (error: Error) => error.message,
      );
    expect(message).toContain(words);
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(201);
  });

  test('is held to the publisher that the build names, and thrown away if it is not theirs', async () => {
    server.publish({ version: '1.1.0' });
    const built = path.join(folder, 'app-update.yml');
    writeFileSync(built, 'updaterCacheDirName: dueline-test-updater\npublisherName:\n  - CN=Dueline\n');
    const updater = new NsisUpdater();
    updater.forceDevUpdateConfig = true;
    updater.updateConfigPath = built;
    const checked: unknown[] = [];
    updater.verifyUpdateCodeSignature = async (...args) => {
      checked.push(args);
      return 'signed by somebody else';
    };
    await expect(fetched(windowsUpdater({ channel: 'stable', server: server.url }, updater))).rejects.toThrow(
      'not signed as this app is',
    );
    expect(checked).toEqual([[['CN=Dueline'], expect.stringContaining('Dueline-1.1.0-win-x64.exe')]]);
    expect(kept()).toEqual([]);
  });
});

describe('an update for macOS', () => {
  async function mac(version = '1.1.0'): Promise<Updater> {
    server.close();
    server = await updateServer('zip');
    const built = path.join(folder, 'app-update.yml');
    writeFileSync(built, 'updaterCacheDirName: dueline-test-updater\n');
    const updater = new MacUpdater();
    updater.forceDevUpdateConfig = true;
    updater.updateConfigPath = built;
    return macUpdater({ channel: 'stable', server: server.url }, updater, async () => version);
  }

  test('is fetched, given to Squirrel only when somebody restarts, verified there, and then installed', async () => {
    const given = vi.spyOn(autoUpdater, 'checkForUpdates');
    const installs = vi.spyOn(autoUpdater, 'quitAndInstall');
    const updater = await mac();
    server.publish({ version: '1.1.0' });
    await fetched(updater);
    expect(given).not.toHaveBeenCalled();
    await updater.prepare();
    expect(given).toHaveBeenCalledTimes(1);
    expect(installs).not.toHaveBeenCalled();
    await updater.handOver();
    expect(installs).toHaveBeenCalledTimes(1);
  });

  test('that is a former release under the number of a new one is refused', async () => {
    const updater = await mac('0.9.0');
    server.publish({ version: '1.1.0' });
    await expect(fetched(updater)).rejects.toThrow('is version 0.9.0, not 1.1.0 as announced');
  });

  test('that Squirrel does not find signed as this app is not installed, and the app goes on', async () => {
    const updater = await mac();
    server.publish({ version: '1.1.0', content: 'somebody else’s app' });
    await fetched(updater);
    const squirrel = vi.spyOn(autoUpdater, 'quitAndInstall');
    await expect(updater.prepare()).rejects.toThrow('Code signature did not pass validation');
    expect(squirrel).not.toHaveBeenCalled();
  });
});
