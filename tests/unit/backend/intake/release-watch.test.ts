import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { releasesByRule } from '../../../conformance/release-watch.ts';

releasesByRule('SQLite', () => openSqliteStorage({ file: ':memory:' }));
