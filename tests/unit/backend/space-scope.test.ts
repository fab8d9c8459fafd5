import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { spaceScope } from '../../conformance/space-scope.ts';

spaceScope('SQLite', async () => ({
  storage: await openSqliteStorage({ file: ':memory:' }),
  remove: async () => {},
}));
