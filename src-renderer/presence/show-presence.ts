import type { StoreApi } from 'zustand/vanilla';
import type { Replica } from '../replica/replica.ts';
import type { Surroundings } from '../sync/surroundings.ts';
import type { Presence } from './presence.ts';
import { createPresenceView, type PresenceView } from './presence-view.ts';

interface ShowingParts {
  readonly presence: Presence;
  readonly replica: Pick<Replica, 'identity' | 'get'>;
  readonly workspace: StoreApi<{ readonly openId: string | null }>;
  readonly schedule: Surroundings['schedule'];
}

/** Tells which case the window shows from now on, and answers what the window shows of the others. */
export function showPresence({ presence, replica, workspace, schedule }: ShowingParts): PresenceView {
  presence.show(workspace.getState().openId);
  workspace.subscribe(({ openId }, before) => {
    if (openId !== before.openId) presence.show(openId);
  });
  return createPresenceView({
    presence,
    me: () => replica.identity()?.user.id ?? null,
    nameOf: (userId) => replica.get('users', userId)?.name ?? userId,
    schedule,
  });
}
