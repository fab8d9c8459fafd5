import { z } from 'zod';
import { userIdSchema } from '../src-shared/cases/case-document.ts';
import type { EpochMs, UserId } from '../src-shared/ids.ts';
import type { Policy } from '../src-shared/policy/policy.ts';
import { type Backend, createBackend, mainSpace, openDataFolder } from './backend.ts';
import { systemClock, TestClock } from './clock.ts';
import { movedAway } from './space/moved-away.ts';
import { readPolicyFile } from './space/policy-file.ts';
import { addUser, beginSample, prepareSpace, usersOf } from './space/prepare-space.ts';
import type { Storage } from './storage/storage.ts';

/* Entry of the embedded backend: a utility process of the app, which is told by messages what to do. */

const startSchema = z.object({
  type: z.literal('start'),
  dataDir: z.string().min(1),
  /** Made by the app for this run; stored nowhere. */
  token: z.string().min(16),
  /** Who acts; null: the first COA of the data. */
  userId: userIdSchema.nullable(),
  /** Fills new data only. */
  sample: z.object({ open: z.int(), closed: z.int(), seed: z.int() }).nullable(),
  /** Null: the policy that is stored, or the shipped one. */
  policyFile: z.string().nullable(),
  /** Tests only: the instant at which the clock stands. */
  testClockAt: z.int().nullable(),
});
type Start = z.infer<typeof startSchema>;

export type EmbeddedRequest = z.input<typeof startSchema> | { readonly type: 'stop' };
export type EmbeddedAnswer =
  | { readonly type: 'listening'; readonly port: number; readonly userId: UserId }
  | { readonly type: 'failed'; readonly message: string };

/** The part of Electron's `process.parentPort` that is used here. */
interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  postMessage(message: EmbeddedAnswer): void;
}

let backend: Backend | null = null;
const port = parentPort();
port.on('message', ({ data }) => {
  void answer(data);
});

async function answer(message: unknown): Promise<void> {
  if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'stop') {
    await backend?.close();
    process.exit(0);
  }
  try {
    if (backend !== null) throw new Error('The embedded backend was started already.');
    const start = startSchema.parse(message);
    port.postMessage(await listen(start));
  } catch (error) {
    port.postMessage({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

async function listen(start: Start): Promise<EmbeddedAnswer> {
  const clock = start.testClockAt === null ? systemClock : new TestClock(start.testClockAt);
  const policy = start.policyFile === null ? null : await readPolicyFile(start.policyFile);
  const moved = movedAway(start.dataDir);
  if (moved !== null) throw new Error(moved);
  const storage = await openDataFolder(start.dataDir);
  try {
    const userId = await prepare(storage, start, policy, clock.now());
    backend = await createBackend({
      storage,
      policy: null,
      clock,
      runTokens: [{ token: start.token, space: mainSpace, userId }],
      mayMoveOut: true,
    });
    return { type: 'listening', port: await backend.listen(0), userId };
  } catch (error) {
    backend = null;
    await storage.close();
    throw error;
  }
}

/** Fills new data and answers who acts. */
async function prepare(storage: Storage, start: Start, given: Policy | null, now: EpochMs): Promise<UserId> {
  const policy = await prepareSpace(storage, mainSpace, given);
  const isNew = (await usersOf(storage, mainSpace)).length === 0;
  if (isNew && start.sample !== null) {
    await beginSample(storage, mainSpace, start.sample, now, policy, (line) => process.stderr.write(`${line}\n`));
  }
  const users = await usersOf(storage, mainSpace);
  if (start.userId === null) {
    const acting = users.find((user) => user.role === 'coa') ?? users[0];
    return (acting ?? (await addUser(storage, mainSpace, 'You', 'lead'))).id;
  }
  if (users.some((user) => user.id === start.userId)) return start.userId;
  const known = users.slice(0, 50).map(({ id, name, role }) => `${id} ${name} (${role})`);
  throw new Error([`There is no user "${start.userId}" in this data. The users are:`, ...known].join('\n'));
}

function parentPort(): ParentPort {
  const found = 'parentPort' in process ? process.parentPort : undefined;
  if (!isParentPort(found)) throw new Error('This file runs in a utility process of the app only.');
  return found;
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'on' in value && 'postMessage' in value;
}
