import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { AttentionCommands } from './attention-commands.ts';
import { useDesk } from './desk.ts';

/** Tells that something new needs attention, in the place where undoing it may have been offered a moment ago. */
export function useAttentionNews(attention: AttentionCommands): void {
  const { replica, toaster } = useDesk();
  const items = useStore(replica.status, (status) => status.attention);
  const known = useRef<ReadonlySet<string> | null>(null);

  useEffect(() => {
    const before = known.current;
    known.current = new Set(items.map(({ id }) => id));
    // What was there at the start is no news.
    const fresh = before === null ? [] : attention.entries().filter(({ id }) => !before.has(id));
    const [first] = fresh;
    if (first === undefined) return;
    const about = first.caseName === null ? first.action : `${first.action} on ${first.caseName}`;
    toaster.show(
      fresh.length === 1
        ? `Needs attention: ${about}. ${first.refusal}`
        : `${fresh.length} actions need attention. The first: ${about}. ${first.refusal}`,
    );
  }, [items, attention, toaster]);
}
