import { setImmediate as nextTurn } from 'node:timers/promises';
import { timeOfRecord } from '../../src-shared/cases/time-of-record.ts';
import type { User } from '../../src-shared/directory/documents.ts';
import type { ClientGroupId, SpaceId, UserId } from '../../src-shared/ids.ts';
import type { Mutator, Outcome } from '../../src-shared/mutators/mutator.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import {
  type Mutation,
  type PushResponse,
  pushRequestSchema,
  type Refusal,
  type Rejection,
} from '../../src-shared/sync/protocol.ts';
import type { Clock } from '../clock.ts';
import { ApiError, schemaError } from '../http/api-error.ts';
import type { PolicySource } from '../space/policy-source.ts';
import { type ReadTransaction, type Storage, StorageError, type WriteTransaction } from '../storage/storage.ts';
import { parseEnvelope } from './envelope.ts';
import { fingerprint, isFingerprintOf } from './fingerprint.ts';
import { assertGroupOwner, assertOwnSpace, ownClient } from './ownership.ts';

export interface PushEnvironment {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly registry: Readonly<Record<string, Mutator>>;
  readonly policy: PolicySource;
  readonly log: (line: string) => void;
}

export interface Acting {
  readonly space: SpaceId;
  readonly userId: UserId;
}

/** A mutation whose name and arguments are known to be right. */
interface CheckedMutation {
  readonly mutation: Mutation;
  readonly mutator: Mutator;
  readonly args: unknown;
  readonly hash: string;
}

/** A long push lets other requests in after this long. */
const turnMs = 20;

/**
 * Applies a push: everything in it is checked first, then each mutation has a transaction of its own.
 *
 * @throws {ApiError} if something in it is wrong; then nothing of it was applied.
 * @throws {StorageError} if the data cannot be written now; then the mutations before that one were applied, and
 *   sending the push again goes on from there.
 */
export async function push(environment: PushEnvironment, acting: Acting, body: unknown): Promise<PushResponse> {
  const request = parseEnvelope(pushRequestSchema, body, 'pushVersion');
  assertOwnSpace(request.space, acting.space);
  const groupId = request.clientGroupID;
  const checked = request.mutations.map((mutation, index) => checkMutation(environment.registry, mutation, index));
  await environment.storage.read(acting.space, (tx) => assertApplicable(tx, acting.userId, groupId, checked));

  const lastMutationIDs: Record<string, number> = {};
  const rejections = new Map<string, Rejection>();
  let turnEndsAt = performance.now() + turnMs;
  for (const item of checked) {
    const { last, refusal } = await environment.storage.write(acting.space, (tx) =>
      processMutation(environment, tx, acting, groupId, item),
    );
    const { clientID, id, name } = item.mutation;
    lastMutationIDs[clientID] = last;
    if (refusal !== null) rejections.set(`${clientID} ${id}`, { clientID, id, name, refusal });
    if (performance.now() > turnEndsAt) {
      await nextTurn();
      turnEndsAt = performance.now() + turnMs;
    }
  }
  return { lastMutationIDs, rejections: [...rejections.values()] };
}

function checkMutation(
  registry: Readonly<Record<string, Mutator>>,
  mutation: Mutation,
  index: number,
): CheckedMutation {
  const place = { path: `mutations[${index}]`, clientID: mutation.clientID, mutationID: mutation.id };
  const mutator = Object.hasOwn(registry, mutation.name) ? registry[mutation.name] : undefined;
  if (mutator === undefined) {
    const path = `${place.path}.name`;
    throw new ApiError('unknown_mutator', `This backend knows no action "${mutation.name}".`, { ...place, path });
  }
  const parsed = mutator.args.safeParse(mutation.args);
  if (!parsed.success) {
    throw schemaError('invalid_args', parsed.error.issues, { ...place, path: `${place.path}.args` });
  }
  return { mutation, mutator, args: parsed.data, hash: fingerprint(mutation) };
}

/** What is known of a client, and what its push says so far. */
interface Counter {
  last: number;
  /** Of what this push brings for the first time. */
  readonly hashes: Map<number, string>;
  /** Something that was processed before came again and was the same. */
  isKnown: boolean;
  /** The first mutation that was processed so long ago that its result was pruned. */
  forgotten: CheckedMutation | null;
}

/** Ownership and order of the whole push, before any of it is applied. */
async function assertApplicable(
  tx: ReadTransaction,
  userId: UserId,
  groupId: ClientGroupId,
  checked: readonly CheckedMutation[],
): Promise<void> {
  await assertGroupOwner(tx, groupId, userId);
  const counters = new Map<string, Counter>();
  for (const item of checked) {
    const { clientID, id } = item.mutation;
    let counter = counters.get(clientID);
    if (counter === undefined) {
      const last = (await ownClient(tx, clientID, groupId))?.lastMutationId ?? 0;
      counter = { last, hashes: new Map(), isKnown: false, forgotten: null };
      counters.set(clientID, counter);
    }
    if (id <= counter.last) {
      const sent = counter.hashes.get(id);
      const known = sent ?? (await tx.mutationResult(clientID, id))?.hash;
      if (known === undefined) {
        counter.forgotten ??= item;
        continue;
      }
      assertSame(item, known);
      if (sent === undefined) counter.isKnown = true;
    } else {
      assertNext(item, counter.last);
      counter.last = id;
      counter.hashes.set(id, item.hash);
    }
  }
  // A client that slept sends all that it has no answer to, up to what the backend still knows; a copied one does not.
  for (const { forgotten, isKnown } of counters.values()) if (forgotten !== null && !isKnown) throw conflict(forgotten);
}

/** One mutation in its transaction. Checks again what another push may have changed since. */
async function processMutation(
  environment: PushEnvironment,
  tx: WriteTransaction,
  acting: Acting,
  groupId: ClientGroupId,
  item: CheckedMutation,
): Promise<{ last: number; refusal: Refusal | null }> {
  const { clientID, id, name, timestamp } = item.mutation;
  // Asked together, as each question to a database elsewhere costs a round trip.
  const [client, user, policy] = await Promise.all([
    ownClient(tx, clientID, groupId),
    tx.get('users', acting.userId),
    environment.policy.current(tx),
    assertGroupOwner(tx, groupId, acting.userId),
  ]);
  const last = client?.lastMutationId ?? 0;
  if (id <= last) {
    const known = await tx.mutationResult(clientID, id);
    // Without a result it was processed long ago; the check of the whole push was that it is this client's.
    if (known !== undefined) assertSame(item, known.hash);
    return { last, refusal: known?.refusal ?? null };
  }
  assertNext(item, last);
  if (user === undefined) throw new ApiError('unauthorized', 'The user of this token was removed.');

  const previousAt = client?.lastOccurredAt ?? null;
  const acceptedAt = environment.clock.now();
  const time = timeOfRecord(timestamp, acceptedAt, previousAt);
  const outcome: Outcome = time.ok
    ? await run(environment, tx, item, { user, policy }, { ...time, acceptedAt })
    : { accepted: false, ...time.refusal };
  const refusal = outcome.accepted ? null : { code: outcome.code, message: outcome.message };
  const lastOccurredAt = time.ok && outcome.accepted ? time.occurredAt : previousAt;
  await tx.recordMutation({ clientId: clientID, groupId, lastMutationId: id, lastOccurredAt }, acting.userId, {
    clientId: clientID,
    mutationId: id,
    name,
    hash: item.hash,
    refusal,
  });
  return { last: id, refusal };
}

/** Runs the mutator; what it wrote is kept only if it accepted. */
async function run(
  environment: PushEnvironment,
  tx: WriteTransaction,
  item: CheckedMutation,
  { user, policy }: { readonly user: User; readonly policy: Policy },
  time: { readonly occurredAt: number; readonly recordedAt: number | null; readonly acceptedAt: number },
): Promise<Outcome> {
  const { acceptedAt, occurredAt, recordedAt } = time;
  const authority = { acceptedAt, version: tx.version, recordedAt, nextCaseNumber: () => tx.nextCaseNumber() };
  const mutations = {
    get: tx.get.bind(tx),
    set: tx.put.bind(tx),
  };
  let outcome: Outcome = { accepted: false, code: 'internal', message: '' };
  try {
    await tx.attempt(async () => {
      outcome = await item.mutator.run(mutations, item.args, { user, occurredAt, policy, authority });
      return outcome.accepted;
    });
    return outcome;
  } catch (error) {
    if (error instanceof StorageError) throw error;
    // A fault in a rule would fail each time it is sent and hold up everything behind it; so it is refused for good.
    const { clientID, id, name } = item.mutation;
    environment.log(`Mutation ${id} of client ${clientID} (${name}) failed: ${stackOf(error)}`);
    return refusedByFault;
  }
}

const refusedByFault: Outcome = {
  accepted: false,
  code: 'internal',
  message:
    'The backend could not apply this because of a fault in Dueline. It was logged there; tell your administrator.',
};

function assertNext(item: CheckedMutation, last: number): void {
  const { clientID, id } = item.mutation;
  if (id === last + 1) return;
  throw new ApiError(
    'out_of_order',
    `Mutation ${id} of client ${clientID} came before mutation ${last + 1}, which is not processed yet. Send from there on.`,
    { clientID, mutationID: id },
  );
}

function assertSame(item: CheckedMutation, known: string): void {
  if (!isFingerprintOf(known, item.mutation)) throw conflict(item);
}

function conflict(item: CheckedMutation): ApiError {
  const { clientID, id } = item.mutation;
  return new ApiError(
    'identity_conflict',
    `Mutation ${id} of client ${clientID} was processed before, and was another one. Take a new identity and send again.`,
    { clientID, mutationID: id },
  );
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
