import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import { intakeByRule } from '../../../conformance/intake.ts';
import { releasesByRule } from '../../../conformance/release-watch.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';

describeWithPostgres('what other systems bring, on PostgreSQL', (server) => {
  const open = async () => openPostgresStorage({ url: await server().createDatabase() });
  intakeByRule('PostgreSQL', open);
  releasesByRule('PostgreSQL', open);
});
