import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import { intakeByRule } from '../../../conformance/intake.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';

describeWithPostgres('what other systems bring, on PostgreSQL', (server) => {
  intakeByRule('PostgreSQL', async () => openPostgresStorage({ url: await server().createDatabase() }));
});
