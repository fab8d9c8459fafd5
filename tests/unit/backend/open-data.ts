import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';

/* Opens the database that is named, as a backend does when it starts, and says so: to be killed meanwhile. */

const [file = ''] = process.argv.slice(2);
const storage = await openSqliteStorage({ file });
process.stdout.write('open\n');
await storage.close();
