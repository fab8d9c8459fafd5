import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyProfile, finishWipe, wipeMark } from '../../../../src-main/wipe/empty-profile.ts';
import { isOwnFolder, makeOwnFolder } from '../../../../src-main/wipe/profile-owner.ts';
import { argumentsAfterWipe, wipeQuestions } from '../../../../src-main/wipe/wipe-question.ts';

const temporaryFolder = () => mkdtempSync(path.join(os.tmpdir(), 'dueline-wipe-'));

/** A profile as a run leaves it. */
function usedProfile(): string {
  const profile = path.join(temporaryFolder(), 'profile');
  makeOwnFolder(profile);
  for (const name of ['journal', 'data', 'logs', 'IndexedDB']) {
    mkdirSync(path.join(profile, name, 'deeper'), { recursive: true });
    writeFileSync(path.join(profile, name, 'deeper', 'file'), 'text');
  }
  for (const name of ['settings.json', 'credentials.json', 'notices.jsonl'])
    writeFileSync(path.join(profile, name), '{}');
  symlinkSync('computer-1234', path.join(profile, 'SingletonLock'));
  return profile;
}

describe('a wiped profile', () => {
  test('keeps nothing but the lock of the app that runs on it, and is the app’s own again', () => {
    const profile = usedProfile();
    wipeMark(profile).write({ at: 1 });
    expect(finishWipe(profile)).toBeNull();
    expect(readdirSync(profile).sort()).toEqual(['SingletonLock', 'profile.json']);
    expect(isOwnFolder(profile, false)).toBe(true);
  });

  test('is not touched without the mark', () => {
    const profile = usedProfile();
    const before = readdirSync(profile);
    expect(finishWipe(profile)).toBeNull();
    expect(readdirSync(profile)).toEqual(before);
  });

  test('that was half emptied when the app ended is emptied by the next start', () => {
    const profile = usedProfile();
    wipeMark(profile).write({ at: 1 });
    expect(emptyProfile(profile)).toEqual([]);
    expect(readdirSync(profile).sort()).toEqual(['SingletonLock', 'wipe.json']);
    writeFileSync(path.join(profile, 'written-at-the-end'), 'text');
    expect(finishWipe(profile)).toBeNull();
    expect(existsSync(path.join(profile, 'written-at-the-end'))).toBe(false);
  });

  test('leads out of itself by no link', () => {
    const outside = temporaryFolder();
    writeFileSync(path.join(outside, 'file'), 'not the app’s');
    const profile = usedProfile();
    symlinkSync(outside, path.join(profile, 'linked'));
    wipeMark(profile).write({ at: 1 });
    finishWipe(profile);
    expect(readdirSync(outside)).toEqual(['file']);
  });

  test('says what could not be removed, and tries again at the next start', () => {
    const profile = usedProfile();
    wipeMark(profile).write({ at: 1 });
    const said = finishWipe(profile, (place) => {
      if (place.endsWith('data')) throw new Error('EBUSY');
    });
    expect(said).toContain(`${profile}: data.`);
    expect(existsSync(path.join(profile, 'wipe.json'))).toBe(true);
    expect(finishWipe(profile)).toBeNull();
    expect(readdirSync(profile).sort()).toEqual(['SingletonLock', 'profile.json']);
  });
});

describe('the folder of a profile', () => {
  test('is the app’s own if the app made it or found it empty', () => {
    const made = path.join(temporaryFolder(), 'a', 'b');
    makeOwnFolder(made);
    const empty = temporaryFolder();
    makeOwnFolder(empty);
    expect([isOwnFolder(made, false), isOwnFolder(empty, false)]).toEqual([true, true]);
  });

  test('is not, if it held other things; the usual one always is', () => {
    const documents = temporaryFolder();
    writeFileSync(path.join(documents, 'thesis.txt'), 'years of work');
    makeOwnFolder(documents);
    makeOwnFolder(documents);
    expect(isOwnFolder(documents, false)).toBe(false);
    expect(isOwnFolder(documents, true)).toBe(true);
  });
});

describe('what is asked before a wipe', () => {
  const elsewhere = { folder: '/profile', server: 'https://desk.example', waiting: 0, attention: 0 };

  test('names what is lost, with its number', () => {
    const [question, second] = wipeQuestions({ ...elsewhere, waiting: 2, attention: 1 });
    expect(question?.detail).toContain(
      'Lost for good: 2 changes not sent yet, 1 item of Needs attention, every draft.',
    );
    expect(question?.detail).toContain('stays at https://desk.example');
    expect(question?.detail).toContain('/profile');
    expect(second).toBeUndefined();
    expect(wipeQuestions(elsewhere)[0]?.detail).toContain('Lost for good: every draft.');
    expect(wipeQuestions({ ...elsewhere, waiting: 1 })[0]?.detail).toContain('1 change not sent yet');
  });

  test('is asked twice where this computer holds the only copy', () => {
    const questions = wipeQuestions({ ...elsewhere, server: null });
    expect(questions.map(({ message }) => message)).toEqual(['Sign out and wipe this computer?', 'Delete this desk?']);
  });
});

describe('the start after a wipe', () => {
  test.each([
    [
      ['/app', '--server', 'https://desk.example', '--token', 'secret'],
      ['/app', '--server', 'https://desk.example'],
    ],
    [
      ['/app', '--token=secret', '--profile', '/p'],
      ['/app', '--profile', '/p'],
    ],
    [
      ['--hidden', '--user', 'u1'],
      ['--user', 'u1'],
    ],
    [['--updated', '--server=https://desk.example'], ['--server=https://desk.example']],
    [['--', 'dueline://case/00012345', '--token', 'x'], ['--']],
    [[], []],
  ])('%j begins with %j', (argv, expected) => {
    expect(argumentsAfterWipe(argv)).toEqual(expected);
  });
});
