import { useState } from 'react';
import type { CaseId } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { LinkButton } from '../controls/Button.tsx';
import { RuleSource } from '../controls/Refusal.tsx';
import type { RefusedCase } from './act-on-all.ts';
import styles from './bulk.module.css';
import { casesWords } from './bulk-words.ts';

interface BulkResultProps {
  readonly words: string;
  readonly refused: readonly RefusedCase[];
  readonly numberOf: (caseId: CaseId) => string;
  readonly onOpen: (caseId: CaseId) => void;
  readonly onDismiss: () => void;
}

/** What one action on many cases could not do: how many, why, and which when asked. */
export function BulkResult({ words, refused, numberOf, onOpen, onDismiss }: BulkResultProps) {
  const [isShown, show] = useState(false);
  return (
    <section className={styles.result} aria-label="What was not done">
      <div className={styles.resultLine}>
        <div role="status">
          <p>
            {words}; {casesWords(refused.length)} refused: {refused[0]?.message}
          </p>
          <RuleSource code={refused[0]?.code ?? null} />
        </div>
        <LinkButton onClick={() => show(!isShown)}>{isShown ? 'Hide' : 'Show'}</LinkButton>
        <LinkButton onClick={onDismiss}>Dismiss</LinkButton>
      </div>
      {isShown && (
        <ul className={styles.resultList}>
          {refused.map(({ caseId, code, message }) => (
            <li key={caseId}>
              <LinkButton onClick={() => onOpen(caseId)}>{isolated(numberOf(caseId))}</LinkButton> {message}
              {code !== refused[0]?.code && <RuleSource code={code} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
