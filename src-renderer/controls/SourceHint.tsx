import styles from './controls.module.css';
import { Hinted } from './Hinted.tsx';
import { InfoIcon } from './icons.tsx';

interface SourceHintProps {
  /** What has a source: "Follow up today". */
  readonly of: string;
  /** The whole sentence. */
  readonly words: string;
}

/** A small sign beside something that a rule of the policy made, which says on pointing and on focus where that is from. */
export function SourceHint({ of, words }: SourceHintProps) {
  return (
    <Hinted words={words} className={styles.infoHint} aria-label={`Source of ${of}`}>
      <InfoIcon size={14} />
    </Hinted>
  );
}
