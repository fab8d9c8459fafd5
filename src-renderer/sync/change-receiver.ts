import { type PatchOperation, protocolVersion, schemaVersion } from '../../src-shared/sync/protocol.ts';
import { createFirstLoad, type FinishedLoad } from './first-load.ts';
import type { OutboxSender } from './outbox-sender.ts';
import type { SyncHost } from './sync-host.ts';
import { type Transport, TransportError } from './transport.ts';
import type { Call } from './transport-calls.ts';

/** What a pull came to. */
export interface Received {
  /** The host goes on as a new client, so that another cycle is due. */
  readonly isNewClient: boolean;
  /** Version of the space that was brought; null if the backend does not say. */
  readonly version: number | null;
}

/** Brings the host to where the backend is. */
export interface ChangeReceiver {
  /**
   * Loads everything if there is nothing here to go on from, pulls every page of what is new, and applies it all as one.
   *
   * @param conflictAt the first action that the backend knows as another one, if there is one.
   */
  receive(conflictAt: number | null): Promise<Received>;
}

/** Makes the receiver of one run. */
export function createChangeReceiver(
  host: SyncHost,
  transport: Transport,
  call: Call,
  sender: OutboxSender,
): ChangeReceiver {
  const firstLoad = createFirstLoad(host, transport, call);

  async function receive(conflictAt: number | null): Promise<Received> {
    const sentThrough = sender.sentThrough();
    const { clientGroupID, clientID } = host.client();
    const patch: PatchOperation[] = [];
    const rejections = [...sender.rejections()];
    const from = host.cookie();
    let mayLoad = true;
    let load: FinishedLoad | null = null;
    let cookie = from;
    if (cookie === null) {
      mayLoad = false;
      load = await firstLoad.load();
      cookie = load?.cookie ?? null;
    }
    let processed = 0;
    let total = 0;
    let version: number | null = null;
    for (let more = true; more; ) {
      const asked = { pullVersion: protocolVersion, clientGroupID, cookie, schemaVersion } as const;
      const page = await call((signal) => transport.pull(asked, signal));
      const beginsAnew = page.patch[0]?.op === 'clear';
      if (beginsAnew && page.more && mayLoad) {
        // What is here is of other data. Everything comes quicker in one go.
        mayLoad = false;
        load = await firstLoad.load();
        if (load !== null) {
          // Earlier pages of this pull were of before it: what they brought may be older than the load.
          patch.length = 0;
          cookie = load.cookie;
          continue;
        }
      }
      if (beginsAnew) load = null;
      if (page.more && page.cookie === cookie) throw new TransportError('The backend sends the same page again.');
      for (const operation of page.patch) patch.push(operation);
      rejections.push(...page.rejections.filter((rejection) => rejection.clientID === clientID));
      processed = Math.max(processed, page.lastMutationIDChanges[clientID] ?? 0);
      total = page.total ?? total;
      cookie = page.cookie;
      version = page.version ?? null;
      more = page.more;
      if (from === null && load === null) host.progressed({ done: patch.length, total: Math.max(total, patch.length) });
    }
    // More processed than was ever sent from here means that somebody else counts under the same identity (a restored
    // profile, a cloned disk). Only what this client sent, and the backend found equal, is settled.
    const limit = conflictAt === null ? sentThrough : conflictAt - 1;
    await host.applyPull({
      from,
      clientID,
      cookie,
      load,
      patch,
      confirmedThrough: Math.min(processed, limit),
      rejections: rejections.filter((rejection) => rejection.id <= limit),
    });
    sender.settled();
    host.progressed(null);
    if (conflictAt === null && processed <= limit) return { isNewClient: false, version };
    await host.renewClient();
    return { isNewClient: true, version };
  }

  return { receive };
}
