import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { intakeByRule } from '../../../conformance/intake.ts';

intakeByRule('SQLite', () => openSqliteStorage({ file: ':memory:' }));
