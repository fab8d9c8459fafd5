import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { journalProcess } from './journal-process.ts';

test('an action is flushed to the disk before the journal answers', async ({ skip }) => {
  const strace = spawnSync('strace', ['-V']);
  skip(strace.status !== 0, 'Needs strace: sudo apt-get install strace');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-journal-flush-'));
  try {
    const trace = path.join(folder, 'trace');
    const calls = 'trace=write,pwrite64,fsync,fdatasync,ftruncate';
    const running = journalProcess(
      [path.join(folder, 'journal'), 0, 20, 10],
      ['strace', '-f', '-y', '-s', '400', '-e', calls, '-o', trace, '--'],
    );
    await running.waiting();
    await running.end();
    let written = 0;
    let flushed = 0;
    let answered = 0;
    for (const line of readFileSync(trace, 'utf8').split('\n')) {
      // An answer of `kept N` must come after the end of a flush that began after the write of N.
      const write = /write(?:64)?\(\d+<[^>]*\.journal>, "[0-9a-f]{8} .*?\\"id\\":(\d+),/.exec(line);
      if (write) written = Number(write[1]);
      if (
        /(fsync|fdatasync)\(\d+<[^>]*\.journal>\) += 0/.test(line) ||
        /(fsync|fdatasync) resumed>\) += 0/.test(line)
      ) {
        flushed = written;
      }
      const answer = /write\(1<[^>]*>, "kept (\d+)/.exec(line);
      if (answer) {
        answered += 1;
        expect(flushed).toBeGreaterThanOrEqual(Number(answer[1]));
      }
    }
    expect(answered).toBe(20);
    expect(written).toBe(20);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
