import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportStorage } from '../../../../src-backend/import/write-cases.ts';
import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import type { Storage } from '../../../../src-backend/storage/storage.ts';
import { eventIdSchema, userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import {
  casesIn,
  fileOf,
  importInto,
  logOf,
  manyIncidents,
  sliceHeader,
  slicePath,
  sliceRows,
  sliceText,
  space,
  storageWithPolicy,
  withoutVersions,
} from './import-fixture.ts';

let storage: Storage;
beforeEach(async () => {
  storage = await storageWithPolicy();
});
afterEach(() => storage.close());

const versionOf = () => storage.read(space, async (tx) => tx.version);
const now = Date.UTC(2026, 0, 5, 12);
const minuteMs = 60_000;

describe('importing the log', () => {
  it('adds every case once and says so in the last line', async () => {
    const first = await importInto(storage, slicePath);
    expect(first).toEqual({
      code: 0,
      lines: ['read 150 rows, 19 cases: 19 added, 0 updated, 0 unchanged; 0 rows refused'],
    });
    const version = await versionOf();
    const before = await casesIn(storage);
    const second = await importInto(storage, slicePath);
    expect(second.lines).toEqual(['read 150 rows, 19 cases: 0 added, 0 updated, 19 unchanged; 0 rows refused']);
    expect(await casesIn(storage)).toEqual(before);
    expect(await versionOf()).toBe(version);
  });

  it('brings accounts, contacts and agents with it, under the agreement of the policy', async () => {
    await importInto(storage, slicePath);
    const [doc] = await casesIn(storage);
    const { account, contact } = await storage.read(space, async (tx) => ({
      account: await tx.get('accounts', doc?.accountId ?? ''),
      contact: await tx.get('contacts', doc?.contactId ?? ''),
    }));
    expect(account).toMatchObject({ name: expect.stringMatching(/^Location \d+$/), agreement: 'standard' });
    expect(contact).toMatchObject({ name: expect.stringMatching(/^Caller \d+$/), accountId: account?.id });
    const users = await storage.read(space, async (tx) => {
      const names: string[] = [];
      for await (const user of tx.list('users')) names.push(`${user.name} ${user.role}`);
      return names;
    });
    expect(users).toContain('Resolver 198 coa');
  });

  it('keeps what it wrote before it was stopped in the middle, and completes it when run again', async () => {
    const log = manyIncidents(25);
    let writes = 0;
    const failing: ImportStorage = {
      read: (inSpace, work) => storage.read(inSpace, work),
      write: (inSpace, work) => {
        writes += 1;
        if (writes === 3) throw new Error('the disk is full');
        return storage.write(inSpace, work);
      },
    };
    await expect(importInto(storage, log, { storage: failing, shiftToNow: true })).rejects.toThrow('the disk is full');
    expect((await casesIn(storage)).length).toBe(400);
    const { lines } = await importInto(storage, log, { shiftToNow: true, now: now + 60 * minuteMs });
    expect(lines.at(-1)).toBe('read 3750 rows, 475 cases: 75 added, 0 updated, 400 unchanged; 0 rows refused');
    expect(new Set((await casesIn(storage)).map(({ source }) => source?.movedMs)).size).toBe(1);
  });

  it('can follow a shorter log', async () => {
    const whole = await storageWithPolicy();
    await importInto(whole, slicePath);
    await importInto(storage, logOf(sliceRows.slice(0, 70)));
    const { lines } = await importInto(storage, slicePath);
    expect(lines.at(-1)).toMatch(/^read 150 rows, 19 cases: \d+ added, \d+ updated, \d+ unchanged; 0 rows refused$/);
    expect(withoutVersions(await casesIn(storage))).toEqual(withoutVersions(await casesIn(whole)));
    await whole.close();
  });

  it('keeps what was done here on an imported case, and the agreement a lead gave its account', async () => {
    await importInto(storage, logOf(sliceRows.slice(0, 2)));
    const [doc] = await casesIn(storage);
    if (doc === undefined) throw new Error('Nothing was imported.');
    const note = {
      id: eventIdSchema.parse('0198c0de-0000-7000-8000-000000000001'),
      type: 'note' as const,
      at: now,
      by: { kind: 'user' as const, id: userIdSchema.parse('u1') },
      version: 1,
      text: 'Update 1, 29-02-2016 01:23\nlooks like a row, is a note',
    };
    await storage.write(space, async (tx) => {
      await tx.put('cases', doc.id, { ...doc, events: [...doc.events, { ...note, version: tx.version }] });
      const account = await tx.get('accounts', doc.accountId);
      if (account !== undefined) await tx.put('accounts', account.id, { ...account, agreement: 'premier_24x7' });
    });
    await importInto(storage, slicePath);
    const after = (await casesIn(storage)).find(({ id }) => id === doc.id);
    expect(after?.events.filter(({ id }) => id === note.id)).toEqual([expect.objectContaining({ text: note.text })]);
    expect(after?.events.length).toBeGreaterThan(doc.events.length + 1);
    const account = await storage.read(space, (tx) => tx.get('accounts', doc.accountId));
    expect(account?.agreement).toBe('premier_24x7');
  });
});

describe('copies that are not quite the log', () => {
  const clean = 'read 150 rows, 19 cases: 19 added, 0 updated, 0 unchanged; 0 rows refused';
  it.each([
    ['LF', sliceText.replaceAll('\r\n', '\n')],
    ['a byte order mark', `\uFEFF${sliceText}`],
    ['no last line end', sliceText.trimEnd()],
  ])('with %s load as the log does', async (_, text) => {
    const { code, lines } = await importInto(storage, fileOf(text));
    expect(lines).toEqual([clean]);
    expect(code).toBe(0);
  });

  it('report each bad row by line and field, and load the others', async () => {
    const rows = [...sliceRows];
    rows[3] = (rows[3] ?? '').replace(/,\d\d-\d\d-2016 /, ',31-02-2016 ');
    rows[8] = (rows[8] ?? '').replace('Category', '"Category');
    rows[20] = (rows[20] ?? '').split(',').slice(0, -1).join(',');
    const { code, lines } = await importInto(storage, logOf(rows));
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^line 5: field \w+_at: "31-02-2016 \d\d:\d\d" is no date and time of the form/),
      'line 10: field category: stray quote: it opens a quoted value that never closes',
      'line 22: field closed_at: missing: the row has 35 fields, the header 36',
      'read 150 rows, 19 cases: 19 added, 0 updated, 0 unchanged; 3 rows refused',
    ]);
    // The mended file then heals what the refused rows left out.
    const whole = await storageWithPolicy();
    await importInto(whole, slicePath);
    await importInto(storage, slicePath);
    expect(withoutVersions(await casesIn(storage))).toEqual(withoutVersions(await casesIn(whole)));
    await whole.close();
  });

  it('with columns of their own keep them in the timeline', async () => {
    const rows = sliceRows.map((row, index) => `${row},team ${index % 2}`);
    await importInto(storage, fileOf([`${sliceHeader},our: team`, ...rows].join('\n')));
    const texts = (await casesIn(storage)).flatMap(({ events }) =>
      events.map((e) => ('text' in e ? (e.text ?? '') : '')),
    );
    expect(texts.some((text) => text.includes('\nour. team: team 0'))).toBe(true);
    expect(
      (await importInto(storage, fileOf([`${sliceHeader},our: team`, ...rows].join('\n')))).lines.at(-1),
    ).toContain('19 unchanged');
  });

  it.each([
    ['an empty file', '', 'line 1: field header: the file is empty'],
    [
      'a missing column',
      sliceText.replace(',priority,', ',prio,'),
      'line 1: field priority: the header lacks this column',
    ],
    [
      'a column named twice',
      sliceText.replace(',notify,', ',knowledge,'),
      'line 1: field knowledge: the header names this column twice',
    ],
  ])('such as %s write nothing', async (_, text, line) => {
    const version = await versionOf();
    const { code, lines } = await importInto(storage, fileOf(text));
    expect(code).toBe(2);
    expect(lines[0]).toBe(line);
    expect(lines.at(-1)).toBe('read 0 rows, 0 cases: 0 added, 0 updated, 0 unchanged; 0 rows refused');
    expect(await versionOf()).toBe(version);
  });

  it('that are not there, or have a header only, say so', async () => {
    expect((await importInto(storage, '/nowhere/log.csv')).code).toBe(2);
    const { code, lines } = await importInto(storage, logOf([]));
    expect(code).toBe(0);
    expect(lines[0]).toBe('there are no rows below the header');
  });
});

describe('time options', () => {
  const asOf = '2016-03-01T12:00';

  it('replay what was known and move it to now', async () => {
    const { lines } = await importInto(storage, slicePath, { asOf, shiftToNow: true, now });
    expect(lines.join('\n')).toContain('2016-03-01T20:00:00.000Z is now');
    const cases = await casesIn(storage);
    const events = cases.flatMap((doc) => doc.events);
    expect(events.every(({ at }) => at <= now)).toBe(true);
    expect(cases.every(({ source }) => source?.movedMs === now - Date.UTC(2016, 2, 1, 20))).toBe(true);
    expect(cases.some((doc) => !doc.events.some(({ type }) => type === 'resolved'))).toBe(true);
  });

  it('move the last instant of the log to now without --as-of', async () => {
    await importInto(storage, slicePath, { shiftToNow: true, now });
    const last = Math.max(...(await casesIn(storage)).flatMap(({ events }) => events.map(({ at }) => at)));
    expect(last).toBe(now);
  });

  it('keep the first move at later imports', async () => {
    await importInto(storage, slicePath, { asOf, shiftToNow: true, now });
    const before = await casesIn(storage);
    const again = await importInto(storage, slicePath, { asOf, shiftToNow: true, now: now + 90 * minuteMs });
    expect(again.lines.join('\n')).toContain('as the first import moved it');
    expect(again.lines.at(-1)).toContain(' 0 added, 0 updated');
    expect(await casesIn(storage)).toEqual(before);
    // The whole log plays on from there: what the move puts after now has not happened yet.
    const dayLater = now + 24 * 60 * minuteMs;
    const longer = await importInto(storage, slicePath, { now: dayLater });
    expect(longer.lines[0]).toMatch(/^\d+ rows are later than now and were left out/);
    const after = await casesIn(storage);
    expect(after.flatMap(({ events }) => events).every(({ at }) => at <= dayLater)).toBe(true);
    expect(after.length).toBeGreaterThan(before.length);
    const moved = new Set(after.map(({ source }) => source?.movedMs));
    expect(moved.size).toBe(1);
  });

  it('do not move what the first import left in place', async () => {
    await importInto(storage, slicePath);
    const { lines } = await importInto(storage, slicePath, { shiftToNow: true });
    expect(lines[0]).toContain('--shift-to-now: history stays unmoved');
  });

  it('read wall times in the zone of the support hours, or in the one given', async () => {
    await importInto(storage, slicePath);
    const berlin = await storageWithPolicy();
    await importInto(berlin, slicePath, { timeZone: 'Europe/Berlin' });
    const [here, there] = [await casesIn(storage), await casesIn(berlin)];
    expect((here[0]?.events[0]?.at ?? 0) - (there[0]?.events[0]?.at ?? 0)).toBe(9 * 60 * minuteMs);
    const other = await importInto(berlin, slicePath, { timeZone: 'America/Los_Angeles' });
    expect(other.code).toBe(2);
    expect(other.lines[0]).toContain('Europe/Berlin');
    expect((await importInto(berlin, slicePath)).lines.at(-1)).toContain('19 unchanged');
    await berlin.close();
  });

  it('are refused by name when they are wrong', async () => {
    expect((await importInto(storage, slicePath, { timeZone: 'Mars/Olympus' })).lines[0]).toContain('--time-zone');
    expect((await importInto(storage, slicePath, { asOf: 'yesterday' })).lines[0]).toContain('--as-of');
  });

  it('need a policy', async () => {
    const bare = await openSqliteStorage({ file: ':memory:' });
    expect((await importInto(bare, slicePath)).code).toBe(2);
    await bare.close();
  });
});
