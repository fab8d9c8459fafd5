import type { ClientId, EpochMs } from '../../src-shared/ids.ts';
import {
  type Cookie,
  type Identity,
  maxPushBytes,
  type PatchOperation,
  protocolVersion,
  type Refusal,
  type Rejection,
  schemaVersion,
} from '../../src-shared/sync/protocol.ts';
import { backoffMs } from './backoff.ts';
import type { ClientIdentity, OutboxRow } from './client-store.ts';
import { createLiveStream } from './live-stream.ts';
import { nextBatch, toMutation } from './push-batches.ts';
import type { Surroundings } from './surroundings.ts';
import { type Fault, type Transport, TransportError } from './transport.ts';
import { createCaller } from './transport-calls.ts';
import { isGapFiller, withdrawMutator } from './withdrawn-action.ts';

/** A whole pull, all its pages as one. */
export interface Pulled {
  /** Where it began, and for which client. */
  readonly from: Cookie;
  readonly clientID: ClientId;
  readonly cookie: Cookie;
  readonly patch: readonly PatchOperation[];
  /** Actions of this client up to this one are settled: in `patch`, or in `rejections`. */
  readonly confirmedThrough: number;
  /** This client's refused actions among them. */
  readonly rejections: readonly Rejection[];
}

/** What the engine keeps in step with the backend. Its changes are durable when their promises resolve. */
export interface SyncHost {
  client(): ClientIdentity;
  cookie(): Cookie;
  /** Highest action of this client known to be settled. */
  confirmedMutationID(): number;
  /** What waits, in order. */
  outbox(): readonly OutboxRow[];
  /** The backend said who acts here. */
  meet(identity: Identity, clockOffsetMs: number): Promise<void>;
  applyPull(pulled: Pulled): Promise<void>;
  /** Moves an action to "Needs attention" and leaves a `withdraw` under its id. */
  withdraw(mutationID: number, refusal: Refusal): Promise<void>;
  /** Goes on as a new client, with what waits numbered from 1. */
  renewClient(): Promise<void>;
  synced(): void;
  failed(error: unknown): void;
  progressed(progress: { readonly done: number; readonly total: number } | null): void;
}

export interface SyncEngine {
  /** Something waits to be pushed. */
  mutated(): void;
  /** Tries now instead of after the current backoff. */
  reconnect(): void;
  /** The host has another store than before: who acts here is asked anew before anything else. */
  storeChanged(): void;
  close(): void;
}

/** The errors by which the backend says that it wants to hear of an action no more. */
const withdrawCodes = new Set(['unknown_mutator', 'invalid_args', 'invalid_body']);
/** The place of an action in a push, as an error names it. */
const actionPath = /^mutations\[(\d+)\]/;

/**
 * Keeps a host in step with the backend: one loop that pushes what waits, pulls what is new, then waits for a reason
 * to do so again. Only ever one cycle at a time; whatever fails is tried again, and nothing is given up.
 */
export function startSyncEngine(host: SyncHost, transport: Transport, surroundings: Surroundings): SyncEngine {
  const caller = createCaller(surroundings);
  let closed = false;
  let wanted = true;
  let failures = 0;
  let met = false;
  /** Ends the current wait. A backoff is not ended by new work, only by a reason to believe in the network. */
  let endWait: { readonly waitingFor: 'work' | 'backoff'; end(): void } | null = null;

  // How far this client's actions got. Of this run only: after a restart everything that waits is pushed once more.
  let countedClient = '';
  let sentThrough = 0;
  let pushedThrough = 0;
  let batchBytes = maxPushBytes;
  let renewed = false;
  let pushRejections: Rejection[] = [];

  const stream = createLiveStream(transport, surroundings, request);
  const stopWaking = surroundings.onWake(reconnect);

  function request(): void {
    wanted = true;
    if (endWait?.waitingFor === 'work') endWait.end();
  }

  function reconnect(): void {
    wanted = true;
    caller.abortIfStuck();
    endWait?.end();
  }

  function wait(waitingFor: 'work' | 'backoff', limitMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const cancel = limitMs === null ? () => {} : surroundings.schedule(limitMs, () => endWait?.end());
      endWait = {
        waitingFor,
        end() {
          cancel();
          endWait = null;
          resolve();
        },
      };
    });
  }

  async function loop(): Promise<void> {
    while (!closed) {
      if (!wanted) await wait('work', null);
      if (closed) return;
      wanted = false;
      try {
        await cycle();
        failures = 0;
        host.synced();
      } catch (error) {
        if (closed) return;
        failures += 1;
        met = false;
        wanted = true;
        stream.stop();
        host.progressed(null);
        host.failed(error);
        await wait('backoff', backoffMs(failures, surroundings.random));
      }
    }
  }

  /** A call for which somebody was met. @throws if the store was changed meanwhile, and with it perhaps who acts. */
  async function call<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const result = await caller.call(work);
    if (!met) throw new Error('The store was opened anew meanwhile.');
    return result;
  }

  async function cycle(): Promise<void> {
    if (!met) {
      const askedAt = surroundings.now();
      const identity = await caller.call((signal) => transport.me(signal));
      await host.meet(identity, clockOffset(identity.serverAt, askedAt, surroundings.now()));
      met = true;
    }
    stream.start();
    renewed = false;
    const conflictAt = await pushAll();
    try {
      await pull(conflictAt);
    } catch (error) {
      const isForeign = error instanceof TransportError && error.fault?.code === 'foreign_client';
      if (!isForeign || renewed) throw error;
      // The client came out of a journal that does not say whose it was.
      await host.renewClient();
      wanted = true;
    }
  }

  /** Starts counting anew when the host has become another client. */
  function count(): void {
    const { clientID } = host.client();
    if (clientID === countedClient) return;
    countedClient = clientID;
    sentThrough = host.confirmedMutationID();
    pushedThrough = sentThrough;
    pushRejections = [];
    batchBytes = maxPushBytes;
  }

  /** Pushes what waits. Answers with the first action that the backend knows as another one, if there is one. */
  async function pushAll(): Promise<number | null> {
    for (;;) {
      count();
      const client = host.client();
      const rows = host.outbox().filter((row) => row.id > pushedThrough);
      const batch = nextBatch(rows, client, batchBytes);
      const [first] = batch;
      const last = batch.at(-1);
      if (first === undefined || last === undefined) return null;
      sentThrough = Math.max(sentThrough, last.id);
      try {
        const answer = await call((signal) =>
          transport.push(
            {
              pushVersion: protocolVersion,
              clientGroupID: client.clientGroupID,
              schemaVersion,
              mutations: batch.map((row) => toMutation(row, client)),
            },
            signal,
          ),
        );
        const processed = answer.lastMutationIDs[client.clientID];
        if (processed === undefined || processed < first.id) {
          throw new TransportError('The backend took none of the actions it was sent.');
        }
        pushRejections.push(...answer.rejections.filter((rejection) => rejection.clientID === client.clientID));
        pushedThrough = Math.min(processed, last.id);
      } catch (error) {
        if (!(error instanceof TransportError) || error.fault === null) throw error;
        const conflictAt = await recover(error.fault, batch, error);
        if (conflictAt !== null) return conflictAt;
      }
    }
  }

  /** Does what an error asks for, so that pushing can go on. @throws the error if nothing helps but time. */
  async function recover(fault: Fault, batch: readonly OutboxRow[], error: TransportError): Promise<number | null> {
    const alone = batch.length === 1 ? batch[0] : undefined;
    const named = actionPath.exec(fault.path ?? '')?.[1];
    const culprit = batch.find((row, index) => row.id === fault.mutationID || String(index) === named) ?? alone;
    const canWithdraw = culprit !== undefined && culprit.name !== withdrawMutator;
    // A body that is wrong at no place of an action was damaged on its way: sent again it may be whole.
    const damaged = fault.code === 'invalid_body' && named === undefined;
    if (withdrawCodes.has(fault.code) && canWithdraw && !damaged) {
      await host.withdraw(culprit.id, { code: fault.code, message: fault.message });
      return null;
    }
    if (fault.code === 'body_too_large' && alone === undefined) {
      batchBytes /= 2;
      return null;
    }
    if (fault.code === 'body_too_large' && canWithdraw) {
      await host.withdraw(culprit.id, { code: fault.code, message: fault.message });
      return null;
    }
    if (fault.code === 'identity_conflict' && culprit !== undefined && isGapFiller(culprit)) {
      // The action whose record was damaged had been sent before: nothing is missing, and what follows goes on.
      pushedThrough = Math.max(pushedThrough, culprit.id);
      return null;
    }
    if (fault.code === 'identity_conflict') {
      if (culprit !== undefined) return culprit.id;
      // One at a time shows which one it is.
      batchBytes = 0;
      return null;
    }
    if (fault.code === 'out_of_order' && pushedThrough >= (host.outbox()[0]?.id ?? 0)) {
      // The backend expects an earlier one than was sent: it was restored. From the first that waits, then.
      pushedThrough = 0;
      return null;
    }
    if ((fault.code === 'out_of_order' || fault.code === 'foreign_client') && !renewed) {
      // It knows less of this client than was confirmed here, or takes it for somebody else's. Nothing that waits
      // was processed under this identity, so it can be sent under another without doubling anything.
      renewed = true;
      await host.renewClient();
      return null;
    }
    throw error;
  }

  /** Pulls every page and applies them as one. */
  async function pull(conflictAt: number | null): Promise<void> {
    count();
    const { clientGroupID, clientID } = host.client();
    const firstLoad = host.cookie() === null;
    const patch: PatchOperation[] = [];
    const rejections = pushRejections;
    const from = host.cookie();
    let cookie = from;
    let processed = 0;
    let total = 0;
    for (let more = true; more; ) {
      const asked = { pullVersion: protocolVersion, clientGroupID, cookie, schemaVersion } as const;
      const page = await call((signal) => transport.pull(asked, signal));
      if (page.more && page.cookie === cookie) throw new TransportError('The backend sends the same page again.');
      for (const operation of page.patch) patch.push(operation);
      rejections.push(...page.rejections.filter((rejection) => rejection.clientID === clientID));
      processed = Math.max(processed, page.lastMutationIDChanges[clientID] ?? 0);
      total = page.total ?? total;
      cookie = page.cookie;
      more = page.more;
      if (firstLoad) host.progressed({ done: patch.length, total: Math.max(total, patch.length) });
    }
    // More processed than was ever sent from here means that somebody else counts under the same identity (a restored
    // profile, a cloned disk). Only what this client sent, and the backend found equal, is settled.
    const limit = conflictAt === null ? sentThrough : conflictAt - 1;
    await host.applyPull({
      from,
      clientID,
      cookie,
      patch,
      confirmedThrough: Math.min(processed, limit),
      rejections: rejections.filter((rejection) => rejection.id <= limit),
    });
    pushRejections = [];
    host.progressed(null);
    if (conflictAt === null && processed <= limit) return;
    await host.renewClient();
    wanted = true;
  }

  void loop();
  return {
    mutated: request,
    reconnect,
    storeChanged() {
      met = false;
      reconnect();
    },
    close() {
      closed = true;
      stopWaking();
      stream.stop();
      caller.abort();
      endWait?.end();
    },
  };
}

/** How far the backend's clock is ahead; nothing if it is less than what the way there and back may explain. */
function clockOffset(serverAt: EpochMs, askedAt: EpochMs, answeredAt: EpochMs): number {
  const offset = Math.round(serverAt - (askedAt + answeredAt) / 2);
  return Math.abs(offset) <= Math.max(1_000, answeredAt - askedAt) ? 0 : offset;
}
