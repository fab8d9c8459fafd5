import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import { spaceScope } from '../../../conformance/space-scope.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';

describeWithPostgres('spaces as the scope of access', (server) => {
  spaceScope('PostgreSQL', async () => ({
    storage: await openPostgresStorage({ url: await server().createDatabase() }),
    remove: async () => {},
  }));
});
