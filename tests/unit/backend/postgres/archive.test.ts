import { expect, test } from 'vitest';
import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { other, space } from '../../../conformance/storage-builders.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';
import { archiveOf, fillDesk, rowsOf, takeInBytes } from '../archive/desk-to-archive.ts';

describeWithPostgres('archives across storages', (server) => {
  test('a desk goes from SQLite to PostgreSQL and back without a change', async () => {
    const folder = await openSqliteStorage({ file: ':memory:' });
    const database = await openPostgresStorage({ url: await server().createDatabase() });
    try {
      await fillDesk(folder, space);
      const before = await rowsOf(folder, space);
      await takeInBytes(database, other, await archiveOf(folder, space));
      expect(await rowsOf(database, other)).toEqual(before);
      await takeInBytes(folder, other, await archiveOf(database, other));
      expect(await rowsOf(folder, other)).toEqual(before);
      expect(await folder.write(other, (tx) => tx.nextCaseNumber())).toBe('00000008');
    } finally {
      await Promise.all([folder.close(), database.close()]);
    }
  });

  test('an archive that is cut short leaves a database as it was', async () => {
    const folder = await openSqliteStorage({ file: ':memory:' });
    const database = await openPostgresStorage({ url: await server().createDatabase() });
    try {
      await fillDesk(folder, space);
      const bytes = await archiveOf(folder, space);
      await expect(takeInBytes(database, other, bytes.subarray(0, -9))).rejects.toThrow('cut short');
      expect(await rowsOf(database, other)).toEqual([]);
      expect((await takeInBytes(database, other, bytes)).isNew).toBe(true);
    } finally {
      await Promise.all([folder.close(), database.close()]);
    }
  });
});
