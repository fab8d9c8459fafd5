import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { AttentionCommands } from './attention-commands.ts';
import { useDesk } from './desk.ts';

/** Says, to who cannot see the rail's count, that something new needs attention. */
export function AttentionNews({ attention }: { readonly attention: AttentionCommands }) {
  const { replica } = useDesk();
  const items = useStore(replica.status, (status) => status.attention);
  const known = useRef<ReadonlySet<string> | null>(null);
  const [words, setWords] = useState('');

  useEffect(() => {
    const before = known.current;
    known.current = new Set(items.map(({ id }) => id));
    // What was there at the start is no news.
    const fresh = before === null ? [] : attention.entries().filter(({ id }) => !before.has(id));
    const [first] = fresh;
    if (first === undefined) return;
    const about = first.caseName === null ? first.action : `${first.action} on ${first.caseName}`;
    setWords(
      fresh.length === 1
        ? `Needs attention: ${about}. ${first.refusal}`
        : `${fresh.length} actions need attention. The first: ${about}. ${first.refusal}`,
    );
  }, [items, attention]);

  return (
    <p className="visually-hidden" role="status" aria-label="News of Needs attention">
      {words}
    </p>
  );
}
