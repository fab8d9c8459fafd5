import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { notInstalled } from '../postgres/own-postgres.ts';
import { compare, isFaultless, openAcknowledgements, summary, together } from './acknowledgements.ts';
import { killPostgresBackend, killSqliteBackend } from './backend-rounds.ts';
import { none, sabotages } from './sabotage.ts';

describe('a backend that is killed while actions come in', () => {
  test('on SQLite has each acknowledged one once', async () => {
    const report = await killSqliteBackend({ rounds: 3, seed: 3, sabotage: none });
    expect(report).toMatchObject({ rounds: 3, missing: [], twice: [] });
    expect(report.acknowledged).toBeGreaterThan(0);
  });

  test('on PostgreSQL has each acknowledged one once, also when the database server is killed', async ({ skip }) => {
    skip(notInstalled !== null, notInstalled ?? '');
    const report = await killPostgresBackend({ rounds: 3, seed: 3, sabotage: none });
    expect(report).toMatchObject({ rounds: 3, missing: [], twice: [] });
    expect(report.acknowledged).toBeGreaterThan(0);
  });
});

describe('a kill test notices', () => {
  test('what is acknowledged before it is stored', async () => {
    const sabotage = sabotages['acknowledge-early']?.() ?? none;
    const report = await killSqliteBackend({ rounds: 2, seed: 1, sabotage });
    expect(report.missing).not.toEqual([]);
    expect(isFaultless(report)).toBe(false);
  });

  test('what is applied twice', async () => {
    const sabotage = sabotages['send-twice']?.() ?? none;
    const report = await killSqliteBackend({ rounds: 2, seed: 1, sabotage });
    expect(report.twice).not.toEqual([]);
    expect(isFaultless(report)).toBe(false);
  });
});

describe('the comparison with the export', () => {
  test('counts what is missing and what is there twice, and leaves alone what was never acknowledged', () => {
    const report = compare(4, ['a', 'b', 'c', 'c'], ['a', 'c', 'c', 'd', 'e', 'e']);
    expect(report).toEqual({ rounds: 4, acknowledged: 3, missing: ['b'], twice: ['c', 'e'] });
    expect(summary(together([report, compare(2, ['x'], ['x'])]))).toBe('rounds 6, acknowledged 4, missing 1, twice 2');
  });

  test('is faultless only if something was acknowledged, and all of it is there once', () => {
    expect(isFaultless(compare(1, ['a'], ['a', 'b']))).toBe(true);
    expect(isFaultless(compare(1, [], ['b']))).toBe(false);
    expect(isFaultless(compare(1, ['a'], []))).toBe(false);
    expect(isFaultless(compare(1, ['a'], ['a', 'a']))).toBe(false);
  });

  test('reads what was acknowledged from the file that was written on the way', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-kill-'));
    const acknowledged = openAcknowledgements(path.join(folder, 'acknowledged'));
    acknowledged.add('a', 'b');
    acknowledged.add('c');
    expect(acknowledged.all()).toEqual(['a', 'b', 'c']);
    acknowledged.close();
    rmSync(folder, { recursive: true });
  });
});
