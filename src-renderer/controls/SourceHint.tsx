import { Hinted } from './Hinted.tsx';

interface SourceHintProps {
  /** What has a source: "Follow up today". */
  readonly of: string;
  /** The whole sentence. */
  readonly words: string;
}

/** A small badge beside something that a rule of the policy made, which says on pointing and on focus where that is from. */
export function SourceHint({ of, words }: SourceHintProps) {
  return (
    <Hinted words={words} aria-label={`Source of ${of}`}>
      source
    </Hinted>
  );
}
