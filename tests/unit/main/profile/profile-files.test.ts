import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { jsonFile } from '../../../../src-main/profile/json-file.ts';
import { chooseBackend } from '../../../../src-main/profile/remembered-backend.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-profile-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const open = () => jsonFile(path.join(folder, 'deep', 'x.json'), z.object({ a: z.int() }));

describe('a file of the profile', () => {
  test('is read as it was written, and leaves nothing beside it', () => {
    expect(open().read()).toBeUndefined();
    open().write({ a: 1 });
    open().write({ a: 2 });
    expect(open().read()).toEqual({ a: 2 });
    expect(readdirSync(path.join(folder, 'deep'))).toEqual(['x.json']);
  });

  test.each(['', '{', '{"a":"1"}', '[]'])('damaged (%s) it counts as none and is set aside', (content) => {
    open().write({ a: 1 });
    writeFileSync(path.join(folder, 'deep', 'x.json'), content);
    expect(open().read()).toBeUndefined();
    expect(readFileSync(path.join(folder, 'deep', 'x.json.damaged'), 'utf8')).toBe(content);
    open().write({ a: 3 });
    expect(open().read()).toEqual({ a: 3 });
  });

  // The system cuts such a write short without an error.
  test('is replaced as a whole or not at all where there is no room for all of it', ({ skip }) => {
    skip(process.platform === 'win32', 'There are no such limits on Windows.');
    const file = path.join(folder, 'x.json');
    const module = path.join(import.meta.dirname, '../../../../src-main/profile/json-file.ts');
    const script = `
      const { jsonFile } = await import(${JSON.stringify(module)});
      const { z } = await import('zod');
      const open = jsonFile(${JSON.stringify(file)}, z.string());
      open.write('short');
      try { open.write('x'.repeat(100_000)); } catch (error) { console.log(error.code); }
      console.log(open.read());
    `;
    const limited = ['-c', 'trap "" XFSZ; ulimit -f 64; exec "$@"', 'sh', process.execPath];
    const ended = spawnSync('sh', [...limited, '--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(ended.stdout).toBe('EFBIG\nshort\n');
  });
});

describe('the backend of a profile', () => {
  test('is the one asked for, else that of last time, else the embedded one', () => {
    const remote = { kind: 'remote', url: 'http://x' } as const;
    expect(chooseBackend(null, undefined)).toEqual({ ok: true, choice: { kind: 'embedded' } });
    expect(chooseBackend(null, remote)).toEqual({ ok: true, choice: remote });
    expect(chooseBackend('http://x', undefined)).toEqual({ ok: true, choice: remote });
    expect(chooseBackend('http://y', remote)).toEqual({ ok: true, choice: { kind: 'remote', url: 'http://y' } });
  });

  test('does not change from this computer to another: what waits to be sent would go to the wrong one', () => {
    const chosen = chooseBackend('http://x', { kind: 'embedded' });
    expect(chosen).toMatchObject({ ok: false, message: expect.stringContaining('--profile') });
  });
});
