import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { conflictsByRule } from '../../conformance/conflicts.ts';

conflictsByRule('SQLite', () => openSqliteStorage({ file: ':memory:' }));
