import type { StoreApi } from 'zustand/vanilla';
import type { Desktop } from '../../src-shared/desktop-contract.ts';
import type { Workspace } from '../app/workspace.ts';
import type { Replica } from '../replica/replica.ts';

/** Before the app ends: stores the text of the opened case, which may have been typed a moment ago, and says so. */
export function storeBeforeEnd(
  desktop: Desktop,
  replica: Pick<Replica, 'draft' | 'saveDraft'>,
  workspace: StoreApi<Pick<Workspace, 'openId'>>,
): () => void {
  return desktop.on('app:ending', () => void store());

  async function store(): Promise<void> {
    const { openId } = workspace.getState();
    const draft = openId === null ? undefined : replica.draft(openId);
    // One that cannot be stored must not keep the app from ending: the composer has said so.
    if (openId !== null && draft !== undefined) await replica.saveDraft(openId, draft).catch(() => {});
    await desktop.call('app:may-end', undefined);
  }
}
