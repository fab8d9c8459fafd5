import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { CallIcon, ChangeIcon, IncomingIcon, NoteIcon, OutgoingIcon } from '../controls/icons.tsx';
import { agentTimeZone, fullTimeWords, sinceWords } from '../time/wall-time.ts';
import styles from './case.module.css';
import type { EntryKind, TimelineEntry } from './timeline-entries.ts';

const marks: Readonly<Record<EntryKind, ReactNode>> = {
  incoming: <IncomingIcon />,
  outgoing: <OutgoingIcon />,
  call: <CallIcon />,
  note: <NoteIcon />,
  change: <ChangeIcon />,
};

interface TimelineProps {
  readonly caseId: string;
  readonly entries: readonly TimelineEntry[];
  readonly now: number;
}

/** The record of the case, oldest first, opened at its end. */
export function Timeline({ caseId, entries, now }: TimelineProps) {
  const scroller = useRef<HTMLElement>(null);
  const lastId = entries.at(-1)?.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another case, or a new last entry, shows the end.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [caseId, lastId]);

  // What takes height from the record (an explanation, a longer draft) must not push its last entry out of sight.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let atEnd = true;
    const onScroll = (): void => {
      atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 8;
    };
    const observer = new ResizeObserver(() => {
      if (atEnd) element.scrollTop = element.scrollHeight;
    });
    element.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, []);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard.
    <section ref={scroller} className={styles.timeline} aria-label="Timeline" tabIndex={0}>
      <ol>
        {entries.map((entry) => (
          <TimelineItem key={entry.id} entry={entry} now={now} />
        ))}
      </ol>
    </section>
  );
}

function TimelineItem({ entry, now }: { readonly entry: TimelineEntry; readonly now: number }) {
  return (
    <li className={styles.entry} data-kind={entry.kind} data-event-id={entry.id}>
      <span className={styles.entryMark}>{marks[entry.kind]}</span>
      <div className={styles.entryBody}>
        <p className={styles.entryHead}>
          <span className={styles.entryWords}>
            <span className={styles.entryWho}>{entry.who}</span> {entry.words}
            {entry.onCase !== null && <span className={styles.entryCase}> on {entry.onCase}</span>}
          </span>
          {entry.pending !== null && (
            <span
              className={styles.pending}
              title="It is kept on this computer and goes out when the connection is back."
            >
              {entry.pending === 'not_sent' ? 'not sent yet' : 'not synced yet'}
            </span>
          )}
          {entry.recordedAt !== null && (
            <span className={styles.late} title={`Recorded ${fullTimeWords(entry.recordedAt, agentTimeZone)}`}>
              recorded late
            </span>
          )}
          <time
            className={styles.entryTime}
            dateTime={new Date(entry.at).toISOString()}
            title={fullTimeWords(entry.at, agentTimeZone)}
          >
            {sinceWords(entry.at, now)}
          </time>
        </p>
        {entry.text !== null && (
          <p className={styles.entryText} dir="auto">
            {entry.text}
          </p>
        )}
      </div>
    </li>
  );
}
