import type { LoadHead, LoadRequest } from '../../src-shared/sync/load.ts';
import { type Cookie, protocolVersion, schemaVersion } from '../../src-shared/sync/protocol.ts';
import type { StoredDocument } from './client-store.ts';
import type { Loaded, SyncHost } from './sync-host.ts';
import { type LoadSink, type Transport, TransportError } from './transport.ts';
import type { Call } from './transport-calls.ts';

/** A load that was staged, and where the pull goes on from. */
export interface FinishedLoad extends Loaded {
  readonly cookie: Cookie;
}

export interface FirstLoad {
  /** Loads all that there is. Null if that has to be pulled page by page instead. */
  load(): Promise<FinishedLoad | null>;
}

/** After so many loads in a row that broke off, something on the way does not let streams pass. */
const brokenLoadsTaken = 3;

/** Makes what loads everything in one go, as long as the backend and the way to it can do that. */
export function createFirstLoad(host: SyncHost, transport: Transport, call: Call): FirstLoad {
  let loads = 0;
  let broken = 0;

  async function load(): Promise<FinishedLoad> {
    const { clientID, clientGroupID } = host.client();
    loads += 1;
    const name = `${clientID}:${loads}`;
    const request: LoadRequest = { pullVersion: protocolVersion, clientGroupID, schemaVersion };
    const documents: (readonly StoredDocument[])[] = [];
    let head: LoadHead | null = null;
    let done = 0;
    let staged: Promise<void> = Promise.resolve();
    await call(async (signal, goesOn) => {
      const sink: LoadSink = {
        began(its) {
          goesOn();
          head = its;
          host.progressed({ done, total: its.documents });
        },
        async page(page) {
          goesOn();
          // The page before is stored while this one was read.
          await staged;
          if (signal.aborted) return;
          staged = host.stage(name, page);
          staged.catch(() => {});
          documents.push(page.documents);
          done += page.documents.length;
          host.progressed({ done, total: Math.max(head?.documents ?? 0, done) });
        },
      };
      await transport.load(request, sink, signal);
      await staged;
    });
    return { name, pages: documents.length, documents, cookie: cookieOf(head) };
  }

  return {
    async load() {
      if (broken >= brokenLoadsTaken) return null;
      try {
        const loaded = await load();
        broken = 0;
        return loaded;
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        // A backend of before this, or one that has too much to send it in one go.
        if (error.fault?.code === 'not_found') return null;
        if (error.fault === null) broken += 1;
        throw error;
      }
    },
  };
}

function cookieOf(head: LoadHead | null): Cookie {
  if (head === null) throw new TransportError('The first load came without a beginning.');
  return head.cookie;
}
