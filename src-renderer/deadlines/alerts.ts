import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Alert } from '../../src-shared/deadlines/deadline.ts';
import type { Desktop } from '../../src-shared/desktop-contract.ts';

/** What the window shows of deadlines until it is seen. The main process keeps it over restarts. */
export interface Alerts {
  /** Oldest first. */
  readonly list: StoreApi<readonly Alert[]>;
  /** Takes it away here, and tells whoever keeps it. */
  see(notice: number): void;
}

export function createAlerts(desktop: Desktop): Alerts {
  const list = createStore<readonly Alert[]>(() => []);
  /** Seen here while what was sent before was still on its way. */
  const seen = new Set<number>();
  const take = (alerts: readonly Alert[]): void =>
    list.setState(
      alerts.filter(({ notice }) => !seen.has(notice)),
      true,
    );
  let isTold = false;
  desktop.on('deadlines:alerts', (alerts) => {
    isTold = true;
    take(alerts);
  });
  desktop.call('deadlines:alerts', undefined).then(
    (alerts) => {
      // What was sent meanwhile is the newer.
      if (!isTold) take(alerts);
    },
    () => {},
  );
  return {
    list,
    see(notice) {
      seen.add(notice);
      take(list.getState());
      desktop.call('deadlines:seen', { notice }).catch(() => {
        // It comes again with the next start; better twice than never.
      });
    },
  };
}
