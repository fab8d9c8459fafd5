import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { EpochMs } from '../../src-shared/ids.ts';
import queue from '../queue/queue.module.css';
import { AttentionRow } from './AttentionRow.tsx';
import styles from './attention.module.css';
import type { AttentionEntry } from './attention-entry.ts';

export interface AttentionListHandle {
  /** Gives the keys to the marked item. */
  focus(): void;
  /** Moves the mark; `Infinity` goes to the end. */
  step(by: number): void;
  marked(): AttentionEntry | null;
}

/** What the buttons and keys of an item do. */
export interface AttentionDoings {
  readonly onOpenCase: (entry: AttentionEntry) => void;
  readonly onRetry: (entry: AttentionEntry) => void;
  readonly onEdit: (entry: AttentionEntry) => void;
  readonly onDiscard: (entry: AttentionEntry) => void;
  readonly onCopy: (entry: AttentionEntry) => void;
}

interface AttentionListProps extends AttentionDoings {
  readonly ref: Ref<AttentionListHandle>;
  readonly entries: readonly AttentionEntry[];
  readonly now: EpochMs;
  /** Why the last retry was not done, on its item. */
  readonly refusal: { readonly id: string; readonly code: string | null; readonly message: string } | null;
  /** The item to begin with. */
  readonly markedId: string | null;
}

/** What was done here and refused by the backend: each with its reason, the agent's own words, and the ways on. */
export function AttentionList({ ref, entries, now, refusal, markedId, ...doings }: AttentionListProps) {
  const [marked, setMarked] = useState(() =>
    Math.max(
      0,
      entries.findIndex(({ id }) => id === markedId),
    ),
  );
  const list = useRef<HTMLUListElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  // What is done with an item takes it away: the one that follows stands in its place.
  const at = Math.min(marked, entries.length - 1);
  const hadFocus = useRef(false);

  const focusItem = (place: number): void => {
    // With the last item gone the title keeps the place.
    (list.current?.querySelectorAll<HTMLElement>('[data-attention-id]')[place] ?? title.current)?.focus();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: only an item that went may have taken the focus with it.
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) focusItem(at);
  }, [entries.length]);

  useImperativeHandle(ref, () => ({
    focus: () => focusItem(at),
    step: (by) => focusItem(Math.max(0, Math.min(entries.length - 1, at + by))),
    marked: () => entries[at] ?? null,
  }));

  return (
    <section className={queue.panel} aria-labelledby="attention-title">
      <div className={queue.head}>
        <h1 ref={title} className={queue.title} id="attention-title" tabIndex={-1}>
          Needs attention<span className={queue.titleCount}>{entries.length}</span>
        </h1>
      </div>
      {entries.length === 0 ? (
        <div className={queue.empty}>
          <h2>Everything you did was accepted</h2>
          <p>An action that the backend refuses comes here with its reason, and with the text you wrote.</p>
        </div>
      ) : (
        <ul
          ref={list}
          className={styles.items}
          onFocus={() => {
            hadFocus.current = true;
          }}
          onBlur={(event) => {
            // A button that goes with its item says no place to which the focus went.
            if (event.relatedTarget !== null) hadFocus.current = false;
          }}
        >
          {entries.map((entry, index) => (
            <AttentionRow
              key={entry.id}
              entry={entry}
              now={now}
              marked={index === at}
              refusal={refusal?.id === entry.id ? refusal : null}
              onMark={() => setMarked(index)}
              {...doings}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
