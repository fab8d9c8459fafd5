import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFileJournal } from '../../../../src-main/journal/file-journal.ts';
import { waitingIn } from './journal-builders.ts';
import { journalProcess } from './journal-process.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-journal-full-'));
});
afterEach(() => {
  if (isMounted) spawnSync('umount', ['-l', folder]);
  isMounted = false;
  rmSync(folder, { recursive: true });
});

/** A file system of two megabytes on the folder, where this user may make one. */
let isMounted = false;
function mountSmallDisk(): boolean {
  isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]).status === 0;
  return isMounted;
}

const idsOf = (lines: readonly string[], word: string) =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => Number(line.split(' ')[1]));
const keptOnDisk = async () =>
  waitingIn((await openFileJournal(folder, { reserveBytes: 0 })).contents()).map(([, id]) => id);

describe('on a full disk', () => {
  test('the journal goes on with the space set aside, then refuses, loses nothing, and recovers', async ({ skip }) => {
    skip(!mountSmallDisk(), 'Needs the right to mount a tmpfs: run the tests as root.');
    const running = journalProcess([folder, 512 * 1024, 400, 1_000]);
    await running.waiting();
    expect(idsOf(running.lines, 'kept')).toHaveLength(400);
    // Somebody else fills the disk to the last byte, all but what the journal had set aside.
    const filled = spawnSync('dd', ['if=/dev/zero', `of=${path.join(folder, 'others')}`, 'bs=4096']);
    expect(filled.stderr.toString()).toContain('No space left');
    for (let at = 0; at < 3; at += 1) {
      running.settle();
      await running.waiting();
    }
    expect(idsOf(running.lines, 'kept')).toEqual([...Array.from({ length: 400 }, (_, at) => at + 1), 401, 402, 403]);
    expect(idsOf(running.lines, 'refused')).toEqual([]);
    await running.end();
    expect((await keptOnDisk()).at(-1)).toBe(403);
  });

  test('what is refused is told, is not there later, and what was kept is', async ({ skip }) => {
    skip(!mountSmallDisk(), 'Needs the right to mount a tmpfs: run the tests as root.');
    const running = journalProcess([folder, 0, 60, 50_000]);
    await running.waiting();
    const kept = idsOf(running.lines, 'kept');
    expect(kept.length).toBeGreaterThan(20);
    expect(running.lines.filter((line) => line.startsWith('refused')).every((line) => line.endsWith('ENOSPC'))).toBe(
      true,
    );
    expect(idsOf(running.lines, 'refused').length).toBeGreaterThan(5);
    expect(await keptOnDisk()).toEqual(kept);
    // Once what waited is settled, its space is given back and the journal takes actions again.
    running.settle();
    await running.waiting();
    running.settle();
    await running.waiting();
    expect(running.lines.filter((line) => line !== 'waiting').at(-1)).toBe('kept 62');
    await running.end();
    expect(await keptOnDisk()).toEqual([62]);
  });
});

test('a limit on the size of files is told as well, and what was kept before is whole', async ({ skip }) => {
  skip(process.platform === 'win32', 'There are no such limits on Windows.');
  // 48 KiB a file, in units of 512 bytes; one action has more than that.
  const limited = ['sh', '-c', 'trap "" XFSZ; ulimit -f 96; exec "$@"', 'sh'];
  const small = journalProcess([folder, 0, 20, 1_000], limited);
  await small.waiting();
  await small.end();
  const large = journalProcess([folder, 0, 3, 60_000], limited);
  await large.waiting();
  await large.end();
  expect(idsOf(small.lines, 'kept')).toHaveLength(20);
  expect(large.lines.filter((line) => line !== 'waiting')).toEqual([
    'refused 1 EFBIG',
    'refused 2 EFBIG',
    'refused 3 EFBIG',
  ]);
  expect(await keptOnDisk()).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
});

test('a folder that cannot be written is told when something is to be kept', async () => {
  writeFileSync(path.join(folder, 'file'), '');
  await expect(openFileJournal(path.join(folder, 'file', 'journal'))).rejects.toThrow('ENOTDIR');
});
