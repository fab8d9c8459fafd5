import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const project = path.join(import.meta.dirname, '../../../..');
const page = readFileSync(path.join(project, 'docs/security.md'), 'utf8');

/** Rows of the tables that end in a test: what is ruled, where, and by what it is held. */
const rows = page
  .split('\n')
  .filter((line) => /^\| .* \|$/.test(line) && /`(tests|scripts)\/[^`]+\.ts`/.test(line))
  .map((line) => line.slice(2, -2).split(' | '));
const paths = (cell: string) =>
  [...cell.matchAll(/`((?:src-|tests\/|scripts\/)[^` ]+|[\w.-]+\.(?:ts|yml|json))`/g)].map(([, found = '']) => found);

describe('the table of docs/security.md', () => {
  test('has all twenty items of the list, in order', () => {
    const numbers = rows.flatMap(([item = '']) => /^(\d+)\. /.exec(item)?.[1] ?? []).map(Number);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test.each(rows.map((cells) => [cells[0] ?? '', cells.at(-2) ?? '', cells.at(-1) ?? '']))(
    '%s: its places and tests are there',
    (_item, where, held) => {
      expect(paths(held).length).toBeGreaterThan(0);
      for (const named of [...paths(where), ...paths(held)])
        expect(existsSync(path.join(project, named)), named).toBe(true);
    },
  );

  test('names the version of Electron that is installed', () => {
    const lock: { readonly packages: Readonly<Record<string, { readonly version: string }>> } = JSON.parse(
      readFileSync(path.join(project, 'package-lock.json'), 'utf8'),
    );
    const [major] = (lock.packages['node_modules/electron']?.version ?? '').split('.');
    expect(page).toContain(`runs on Electron ${major}.`);
  });
});
