import type { StoreApi } from 'zustand/vanilla';
import type { QueueState } from '../queue/queue-store.ts';
import { roleViews } from '../queue/role-views.ts';
import type { Workspace } from './workspace.ts';

/** Who acts may be known only once the backend has answered: the window then goes to where that role starts, unless it was led elsewhere. */
export function followRole(queue: StoreApi<QueueState>, workspace: StoreApi<Workspace>): () => void {
  return queue.subscribe((now, before) => {
    if (now.role === before.role) return;
    const { page, view } = workspace.getState();
    if (page === 'queue' && view === roleViews[before.role].start) {
      workspace.setState({ view: roleViews[now.role].start, activeId: null });
    }
  });
}
