import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportOptions } from '../../../../src-backend/import/run-import.ts';
import { runImport } from '../../../../src-backend/import/run-import.ts';
import { prepareSpace } from '../../../../src-backend/space/prepare-space.ts';
import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import type { Storage } from '../../../../src-backend/storage/storage.ts';
import type { CaseDocument } from '../../../../src-shared/cases/case-document.ts';
import { spaceIdSchema } from '../../../../src-shared/sync/protocol.ts';

export const space = spaceIdSchema.parse('main');
export const slicePath = new URL('../../../fixtures/servicenow-slice.csv', import.meta.url).pathname;
export const salesforcePath = new URL('../../../fixtures/salesforce', import.meta.url).pathname;
export const sliceText = readFileSync(slicePath, 'utf8');
/** The slice's header and rows, without line ends. */
export const [sliceHeader = '', ...sliceRows] = sliceText.trimEnd().split('\r\n');

export async function storageWithPolicy(): Promise<Storage> {
  const storage = await openSqliteStorage({ file: ':memory:' });
  await prepareSpace(storage, space, null);
  return storage;
}

/** Runs an import and answers its exit code and the lines of its report. */
export async function importInto(
  storage: Storage,
  file: string,
  options: Partial<ImportOptions> = {},
): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await runImport({
    storage,
    space,
    format: 'servicenow-events',
    file,
    timeZone: null,
    asOf: null,
    shiftToNow: false,
    now: Date.UTC(2026, 0, 5, 12),
    report: (line) => lines.push(line),
    ...options,
  });
  return { code, lines };
}

export async function casesIn(storage: Storage): Promise<CaseDocument[]> {
  return storage.read(space, async (tx) => {
    const cases: CaseDocument[] = [];
    for await (const doc of tx.list('cases')) cases.push(doc);
    return cases.toSorted((a, b) => ((a.number ?? '') < (b.number ?? '') ? -1 : 1));
  });
}

/** Cases without the versions that depend on which import brought which event. */
export function withoutVersions(cases: readonly CaseDocument[]): unknown {
  return cases.map((doc) => ({ ...doc, events: doc.events.map(({ version: _, ...event }) => event) }));
}

/** Writes a file of its own for one test; the folder is removed by the system. */
export function fileOf(content: string | Uint8Array, name = 'log.csv'): string {
  const file = join(mkdtempSync(join(tmpdir(), 'dueline-import-')), name);
  writeFileSync(file, content);
  return file;
}

/** A log with the slice's header and the given rows. */
export function logOf(rows: readonly string[]): string {
  return fileOf(`${[sliceHeader, ...rows].join('\r\n')}\r\n`);
}

/** The slice over and over, each time with numbers of its own. */
export function manyIncidents(copies: number): string {
  const rows = Array.from({ length: copies }, (_, copy) =>
    sliceRows.map((row) => row.replace(/^INC/, `INC${String(copy + 1).padStart(3, '0')}`)),
  );
  return logOf(rows.flat());
}
