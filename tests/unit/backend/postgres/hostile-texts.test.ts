import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import { hostileTextsSurvive } from '../../../conformance/hostile-texts.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';

describeWithPostgres('hostile texts, on PostgreSQL', (server) => {
  hostileTextsSurvive('PostgreSQL', async () => openPostgresStorage({ url: await server().createDatabase() }));
});
