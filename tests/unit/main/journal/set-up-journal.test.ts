import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { guardedHandler } from '../../../../src-main/desktop/calls.ts';
import { journalFolder } from '../../../../src-main/journal/journal-folder.ts';
import { setUpJournal } from '../../../../src-main/journal/set-up-journal.ts';
import { movedMark } from '../../../../src-main/move/moved-mark.ts';
import { append, client, entry, waitingIn } from './journal-builders.ts';

let profile = '';
beforeEach(() => {
  profile = mkdtempSync(path.join(os.tmpdir(), 'dueline-profile-'));
});
afterEach(() => {
  rmSync(profile, { recursive: true });
});

const page = { url: 'app://dueline/', isMainFrame: true };
const embedded = { kind: 'embedded' } as const;
const remote = (url: string) => ({ kind: 'remote', url }) as const;

describe('the journal of a profile', () => {
  test('keeps what the page hands over, and gives it back after a restart', async () => {
    const first = setUpJournal({ profile }, embedded);
    await guardedHandler('journal:append', first.handlers['journal:append'])(
      page,
      append(entry('a', 1), entry('a', 2)),
    );
    await guardedHandler('journal:acknowledge', first.handlers['journal:acknowledge'])(page, {
      ...client('a'),
      through: 1,
    });
    await first.close();
    const second = setUpJournal({ profile }, embedded);
    const read = guardedHandler('journal:read', second.handlers['journal:read']);
    expect(waitingIn(await read(page, undefined))).toEqual([['a', 2, { text: 'a 2' }]]);
    await second.close();
  });

  test('is each backend’s own', async () => {
    const folders = [
      embedded,
      remote('https://a.example'),
      remote('https://a.example/desk'),
      remote('https://b.example'),
    ];
    expect(new Set(folders.map((choice) => journalFolder(profile, choice))).size).toBe(4);
    const one = setUpJournal({ profile }, remote('https://a.example'));
    await one.handlers['journal:append'](append(entry('a', 1)));
    const other = setUpJournal({ profile }, remote('https://b.example'));
    expect((await other.handlers['journal:read'](undefined)).clients).toEqual([]);
    await Promise.all([one.close(), other.close()]);
  });

  test('goes along when the desk of this computer moves to a team server, and not to any other', async () => {
    const there = remote('https://there.example');
    const before = setUpJournal({ profile }, embedded);
    await before.handlers['journal:append'](append(entry('a', 1)));
    await before.close();
    movedMark(profile).write({ url: there.url, space: 'main', userId: 'ann', at: 1 });
    const after = setUpJournal({ profile }, there);
    expect(waitingIn(await after.handlers['journal:read'](undefined))).toEqual([['a', 1, { text: 'a 1' }]]);
    await after.close();
    expect(journalFolder(profile, remote('https://else.example'), there.url)).not.toBe(
      journalFolder(profile, embedded),
    );
  });

  test('stays inside of the profile, whatever the address', () => {
    for (const url of ['https://../../x', 'https://[::1]:1/', 'not an address', 'http://%2e%2e/']) {
      const folder = journalFolder(profile, remote(url));
      expect(path.dirname(folder)).toBe(path.join(profile, 'journal'));
      expect(path.basename(folder)).toMatch(/^[A-Za-z0-9._-]+$/);
    }
  });

  test.each([
    ['no entries', { replaces: null, attention: [], dismissed: [] }, 'entries'],
    ['an id that is none', append({ ...entry('a', 1), id: 0 }), 'entries.0.id'],
    ['no time', append({ ...entry('a', 1), timestamp: 0.5 }), 'entries.0.timestamp'],
    ['a client without a name', append({ ...entry('a', 1), clientID: '' as never }), 'entries.0.clientID'],
  ])('refuses %s, naming the place, and keeps nothing', async (_what, request, place) => {
    const journal = setUpJournal({ profile }, embedded);
    const call = guardedHandler('journal:append', journal.handlers['journal:append']);
    await expect(call(page, request)).rejects.toThrow(`'${place}'`);
    expect((await journal.handlers['journal:read'](undefined)).clients).toEqual([]);
    await journal.close();
  });

  test('that cannot be opened says so at each call, and opens once it can', async () => {
    const blocked = path.join(profile, 'journal');
    writeFileSync(blocked, '');
    const journal = setUpJournal({ profile }, embedded);
    await expect(journal.handlers['journal:read'](undefined)).rejects.toThrow('ENOTDIR');
    await expect(journal.handlers['journal:append'](append(entry('a', 1)))).rejects.toThrow('ENOTDIR');
    rmSync(blocked);
    await journal.handlers['journal:append'](append(entry('a', 1)));
    expect(waitingIn(await journal.handlers['journal:read'](undefined))).toHaveLength(1);
    await journal.close();
  });

  test('knows how much room its disk has', async () => {
    const journal = setUpJournal({ profile }, embedded);
    expect((await journal.handlers['storage:space'](undefined)).freeBytes).toBeGreaterThan(0);
    await journal.close();
  });
});
