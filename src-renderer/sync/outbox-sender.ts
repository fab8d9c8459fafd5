import { maxPushBytes, protocolVersion, type Rejection, schemaVersion } from '../../src-shared/sync/protocol.ts';
import type { OutboxRow } from './client-store.ts';
import { datedRows, nextBatch, toMutation } from './push-batches.ts';
import type { SyncHost } from './sync-host.ts';
import { type Fault, type Transport, TransportError } from './transport.ts';
import type { Call } from './transport-calls.ts';
import { isGapFiller, withdrawMutator } from './withdrawn-action.ts';

/** The errors by which the backend says that it wants to hear of an action no more. */
const withdrawCodes = new Set(['unknown_mutator', 'invalid_args', 'invalid_body']);
/** The place of an action in a push, as an error names it. */
const actionPath = /^mutations\[(\d+)\]/;

/** Sends what waits, and knows how much of it the backend was sent in this run. */
export interface OutboxSender {
  /** Sends what waits. Answers with the first action that the backend knows as another one, if there is one. */
  sendAll(): Promise<number | null>;
  /** Highest action of this client that the backend was sent. */
  sentThrough(): number;
  /** What the backend refused of what was sent, until `settled`. */
  rejections(): readonly Rejection[];
  /** The rejections are dealt with. */
  settled(): void;
  /** Takes a new identity, unless this was done in this cycle already. False if so. */
  renew(): Promise<boolean>;
}

/** Makes the sender of one run. */
export function createOutboxSender(host: SyncHost, transport: Transport, call: Call): OutboxSender {
  // Of this run only: after a restart everything that waits is sent once more.
  let countedClient = '';
  let sentThrough = 0;
  let pushedThrough = 0;
  let batchBytes = maxPushBytes;
  let renewed = false;
  let rejections: Rejection[] = [];

  /** Starts counting anew when the host has become another client. */
  function count(): void {
    const { clientID } = host.client();
    if (clientID === countedClient) return;
    countedClient = clientID;
    sentThrough = host.confirmedMutationID();
    pushedThrough = sentThrough;
    rejections = [];
    batchBytes = maxPushBytes;
  }

  /** Pushes what waits. Answers with the first action that the backend knows as another one, if there is one. */
  async function pushAll(): Promise<number | null> {
    for (;;) {
      count();
      const client = host.client();
      const rows = datedRows(host.outbox().filter((row) => row.id > pushedThrough));
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
        rejections.push(...answer.rejections.filter((rejection) => rejection.clientID === client.clientID));
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
      await renew();
      return null;
    }
    throw error;
  }

  async function renew(): Promise<boolean> {
    if (renewed) return false;
    renewed = true;
    await host.renewClient();
    return true;
  }

  return {
    sendAll() {
      renewed = false;
      return pushAll();
    },
    sentThrough() {
      count();
      return sentThrough;
    },
    rejections: () => rejections,
    settled() {
      rejections = [];
    },
    renew,
  };
}
