import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runImport } from '../../src-backend/import/run-import.ts';
import { prepareSpace } from '../../src-backend/space/prepare-space.ts';
import { openSqliteStorage } from '../../src-backend/storage/sqlite/sqlite-storage.ts';
import { spaceIdSchema } from '../../src-shared/sync/protocol.ts';
import type { Figure } from './figure.ts';

const copies = 150;

/** Rows a second of a ServiceNow log into a new data folder on disk, and again into the same one. */
export async function benchImport(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dueline-bench-import-'));
  const storage = await openSqliteStorage({ file: join(folder, 'dueline.sqlite') });
  try {
    const space = spaceIdSchema.parse('main');
    await prepareSpace(storage, space, null);
    const { file, rows } = writeLog(folder);
    const importLog = async (): Promise<number> => {
      const startedAt = performance.now();
      const code = await runImport({
        storage,
        space,
        format: 'servicenow-events',
        file,
        timeZone: null,
        asOf: null,
        shiftToNow: false,
        now: Date.now(),
        report: () => undefined,
      });
      if (code !== 0) throw new Error(`The import ended with code ${code}.`);
      return (rows * 1_000) / (performance.now() - startedAt);
    };
    const first = await importLog();
    const again = await importLog();
    return [
      { name: `import of a ServiceNow log (${rows} rows)`, value: first, unit: 'rows/s' },
      { name: 'import of the same log again', value: again, unit: 'rows/s' },
    ];
  } finally {
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The slice of the fixtures over and over, each copy with incident numbers of its own. */
function writeLog(folder: string): { file: string; rows: number } {
  const slice = readFileSync(new URL('../fixtures/servicenow-slice.csv', import.meta.url), 'utf8');
  const [header = '', ...rows] = slice.trimEnd().split('\r\n');
  const all = Array.from({ length: copies }, (_, copy) =>
    rows.map((row) => row.replace(/^INC/, `INC${String(copy + 1).padStart(3, '0')}`)),
  ).flat();
  const file = join(folder, 'log.csv');
  writeFileSync(file, [header, ...all].join('\r\n'));
  return { file, rows: all.length };
}
