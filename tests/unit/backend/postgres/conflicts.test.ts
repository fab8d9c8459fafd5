import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import { conflictsByRule } from '../../../conformance/conflicts.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';

describeWithPostgres('what people do at once, on PostgreSQL', (server) => {
  conflictsByRule('PostgreSQL', async () => openPostgresStorage({ url: await server().createDatabase() }));
});
