import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, globSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

/** A PostgreSQL server of the tests' own, in a temporary folder. */
export interface OwnPostgres {
  readonly port: number;
  /** Makes a new, empty database that belongs to the user `dueline`, and answers its URL. */
  createDatabase(): Promise<string>;
  /** The URL of a database for a user, over TCP, where a password is asked for. */
  tcpUrl(database: string, user: string, password: string): string;
  /** Asks as the superuser, in the database of the URL if one is given. Answers the rows. */
  ask(sql: string, url?: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Ends it as a crash would, without a checkpoint, and waits until it is gone. */
  crash(): Promise<void>;
  /** Ends each of its processes by SIGKILL, so that none can clear up, and waits until they are gone. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Where the newest installed server's programs are; null if none is installed. */
const programs = newestPrograms();

/** What to do so that the tests with PostgreSQL run; null if they do. */
export const notInstalled: string | null =
  programs === null ? 'PostgreSQL is not installed here: apt-get install postgresql' : null;

/**
 * Starts a server on a free port.
 *
 * @param durable whether commits reach the disk, as they do in production. Without it tests are faster, and still a
 *   killed process loses nothing; only a power cut would.
 */
export async function startPostgres(durable = false): Promise<OwnPostgres> {
  if (programs === null) throw new Error(notInstalled ?? '');
  const folder = await mkdtemp(join(tmpdir(), 'dueline-pg-'));
  const owner = serverOwner();
  if (owner.uid !== undefined) {
    chownSync(folder, owner.uid, owner.gid ?? owner.uid);
    // A test run has a temporary folder of its own, which other users may not pass through.
    const parent = dirname(folder);
    chmodSync(parent, statSync(parent).mode | 0o011);
  }
  const data = join(folder, 'data');
  const initArgs = ['-D', data, '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--auth-local=trust', '--no-sync'];
  execFileSync(join(programs, 'initdb'), [...initArgs, '--auth-host=scram-sha-256'], { ...owner, cwd: folder });
  const port = await freePort();
  const args = settings({
    port,
    unix_socket_directories: folder,
    listen_addresses: '127.0.0.1',
    max_connections: 60,
    shared_buffers: '32MB',
    lc_messages: 'C',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  });
  const [program = '', ...programArgs] = [...endsWithItsParent(), join(programs, 'postgres'), '-D', data, ...args];
  const start = () => running(spawn(program, programArgs, { ...owner, cwd: folder }));
  let server = await start();

  const socketUrl = (user: string, database: string) =>
    `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(folder)}`;
  const ask = async (sql: string, url?: string) => {
    const database = url === undefined ? 'postgres' : new URL(url).pathname.slice(1);
    const client = new Client({ connectionString: socketUrl('postgres', database) });
    await client.connect();
    try {
      return (await client.query<Readonly<Record<string, unknown>>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  await ask(`CREATE ROLE dueline LOGIN PASSWORD 'secret'`);
  let databases = 0;

  return {
    port,
    async createDatabase() {
      databases += 1;
      const name = `desk_${databases}`;
      await ask(`CREATE DATABASE ${name} OWNER dueline`);
      return socketUrl('dueline', name);
    },
    tcpUrl: (database, user, password) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`,
    ask,
    crash: () => ended(server, 'SIGQUIT'),
    kill: () => killed(server),
    async restart() {
      server = await start();
    },
    async stop() {
      await ended(server, 'SIGINT');
      await rm(folder, { recursive: true });
    },
  };
}

function newestPrograms(): string | null {
  const found = globSync('/usr/lib/postgresql/*/bin/postgres').map((file) => file.slice(0, -'/postgres'.length));
  const newest = found.toSorted((a, b) => versionIn(b) - versionIn(a))[0];
  if (newest !== undefined) return newest;
  const onPath = (process.env.PATH ?? '').split(':').find((folder) => existsSync(join(folder, 'initdb')));
  return onPath ?? null;
}

function versionIn(folder: string): number {
  return Number(/\/(\d+)\/bin$/.exec(folder)?.[1] ?? 0);
}

/** PostgreSQL refuses to run as root; its package brings a user for it. */
function serverOwner(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A test run that is killed should leave no server behind: the kernel then tells the server to stop. */
function endsWithItsParent(): readonly string[] {
  return existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'INT'] : [];
}

function settings(values: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Resolves when the server takes connections. It ends with this process. */
async function running(server: ChildProcess): Promise<ChildProcess> {
  const killed = () => server.kill('SIGQUIT');
  process.once('exit', killed);
  server.once('exit', () => process.removeListener('exit', killed));
  const said: string[] = [];
  if (server.stderr === null) throw new Error('The server has no log.');
  const lines = createInterface(server.stderr);
  const ready = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      said.push(line);
      if (line.includes('ready to accept connections')) resolve();
    });
  });
  const failed = once(server, 'close').then(() => {
    throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`);
  });
  await Promise.race([ready, failed]);
  failed.catch(() => undefined);
  return server;
}

async function ended(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill(signal);
  await gone;
}

async function killed(server: ChildProcess): Promise<void> {
  const listed = execFileSync('ps', ['-o', 'pid=', '--ppid', String(server.pid)], { encoding: 'utf8' });
  await ended(server, 'SIGKILL');
  const children = listed
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(Number);
  for (const child of children) if (isThere(child)) process.kill(child, 'SIGKILL');
  // Their memory is shared: the next server starts only without them.
  while (children.some(isThere)) await pause(10);
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
