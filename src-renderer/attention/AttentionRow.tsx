import { useId, useState } from 'react';
import type { EpochMs } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { Button } from '../controls/Button.tsx';
import { Refusal, RuleSource } from '../controls/Refusal.tsx';
import { agentTimeZone, fullTimeWords, sinceWords } from '../time/wall-time.ts';
import type { AttentionDoings } from './AttentionList.tsx';
import styles from './attention.module.css';
import type { AttentionEntry } from './attention-entry.ts';

interface AttentionRowProps extends AttentionDoings {
  readonly entry: AttentionEntry;
  readonly now: EpochMs;
  /** Its keys work, and Tab comes here. */
  readonly marked: boolean;
  readonly refusal: { readonly code: string | null; readonly message: string } | null;
  readonly onMark: () => void;
}

/** One refused action: what, on which case, why, when, the kept text, and one key for each way on. */
export function AttentionRow(props: AttentionRowProps) {
  const { entry, now, marked, refusal } = props;
  const titleId = useId();
  return (
    <li>
      <article
        className={styles.item}
        data-attention-id={entry.id}
        data-marked={marked || undefined}
        aria-labelledby={titleId}
        tabIndex={marked ? 0 : -1}
        onFocus={props.onMark}
      >
        <div className={styles.itemHead}>
          <h2 id={titleId}>{entry.action}</h2>
          <CaseLine {...props} />
          <time dateTime={new Date(entry.doneAt).toISOString()} title={fullTimeWords(entry.doneAt, agentTimeZone)}>
            {entry.doneBy !== null && `${isolated(entry.doneBy)}, `}
            {sinceWords(entry.doneAt, now)}
          </time>
        </div>
        <div>
          <p className={styles.reason}>{entry.refusal}</p>
          <RuleSource code={entry.refusalCode} />
        </div>
        {entry.standing !== null && <p className={styles.standing}>{entry.standing}</p>}
        <KeptTexts entry={entry} />
        {refusal !== null && <Refusal code={refusal.code} message={refusal.message} />}
        <div className={styles.actions}>
          {entry.canRetry && (
            <Button shortcut="R" title={retryHint(entry)} onClick={() => props.onRetry(entry)}>
              Retry
            </Button>
          )}
          {entry.canEdit && (
            <Button shortcut="E" title="Change it, then send it from there" onClick={() => props.onEdit(entry)}>
              Edit
            </Button>
          )}
          {entry.texts.length > 0 && (
            <Button shortcut="Y" title="Copy what you wrote" onClick={() => props.onCopy(entry)}>
              Copy text
            </Button>
          )}
          <Button
            look="quiet"
            shortcut="D"
            title="Take it off this list; for 10 seconds it can be brought back"
            onClick={() => props.onDiscard(entry)}
          >
            Discard
          </Button>
        </div>
      </article>
    </li>
  );
}

function CaseLine({ entry, onOpenCase }: Pick<AttentionRowProps, 'entry' | 'onOpenCase'>) {
  const { caseName, subject, accountName } = entry;
  const about = [subject, accountName].flatMap((part) => (part === null ? [] : isolated(part))).join(' · ');
  if (entry.caseId === null) {
    return caseName === null && about === '' ? null : (
      <span className={styles.about}>
        {caseName !== null && <span className={styles.number}>{caseName}</span>} {about}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={styles.case}
      aria-keyshortcuts="Enter"
      title={`Open ${caseName ?? 'the case'} (Enter): ${about}`}
      onClick={() => onOpenCase(entry)}
    >
      <span className={styles.number}>{caseName}</span> {about}
    </button>
  );
}

/** What was written, whole: a long text is cut to some lines until it is asked for. */
function KeptTexts({ entry }: { readonly entry: AttentionEntry }) {
  const [whole, setWhole] = useState(false);
  const length = entry.texts.reduce((sum, { text }) => sum + text.length + 80 * text.split('\n').length, 0);
  if (entry.texts.length === 0) return null;
  const isLong = length > 900;
  return (
    <div className={styles.texts}>
      <div className={styles.text} data-cut={(isLong && !whole) || undefined}>
        {entry.texts.map(({ label, text }) => (
          <p key={label ?? text}>
            {label !== null && <span className={styles.label}>{label} </span>}
            {isolated(text)}
          </p>
        ))}
      </div>
      {isLong && (
        <Button look="quiet" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? 'Show less' : 'Show all of it'}
        </Button>
      )}
    </div>
  );
}

function retryHint({ doneBy }: AttentionEntry): string {
  return doneBy === null
    ? 'Do it again now, as things stand'
    : `Do it again now, in your own name: it was done as ${isolated(doneBy)}`;
}
