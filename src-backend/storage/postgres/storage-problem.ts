import { StorageError, type StorageProblem } from '../storage.ts';

type Meaning = readonly [StorageProblem, string];

const unreachable = 'cannot be reached now';
const goesOn = 'Nothing is stored half; it is tried again when the server is back.';

/** SQLSTATE codes (https://www.postgresql.org/docs/current/errcodes-appendix.html), or their first two characters. */
const meanings: ReadonlyMap<string, Meaning> = new Map([
  ['08', ['unreachable', `${unreachable}: the connection was lost. ${goesOn}`]],
  ['57P01', ['unreachable', `${unreachable}: the server is stopping or restarting. ${goesOn}`]],
  ['57P02', ['unreachable', `${unreachable}: the server is restarting after a crash. ${goesOn}`]],
  ['57P03', ['unreachable', `${unreachable}: the server is starting or stopping. Try again in a moment.`]],
  ['25P03', ['busy', 'ended a transaction that did nothing for too long. Nothing of it is stored; try again.']],
  ['40', ['busy', 'undid a transaction that was in the way of another one. Nothing of it is stored; try again.']],
  ['55P03', ['busy', 'is being written by another process for too long. Nothing is lost; try again.']],
  ['57014', ['busy', 'took too long to answer. Nothing is stored half; try again.']],
  ['53300', ['busy', 'has no connection left. Raise max_connections of the server, or lower --connections.']],
  ['53', ['full', 'could not be written because the server has no room left. Nothing was lost; make room there.']],
  [
    '25006',
    ['read_only', 'cannot be written: the server is a standby, or writing is switched off for it or this user.'],
  ],
  [
    '28P01',
    ['failed', 'cannot be opened: the user or the password is wrong. Check the URL, PGPASSWORD and pg_hba.conf.'],
  ],
  ['28', ['failed', 'cannot be opened: the server does not let this user in. Check the URL and pg_hba.conf.']],
  ['3D000', ['failed', 'does not exist. Make it (createdb -O USER NAME), or name another one in the URL.']],
  ['3F000', ['foreign', "does not hold Dueline's tables any more. Stop the backend and restore a backup."]],
  ['42P01', ['foreign', "does not hold Dueline's tables any more. Stop the backend and restore a backup."]],
  ['XX001', ['damaged', 'is damaged. Put it aside and restore a backup; do not delete it.']],
  ['XX002', ['damaged', 'is damaged. Rebuild its indexes (REINDEX), or restore a backup.']],
]);

/** What an error of PostgreSQL or of the connection to it means for whoever runs the backend. */
export function describeProblem(error: unknown, database: string): StorageError {
  if (error instanceof StorageError) return error;
  const [problem, advice] = meaningOf(error);
  return new StorageError(problem, `${database} ${advice}`, { cause: error });
}

/** A fault in this program, which asked for something that cannot be sent. */
export function isOurs(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError;
}

function meaningOf(error: unknown): Meaning {
  if (isOurs(error)) return ['failed', `was asked wrongly: ${messageOf(error)}.`];
  const code = codeOf(error);
  const text = messageOf(error);
  if (code === '42501') return ['read_only', notAllowed(text)];
  const known = meanings.get(code) ?? (isSqlState(code) ? meanings.get(code.slice(0, 2)) : undefined);
  if (known !== undefined) return known;
  if (isSqlState(code)) return ['failed', `could not be used: ${text}.`];
  if (/^SASL: .*password must be/.test(text)) {
    return ['failed', 'asks for a password. Give it in PGPASSWORD, or in the URL.'];
  }
  if (text === 'timeout exceeded when trying to connect') {
    return ['busy', 'is used by as many requests as --connections allows. Nothing is lost; try again.'];
  }
  if (/SSL|certificate/i.test(`${code} ${text}`)) {
    return ['failed', `cannot be reached safely: ${text}. Check sslmode and sslrootcert in the URL.`];
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return ['unreachable', `${unreachable}: this machine does not know the host. Check the URL.`];
  }
  if (code === 'ECONNREFUSED' || code === 'ENOENT') {
    return ['unreachable', `${unreachable}: no server listens there. Start it, or check host and port in the URL.`];
  }
  return ['unreachable', `${unreachable}: ${text}. ${goesOn}`];
}

function notAllowed(text: string): string {
  return `cannot be used by this user: ${text}. Let it own the database, or the schema dueline and all in it.`;
}

/** An SQLSTATE, an error code of Node.js such as ECONNREFUSED, or nothing. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function isSqlState(code: string): boolean {
  return /^[0-9A-DF-Z][0-9A-Z]{4}$/.test(code);
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return messageOf(error.errors[0]);
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
