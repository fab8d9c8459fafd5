import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { hostileTextsSurvive } from '../../conformance/hostile-texts.ts';

hostileTextsSurvive('SQLite', () => openSqliteStorage({ file: ':memory:' }));
