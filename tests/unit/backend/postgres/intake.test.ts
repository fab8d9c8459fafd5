import { expect, test } from 'vitest';
import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import { mutators } from '../../../../src-shared/mutators/registry.ts';
import { IntakeDesk, intakeByRule, request } from '../../../conformance/intake.ts';
import { releasesByRule } from '../../../conformance/release-watch.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';
import { startBackend } from '../backend-fixture.ts';

describeWithPostgres('what other systems bring, on PostgreSQL', (server) => {
  const open = async () => openPostgresStorage({ url: await server().createDatabase() });
  intakeByRule('PostgreSQL', open);
  releasesByRule('PostgreSQL', open);

  test('a case that comes to two processes at once is opened once, and both give the same answer', async () => {
    const url = await server().createDatabase();
    const one = await IntakeDesk.open(await openPostgresStorage({ url }));
    const storage = await openPostgresStorage({ url });
    const other = await startBackend({ storage, registry: mutators, policy: one.policy });
    const headers = { authorization: `Bearer ${one.portal}`, 'idempotency-key': 'key-1' };
    const [first, second] = await Promise.all([
      one.post('/v1/cases', request),
      other.post('/v1/cases', request, headers).then((response) => response.json()),
    ]);
    expect(first.status).toBe(201);
    expect(second).toEqual(first.json);
    await Promise.all([one.running.backend.close(), other.backend.close()]);
  });
});
