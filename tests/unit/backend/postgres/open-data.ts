import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';

/* Opens the database that is named, as a backend does when it starts: to be killed meanwhile. */

const [url = ''] = process.argv.slice(2);
const storage = await openPostgresStorage({ url });
await storage.close();
