import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Desktop } from '../../src-shared/desktop-contract.ts';
import { type Managed, nothingManaged } from '../../src-shared/managed/managed-settings.ts';

/** What an administrator has set for this computer, once the main process has told; it does not change while the app runs. */
export function windowManaged(desktop: Pick<Desktop, 'call'>): StoreApi<Managed> {
  const store = createStore<Managed>(() => nothingManaged);
  desktop.call('managed:read', undefined).then(
    (managed) => store.setState(managed, true),
    // Without an answer nothing is shown as locked; the main process holds to what is.
    () => {},
  );
  return store;
}
