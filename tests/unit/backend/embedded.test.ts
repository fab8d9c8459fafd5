import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mainSpace, openDataFolder } from '../../../src-backend/backend.ts';
import { sampleDirectory } from '../../../src-backend/sample/directory.ts';
import { shippedPolicy } from '../../../src-backend/space/policy-file.ts';
import { addUser } from '../../../src-backend/space/prepare-space.ts';
import { identitySchema } from '../../../src-shared/sync/protocol.ts';

const root = join(import.meta.dirname, '../../..');
const token = 'a-token-of-this-run-only';
const answerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), port: z.int(), userId: z.string() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);

let folder: string;
let child: ChildProcess | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dueline-embedded-'));
});
afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  child = null;
  await rm(folder, { recursive: true });
});

/** The embedded backend as the app runs it, with the stand-in's `process.parentPort`. */
function launch() {
  const launched = fork(join(root, 'src-backend/embedded.ts'), {
    execArgv: ['--require', join(root, 'tests/electron-standin/parent-port.cjs')],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child = launched;
  return {
    async ask(message: unknown) {
      launched.send(Object(message));
      const [answer] = await once(launched, 'message');
      return answerSchema.parse(answer);
    },
    async stop(): Promise<number | null> {
      launched.send({ type: 'stop' });
      const [code] = await once(launched, 'exit');
      return code;
    },
  };
}

function start(overrides: Record<string, unknown> = {}) {
  const usual = { type: 'start', dataDir: folder, token, userId: null, sample: null, policyFile: null };
  return { ...usual, testClockAt: null, ...overrides };
}

async function me(port: number) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`http://127.0.0.1:${port}/sync/me`, { headers });
  return identitySchema.parse(await response.json());
}

describe('the embedded backend', () => {
  test('makes new data with a lead named You, whom the token of this run acts for, and stops when told', async () => {
    const backend = launch();
    const answer = await backend.ask(start({ testClockAt: 1_000 }));
    if (answer.type === 'failed') throw new Error(answer.message);
    expect(await me(answer.port)).toEqual({
      space: 'main',
      desk: expect.any(String),
      user: { id: answer.userId, name: 'You', role: 'lead' },
      serverAt: 1_000,
    });
    expect(await backend.stop()).toBe(0);
    const stored = await readFile(join(folder, 'dueline.sqlite'));
    expect(stored.includes(token)).toBe(false);
  });

  test('acts as the first COA of the data, or as who was named', async () => {
    const storage = await openDataFolder(folder);
    const lead = await addUser(storage, mainSpace, 'Lea', 'lead');
    const coa = await addUser(storage, mainSpace, 'Cora', 'coa');
    await storage.close();
    const first = launch();
    expect(await first.ask(start())).toMatchObject({ userId: coa.id });
    await first.stop();
    const second = launch();
    expect(await second.ask(start({ userId: lead.id }))).toMatchObject({ userId: lead.id });
    await second.stop();
    const third = launch();
    expect(await third.ask(start({ userId: 'nobody' }))).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('Cora (coa)'),
    });
  });

  test('fills new data with the sample and acts as its first COA; a restart adds nothing', async () => {
    const sample = { open: 4, closed: 2, seed: 3 };
    const backend = launch();
    const answer = await backend.ask(start({ sample }));
    if (answer.type === 'failed') throw new Error(answer.message);
    const [firstCoa] = sampleDirectory(sample.seed, await shippedPolicy()).users;
    expect((await me(answer.port)).user).toEqual(firstCoa);
    await backend.stop();
    const version = await versionOf();
    const again = launch();
    expect(await again.ask(start({ sample }))).toMatchObject({ type: 'listening', userId: answer.userId });
    await again.stop();
    expect(await versionOf()).toBe(version);
  });

  test('says why it cannot start, and can be told again', async () => {
    await writeFile(join(folder, 'dueline.sqlite'), 'not a database'.repeat(100));
    const backend = launch();
    expect(await backend.ask(start())).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('is not a SQLite database'),
    });
    expect(await backend.ask({ type: 'begin' })).toMatchObject({ type: 'failed' });
    await rm(join(folder, 'dueline.sqlite'));
    expect(await backend.ask(start())).toMatchObject({ type: 'listening' });
    expect(await backend.ask(start())).toMatchObject({ type: 'failed', message: expect.stringContaining('already') });
    expect(await backend.stop()).toBe(0);
  });
});

async function versionOf(): Promise<number> {
  const storage = await openDataFolder(folder);
  const version = await storage.read(mainSpace, async (tx) => tx.version);
  await storage.close();
  return version;
}
