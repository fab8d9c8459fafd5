import { type KeyboardEvent, useState } from 'react';
import type { CaseId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { TextAreaField, TextField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import styles from './dialogs.module.css';
import { forget, type KeptValues, useKeptText } from './kept-values.ts';

/** A case that another one could be merged into. */
export interface MergeTarget {
  readonly id: CaseId;
  readonly number: string;
  readonly subject: string;
  readonly status: string;
}

interface MergeDialogProps {
  readonly title: string;
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly initialText: string;
  readonly initialInto: CaseId | null;
  /** The cases that contain these words, the best first; not all of them. */
  readonly find: (words: string) => readonly MergeTarget[];
  readonly onMerge: (into: CaseId, text: string) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** Merges a case into another one of its account, found by number or words. Final, so it asks. */
export function MergeDialog(props: MergeDialogProps) {
  const { kept, keptKey, find } = props;
  const [words, setWords] = useState('');
  const [text, setText] = useKeptText(kept, keptKey, props.initialText);
  const targets = find(words);
  const [chosen, setChosen] = useState<CaseId | null>(props.initialInto);
  const into = targets.find(({ id }) => id === chosen) ?? null;

  const stepByArrow = (event: KeyboardEvent<HTMLElement>): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const at = targets.findIndex(({ id }) => id === into?.id);
    const next = targets[Math.max(0, Math.min(targets.length - 1, at + by))];
    if (next) setChosen(next.id);
  };

  return (
    <FormDialog
      title={props.title}
      hint="It is closed, and what is written on it later goes to the other one. A merge is final."
      submitWords={into === null ? 'Merge' : `Merge into ${isolated(into.number)}`}
      missing={into === null ? 'Choose the case that it goes on in.' : null}
      onSubmit={async () => {
        if (into === null) throw new Error('The form was submitted without a case.');
        const outcome = await props.onMerge(into.id, text);
        if (outcome.accepted) forget(kept, keptKey);
        return outcome;
      }}
      onClose={props.onClose}
    >
      <div className={styles.lookUp}>
        <TextField
          label="Into which case of the same account"
          placeholder="Number or words of its subject"
          autoComplete="off"
          onKeyDown={stepByArrow}
          value={words}
          onChange={setWords}
          autoFocus
        />
        {targets.length === 0 ? (
          <p className={styles.hint} role="status">
            {words.trim() === '' ? 'The account has no other open case.' : 'No open case of the account matches.'}
          </p>
        ) : (
          <fieldset className={styles.targets}>
            <legend className="visually-hidden">Cases</legend>
            {targets.map((target) => (
              <label key={target.id} className={styles.target}>
                <input
                  type="radio"
                  name="into"
                  value={target.id}
                  checked={target.id === into?.id}
                  onChange={() => setChosen(target.id)}
                />
                <bdi className={styles.targetNumber}>{target.number}</bdi>
                <span className={styles.targetSubject} dir="auto" title={target.subject}>
                  {target.subject}
                </span>
                <span className={styles.hint}>{target.status}</span>
              </label>
            ))}
          </fieldset>
        )}
      </div>
      <TextAreaField label="Remark (optional)" rows={2} value={text} onChange={setText} />
    </FormDialog>
  );
}
