import { PenIcon } from '../controls/icons.tsx';
import styles from './presence.module.css';
import { useOthersOn, useSentBeside } from './presence-view.ts';
import { presenceDetails, presenceWords } from './presence-words.ts';

/** Who else is on the case, in a place that is kept free for it. */
export function PresenceLine({ caseId }: { readonly caseId: string }) {
  const others = useOthersOn(caseId);
  const sentBeside = useSentBeside(caseId);
  const words = sentBeside || presenceWords(others);
  const isWriting = others.some(({ activity }) => activity === 'writing');
  return (
    <span
      className={styles.line}
      role="status"
      aria-label="Others on this case"
      data-activity={isWriting ? 'writing' : 'viewing'}
    >
      {words !== '' && (
        <span className={styles.lineWords} title={presenceDetails(others)}>
          {isWriting && <PenIcon size={12} />}
          {words}
        </span>
      )}
    </span>
  );
}
