import type { CaseId } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { LinkButton } from '../controls/Button.tsx';
import styles from './intake.module.css';

/** An open case of the same account that a new one could be the same as. */
export interface OfferedDuplicate {
  readonly id: CaseId;
  readonly number: string;
  readonly subject: string;
  readonly status: string;
  readonly shares: readonly string[];
}

interface DuplicatesProps {
  readonly found: readonly OfferedDuplicate[];
  readonly onOpen: (id: CaseId) => void;
}

/** What could be the same case already, and why it is thought so. Nothing is done unless one is chosen. */
export function Duplicates({ found, onOpen }: DuplicatesProps) {
  if (found.length === 0) return null;
  return (
    <section className={styles.duplicates} aria-label="Possible duplicates" aria-live="polite">
      <h3>Open cases of this account that could be the same</h3>
      {found.map(({ id, number, subject, status, shares }) => (
        <div key={id} className={styles.duplicate}>
          <LinkButton type="button" onClick={() => onOpen(id)}>
            {number}
          </LinkButton>
          <span className={styles.duplicateSubject} dir="auto" title={subject}>
            {subject}
          </span>
          <span className={styles.quiet}>{status}</span>
          <span className={styles.shares} title={shares.join(', ')}>
            shares: {shares.map(isolated).join(', ')}
          </span>
        </div>
      ))}
    </section>
  );
}
