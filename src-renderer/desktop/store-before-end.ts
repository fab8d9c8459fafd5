import type { StoreApi } from 'zustand/vanilla';
import type { Desktop } from '../../src-shared/desktop-contract.ts';
import type { Workspace } from '../app/workspace.ts';
import type { Replica } from '../replica/replica.ts';

/** Before the app ends: stores what may have been typed a moment ago, in the opened case and in dialogs, and says so. */
export function storeBeforeEnd(
  desktop: Desktop,
  replica: Pick<Replica, 'draft' | 'saveDraft' | 'flushDrafts'>,
  workspace: StoreApi<Pick<Workspace, 'openId'>>,
): () => void {
  return desktop.on('app:ending', () => void store());

  async function store(): Promise<void> {
    const { openId } = workspace.getState();
    const draft = openId === null ? undefined : replica.draft(openId);
    const saved = openId === null || draft === undefined ? Promise.resolve() : replica.saveDraft(openId, draft);
    // One that cannot be stored must not keep the app from ending: the composer has said so.
    await Promise.allSettled([saved, replica.flushDrafts()]);
    await desktop.call('app:may-end', undefined);
  }
}
