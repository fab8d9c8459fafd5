import { afterAll, beforeAll, describe } from 'vitest';
import { notInstalled, type OwnPostgres, startPostgres } from './own-postgres.ts';

/**
 * Tests against a PostgreSQL server of their own. Where none is installed they count as skipped, and a line says how to
 * install one.
 *
 * @param tests is given what answers the server, once the tests run.
 */
export function describeWithPostgres(name: string, tests: (server: () => OwnPostgres) => void): void {
  if (notInstalled !== null) console.warn(`Not run: ${name}. ${notInstalled}`);
  describe.skipIf(notInstalled !== null)(name, () => {
    let running: OwnPostgres | null = null;
    beforeAll(async () => {
      running = await startPostgres();
    });
    afterAll(async () => {
      await running?.stop();
    });
    tests(() => {
      if (running === null) throw new Error('The PostgreSQL of the tests did not start.');
      return running;
    });
  });
}
