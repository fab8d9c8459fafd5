import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';

vi.mock('electron', () => ({ safeStorage: {} }));
const { openCredentials } = await import('../../../../src-main/backend/credentials.ts');
const { systemKeyStore } = await import('../../../../src-main/backend/key-store.ts');

import type { SystemKeys } from '../../../../src-main/backend/key-store.ts';
import { remoteBackend } from '../../../../src-main/backend/remote-backend.ts';
import { ownNetwork } from '../../../../src-main/network/network.ts';
import type { BackendState } from '../../../../src-shared/desktop-contract.ts';

const url = 'https://desk.example';
const token = 'a-token-that-nobody-may-read';

/** A key store that turns texts around, behind a mark of its own. */
function keys(mark: string, changes: Partial<SystemKeys> = {}): SystemKeys {
  return {
    isAsyncEncryptionAvailable: async () => true,
    encryptStringAsync: async (text) => Buffer.from(mark + [...text].reverse().join('')),
    decryptStringAsync: async (encrypted) => ({
      result: [...encrypted.toString().slice(mark.length)].reverse().join(''),
      shouldReEncrypt: false,
    }),
    ...changes,
  };
}

const temporaryFolder = () => mkdtempSync(path.join(os.tmpdir(), 'dueline-credentials-'));
const fileOf = (profile: string) => path.join(profile, 'credentials.json');
const textOf = (profile: string) => (existsSync(fileOf(profile)) ? readFileSync(fileOf(profile), 'utf8') : '');

describe('tokens', () => {
  test.each([
    ['macOS', 'darwin', 'v10'],
    ['Windows', 'win32', 'v10'],
    ['a Linux session with a key store', 'linux', 'v11'],
    ['a Linux session in a sandbox', 'linux', 'v12'],
  ])('are kept encrypted on %s, and come back at the next start', async (_system, platform, mark) => {
    const profile = temporaryFolder();
    const open = () => openCredentials(profile, systemKeyStore(platform, keys(mark)));
    const before = open();
    expect(await before.areKept()).toBe(true);
    await before.keep(url, token);
    expect(textOf(profile)).not.toContain(token);
    expect(await open().tokenFor(url)).toBe(token);
    expect(await open().tokenFor('https://other.example')).toBeUndefined();
  });

  test.each<[string, string, SystemKeys]>([
    ['Linux has a key only that everybody knows', 'linux', keys('v10')],
    ['there is no key store', 'win32', keys('v10', { isAsyncEncryptionAvailable: async () => false })],
    ['the key store fails', 'darwin', keys('v10', { encryptStringAsync: () => Promise.reject(new Error('locked')) })],
    [
      'the key store leaves the text as it is',
      'win32',
      keys('v10', { encryptStringAsync: async (text) => Buffer.from(text) }),
    ],
  ])('are refused by the disk where %s: they hold until the app ends', async (_why, platform, store) => {
    const profile = temporaryFolder();
    const open = () => openCredentials(profile, systemKeyStore(platform, store));
    const now = open();
    expect(await now.areKept()).toBe(false);
    await now.keep(url, token);
    expect(await now.tokenFor(url)).toBe(token);
    expect(existsSync(fileOf(profile))).toBe(false);
    expect(await open().tokenFor(url)).toBeUndefined();
  });

  test('that were kept are put away when a new one cannot be', async () => {
    const profile = temporaryFolder();
    await openCredentials(profile, systemKeyStore('linux', keys('v11'))).keep(url, 'the earlier one');
    await openCredentials(profile, systemKeyStore('linux', keys('v10'))).keep(url, token);
    expect(await openCredentials(profile, systemKeyStore('linux', keys('v11'))).tokenFor(url)).toBeUndefined();
  });

  test('are encrypted anew when the key was changed', async () => {
    const profile = temporaryFolder();
    await openCredentials(profile, systemKeyStore('darwin', keys('v10'))).keep(url, token);
    const before = textOf(profile);
    const changed = keys('v20', {
      decryptStringAsync: async () => ({ result: token, shouldReEncrypt: true }),
    });
    expect(await openCredentials(profile, systemKeyStore('darwin', changed)).tokenFor(url)).toBe(token);
    expect(textOf(profile)).not.toBe(before);
    expect(await openCredentials(profile, systemKeyStore('darwin', keys('v20'))).tokenFor(url)).toBe(token);
  });

  test('that cannot be decrypted, or were written with the key that everybody knows, are none', async () => {
    const profile = temporaryFolder();
    writeFileSync(fileOf(profile), JSON.stringify({ [url]: Buffer.from('v10nekot').toString('base64') }));
    expect(await openCredentials(profile, systemKeyStore('linux', keys('v10'))).tokenFor(url)).toBeUndefined();
    const broken = keys('v10', { decryptStringAsync: () => Promise.reject(new Error('another computer')) });
    expect(await openCredentials(profile, systemKeyStore('win32', broken)).tokenFor(url)).toBeUndefined();
    writeFileSync(fileOf(profile), 'no JSON');
    expect(await openCredentials(profile, systemKeyStore('win32', keys('v10'))).tokenFor(url)).toBeUndefined();
  });
});

describe('a backend elsewhere', () => {
  /** Its states, as the window hears of them. */
  function backend(profile: string, given: string | null, store: SystemKeys) {
    const credentials = openCredentials(profile, systemKeyStore('linux', store));
    const made = remoteBackend(url, given, credentials, ownNetwork);
    const heard: BackendState[] = [];
    const settled = new Promise<void>((resolve) => {
      made.onChange((state) => {
        heard.push(state);
        resolve();
      });
    });
    return { made, heard, settled };
  }

  test('waits for the key store, and not for the agent, when a token was kept', async () => {
    const profile = temporaryFolder();
    await openCredentials(profile, systemKeyStore('linux', keys('v11'))).keep(url, token);
    const { made, heard, settled } = backend(profile, null, keys('v11'));
    expect(made.state).toEqual({ kind: 'remote', url, state: 'opening', keepsToken: null });
    expect(made.address).toBeUndefined();
    await settled;
    expect(heard).toEqual([{ kind: 'remote', url, state: 'joined', keepsToken: true }]);
    expect(made.address).toMatchObject({ baseUrl: url, token });
  });

  test('asks for a token where none is kept, and says that it cannot be', async () => {
    const { made, heard, settled } = backend(temporaryFolder(), null, keys('v10'));
    await settled;
    expect(heard).toEqual([{ kind: 'remote', url, state: 'needs_token', keepsToken: false }]);
    expect(made.address).toBeUndefined();
  });

  test('takes a token from the command line at once', () => {
    const { made } = backend(temporaryFolder(), token, keys('v11'));
    expect(made.state).toMatchObject({ state: 'joined' });
    expect(made.address).toMatchObject({ token });
  });
});
