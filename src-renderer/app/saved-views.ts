import type { UserId } from '../../src-shared/ids.ts';
import type { SavedView } from '../../src-shared/views/saved-view.ts';
import type { Replica } from '../replica/replica.ts';

/** The saved views that an agent has: their own and the shared ones, by name. */
export function savedViewsOf(views: Iterable<SavedView>, me: UserId | null): readonly SavedView[] {
  return [...views]
    .filter(({ removed, shared, ownerId }) => removed !== true && (shared || ownerId === me))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

/** The saved view that is shown; null where there is none, or none any more. */
export function shownSavedView(replica: Pick<Replica, 'get'>, id: string | null): SavedView | null {
  const view = id === null ? undefined : replica.get('views', id);
  return view === undefined || view.removed === true ? null : view;
}
