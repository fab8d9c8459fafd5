import { afterAll, beforeAll, describe } from 'vitest';
import { openPostgresStorage } from '../../../src-backend/storage/postgres/postgres-storage.ts';
import { storageConformance } from '../../conformance/storage.ts';
import { notInstalled, type OwnPostgres, startPostgres } from '../../postgres/own-postgres.ts';

if (notInstalled !== null) console.warn(`Not run: tests with PostgreSQL. ${notInstalled}`);

describe.skipIf(notInstalled !== null)('on PostgreSQL', () => {
  let server: OwnPostgres;
  let url: string;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  storageConformance({
    name: 'PostgreSQL',
    async open() {
      url = await server.createDatabase();
      return openPostgresStorage({ url });
    },
    openAgain: () => openPostgresStorage({ url }),
    remove: async () => {},
  });
});
