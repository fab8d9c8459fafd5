import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { lineFile } from '../../../../src-main/profile/line-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-lines-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const schema = z.object({ n: z.int() });
const file = () => path.join(folder, 'deep', 'lines.jsonl');
const open = () => lineFile(file(), schema, true);

describe('a file of lines', () => {
  test('is read as it was written, over openings', () => {
    expect(open().read()).toEqual([]);
    open().append([{ n: 1 }, { n: 2 }]);
    open().append([]);
    open().append([{ n: 3 }]);
    expect(open().read()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    open().rewrite([{ n: 9 }]);
    expect(open().read()).toEqual([{ n: 9 }]);
    expect(existsSync(`${file()}.new`)).toBe(false);
  });

  test('torn at every byte keeps the lines before, and those after', () => {
    open().append([{ n: 1 }, { n: 22 }]);
    const whole = readFileSync(file(), 'utf8');
    const lines = whole.trimEnd().split('\n');
    for (let size = 0; size <= whole.length; size++) {
      writeFileSync(file(), whole);
      truncateSync(file(), size);
      open().append([{ n: 7 }]);
      const complete = [1, 22].filter((_n, index) => size >= lines.slice(0, index + 1).join('\n').length);
      expect(open().read(), `${size} bytes`).toEqual([...complete, 7].map((n) => ({ n })));
    }
  });

  test('leaves out lines that are damaged or of another kind', () => {
    open().append([{ n: 1 }]);
    appendFileSync(file(), 'null\n{"n":"1"}\n{"n":\n\u0000\u0000\n{"n":2}\n');
    expect(open().read()).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('a folder in its place is said, not taken for an empty file', () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    expect(() => open().append([{ n: 1 }])).toThrow();
    rmSync(folder);
    open().append([{ n: 1 }]);
    expect(() => lineFile(path.dirname(file()), schema, true).read()).toThrow('EISDIR');
  });

  // A limit of the shell on the size of files stands for a disk that fills up in the middle of a write.
  test.skipIf(process.platform === 'win32')('on a full disk keeps all of an addition or nothing of it', () => {
    open().append([{ n: 1 }]);
    const script = `
      import { z } from 'zod';
      process.on('SIGXFSZ', () => {});
      const { lineFile } = await import('./src-main/profile/line-file.ts');
      const file = lineFile(${JSON.stringify(file())}, z.object({ n: z.int() }), true);
      const many = Array.from({ length: 400 }, (_, n) => ({ n }));
      for (const write of ['append', 'rewrite']) {
        try { file[write](many); console.log(write, 'written'); }
        catch (error) { console.log(write, error.code); }
      }
    `;
    const limited = `ulimit -f 2; exec ${JSON.stringify(process.execPath)} --input-type=module -e "$SCRIPT"`;
    const ran = spawnSync('bash', ['-c', limited], { env: { ...process.env, SCRIPT: script }, encoding: 'utf8' });
    expect(ran.stdout, ran.stderr).toBe('append EFBIG\nrewrite EFBIG\n');
    expect(readFileSync(file(), 'utf8')).toBe('{"n":1}\n');
    open().append([{ n: 2 }]);
    expect(open().read()).toEqual([{ n: 1 }, { n: 2 }]);
  });
});
