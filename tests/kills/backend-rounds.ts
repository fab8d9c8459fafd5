import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Random, randomFrom } from '../../src-backend/sample/random.ts';
import { type OwnPostgres, startPostgres } from '../postgres/own-postgres.ts';
import { type CommandProcess, runCli, startCli } from '../unit/backend/run-cli.ts';
import { compare, type KillReport, openAcknowledgements } from './acknowledgements.ts';
import { exportedCases, exportedIds } from './exported-ids.ts';
import { startPusher } from './pusher.ts';
import type { Sabotage } from './sabotage.ts';

export interface KillOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly sabotage: Sabotage;
}

const clients = ['a', 'b', 'c'];
/** A start takes about as long as this, so that kills fall into each part of it. */
const startMs = 900;
const workMs = 500;

/** Kills backends on SQLite, one after the other on the same data, while clients push. */
export async function killSqliteBackend(options: KillOptions): Promise<KillReport> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-kill-'));
  try {
    const place = ['--data', path.join(folder, 'data')];
    return await killBackend('sqlite', place, folder, options, async (backend) => {
      await backend.stop('SIGKILL');
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same on PostgreSQL, where in some rounds the database server is what dies. */
export async function killPostgresBackend(options: KillOptions): Promise<KillReport> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-kill-'));
  const server = await startPostgres(true);
  try {
    const place = ['--database', await server.createDatabase()];
    return await killBackend('postgres', place, folder, options, (backend, random) =>
      killOneOf(backend, server, random),
    );
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

async function killOneOf(backend: CommandProcess, server: OwnPostgres, random: Random): Promise<void> {
  const victim = random.weighted([
    ['backend', 6],
    ['server', 2],
    ['both', 2],
  ]);
  if (victim === 'backend') {
    await backend.stop('SIGKILL');
    return;
  }
  const isImmediateStop = random.chance(0.5);
  if (victim === 'both') await backend.stop('SIGKILL');
  await (isImmediateStop ? server.crash() : server.kill());
  await server.restart();
  // It went on without its database, and finds it again, or is killed as well before it does.
  if (victim === 'server') {
    await pause(random.whole(0, workMs));
    await backend.stop('SIGKILL');
  }
}

async function killBackend(
  name: string,
  place: readonly string[],
  folder: string,
  { rounds, seed, sabotage }: KillOptions,
  kill: (backend: CommandProcess, random: Random) => Promise<void>,
): Promise<KillReport> {
  const random = randomFrom(seed, `kill ${name}`);
  const acknowledged = openAcknowledgements(path.join(folder, 'acknowledged'));
  await command(['sample', '1,0', ...place]);
  const token = await command(['user', '--name', 'Ana Ruiz', '--role', 'coa', ...place]);
  const accountId = (await exportedCases(place))[0]?.accountId ?? '';

  let serving = Promise.withResolvers<string>();
  let answered = Promise.withResolvers<void>();
  const pushers = clients.map((client) =>
    startPusher({
      name: `${name}-${client}`,
      token,
      accountId,
      random: randomFrom(seed, `kill ${name} ${client}`),
      acknowledged,
      send: sabotage.send,
      url: () => serving.promise,
      answered: () => answered.resolve(),
    }),
  );

  for (let round = 0; round < rounds; round += 1) {
    const backend = serve(place);
    if (random.chance(0.2)) {
      await pause(random.whole(0, startMs));
      await kill(backend, random);
      continue;
    }
    answered = Promise.withResolvers();
    serving.resolve(await listening(backend));
    await Promise.race([answered.promise, ...pushers.map(({ running }) => running)]);
    await pause(random.whole(0, workMs));
    await kill(backend, random);
    // Whoever asks from here on waits for the next one.
    serving = Promise.withResolvers();
  }

  const last = serve(place);
  serving.resolve(await listening(last));
  await Promise.all(pushers.map((pusher) => pusher.finish()));
  await last.stop();
  const report = compare(rounds, acknowledged.all(), await exportedIds(place));
  acknowledged.close();
  return report;
}

function serve(place: readonly string[]): CommandProcess {
  const backend = startCli(['serve', '--port', '0', ...place]);
  // A backend that is killed while it starts never listens.
  backend.finished.catch(() => undefined);
  return backend;
}

async function listening(backend: CommandProcess): Promise<string> {
  const [, url = ''] = await backend.line(/^Dueline backend listening on (http:\/\/127\.0\.0\.1:\d+)$/);
  return url;
}

async function command(args: readonly string[]): Promise<string> {
  const { code, out, err } = await runCli(args);
  if (code !== 0) throw new Error(`${args[0]} failed: ${err}`);
  return out.trim();
}
