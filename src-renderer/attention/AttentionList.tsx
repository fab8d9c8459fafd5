import { useState } from 'react';
import type { EpochMs } from '../../src-shared/ids.ts';
import { Button } from '../controls/Button.tsx';
import queue from '../queue/queue.module.css';
import type { AttentionItem } from '../replica/replica.ts';
import { sinceWords } from '../time/wall-time.ts';
import styles from './attention.module.css';
import { actionWords, caseIdOf, writtenText } from './attention-text.ts';

interface AttentionListProps {
  readonly items: readonly AttentionItem[];
  readonly now: EpochMs;
  /** Number and subject of the case an action was about, if it is here. */
  readonly caseWords: (id: string) => string | null;
  readonly onOpenCase: (id: string) => void;
  /** False where the system does not let the window write to its clipboard. */
  readonly onCopy: (text: string) => boolean;
  readonly onDismiss: (id: string) => void;
}

/** What was done here and refused by the backend, each with its reason and the agent's own words. */
export function AttentionList(props: AttentionListProps) {
  return (
    <section className={queue.panel} aria-labelledby="attention-title">
      <div className={queue.head}>
        <h1 className={queue.title} id="attention-title">
          Needs attention<span className={queue.titleCount}>{props.items.length}</span>
        </h1>
      </div>
      {props.items.length === 0 ? (
        <div className={queue.empty}>
          <h2>Everything you did was accepted</h2>
          <p>An action that the backend refuses comes here with its reason, and with the text you wrote.</p>
        </div>
      ) : (
        <ul className={styles.items}>
          {props.items.map((item) => (
            <AttentionRow key={item.id} {...props} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}

function AttentionRow({
  item,
  now,
  caseWords,
  onOpenCase,
  onCopy,
  onDismiss,
}: AttentionListProps & { readonly item: AttentionItem }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  const text = writtenText(item.args);
  const caseId = caseIdOf(item.args);
  const about = caseId === null ? null : caseWords(caseId);
  return (
    <li className={styles.item}>
      <p className={styles.itemHead}>
        <strong>{actionWords(item.name)}</strong>
        {about !== null && <span className={styles.about}>{about}</span>}
        <time dateTime={new Date(item.at).toISOString()}>{sinceWords(item.at, now)}</time>
      </p>
      <p>{item.refusal.message}</p>
      {text !== null && <p className={styles.text}>{text}</p>}
      <div className={styles.actions}>
        {text !== null && (
          <Button onClick={() => setCopied(onCopy(text))}>
            {copied === null ? 'Copy text' : copied ? 'Copied' : 'Select and copy it above'}
          </Button>
        )}
        {caseId !== null && about !== null && <Button onClick={() => onOpenCase(caseId)}>Open case</Button>}
        <Button look="quiet" onClick={() => onDismiss(item.id)}>
          Dismiss
        </Button>
      </div>
    </li>
  );
}
