import type { ReactNode } from 'react';
import { PenIcon } from '../controls/icons.tsx';
import styles from './presence.module.css';
import { useOthersOn } from './presence-view.ts';
import { initialsOf, presenceDetails } from './presence-words.ts';

interface WithPresenceProps {
  readonly caseId: string;
  readonly children: ReactNode;
}

/** A text of a row with the marks of who else is on the case at its end. */
export function WithPresence({ caseId, children }: WithPresenceProps) {
  return (
    <span className={styles.marked}>
      <span className={styles.markedText}>{children}</span>
      <PresenceMarks caseId={caseId} />
    </span>
  );
}

function PresenceMarks({ caseId }: { readonly caseId: string }) {
  const others = useOthersOn(caseId);
  // Those who write come first; the others are a number, so that the subject keeps its room.
  const [first] = others;
  if (first === undefined) return null;
  const words = presenceDetails(others);
  return (
    <span className={styles.marks} role="img" aria-label={words} title={words} data-presence>
      <span className={styles.mark} data-activity={first.activity}>
        {first.activity === 'writing' && <PenIcon size={10} />}
        {initialsOf(first.name)}
      </span>
      {others.length > 1 && <span className={styles.more}>+{others.length - 1}</span>}
    </span>
  );
}
