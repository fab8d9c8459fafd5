import styles from '../case/case.module.css';
import { Button } from '../controls/Button.tsx';
import type { SyncStatus } from '../replica/replica.ts';
import { missingWords } from './missing-words.ts';

interface MissingCaseProps {
  /** The number or id that the link names. */
  readonly name: string;
  /** The cases of this computer are read. */
  readonly isComplete: boolean;
  readonly status: Pick<SyncStatus, 'connection' | 'progress'>;
  readonly onClose: () => void;
}

/** A link led to a case that is not here, or not read yet. */
export function MissingCase({ name, isComplete, status, onClose }: MissingCaseProps) {
  const { title, text } = missingWords(name, isComplete, status);
  return (
    <section className={styles.missing} aria-label={`Case ${name}`} aria-live="polite">
      <h2>{title}</h2>
      <p className={styles.quiet}>{text}</p>
      <Button shortcut="Esc" onClick={onClose}>
        Close
      </Button>
    </section>
  );
}
