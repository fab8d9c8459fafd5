import type { StoreApi } from 'zustand/vanilla';
import type { SyncFacts } from '../../src-shared/desktop/sync-facts.ts';
import type { SyncStatus } from '../replica/replica.ts';

/** Tells the main process of the connection and of what waits, at once and whenever it changes. Answers what stops it. */
export function handOverSync(status: StoreApi<SyncStatus>, take: (facts: SyncFacts) => Promise<unknown>): () => void {
  let told = '';
  const tell = ({ connection, waiting }: SyncStatus): void => {
    const facts: SyncFacts = { connection: connection.state, waiting };
    const text = JSON.stringify(facts);
    if (text === told) return;
    told = text;
    take(facts).catch(() => {
      // Not taken: the next change says it anew, whatever it is.
      told = '';
    });
  };
  tell(status.getState());
  return status.subscribe(tell);
}
