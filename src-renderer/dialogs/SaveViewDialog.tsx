import { useState } from 'react';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { ChoiceField, TextField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import styles from './dialogs.module.css';
import { forget, type KeptValues, useKeptText } from './kept-values.ts';

interface SaveViewDialogProps {
  /** What is saved, in words. */
  readonly hint: string;
  /** The saved view that is shown, if it may be changed. */
  readonly present: { readonly name: string; readonly shared: boolean } | null;
  readonly mayShare: boolean;
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly onSave: (form: {
    readonly name: string;
    readonly shared: boolean;
    readonly asNew: boolean;
  }) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** Keeps a view as it is shown, under a name. */
export function SaveViewDialog({ hint, present, mayShare, kept, keptKey, onSave, onClose }: SaveViewDialogProps) {
  const [name, setName] = useKeptText(kept, `${keptKey} name`, present?.name);
  const [shared, setShared] = useState(present?.shared ?? false);
  const [keep, setKeep] = useState(present === null ? 'new' : 'present');
  return (
    <FormDialog
      title="Save view"
      hint={hint}
      submitWords="Save view"
      missing={name.trim() === '' ? 'Give the view a name first.' : null}
      onSubmit={async () => {
        const outcome = await onSave({ name, shared, asNew: keep === 'new' });
        if (outcome.accepted) forget(kept, `${keptKey} `);
        return outcome;
      }}
      onClose={onClose}
    >
      <TextField label="Name" value={name} maxLength={80} onChange={setName} autoComplete="off" autoFocus />
      {present !== null && (
        <ChoiceField
          label="Keep it as"
          value={keep}
          choices={[
            { value: 'present', words: `A change of ${isolated(present.name)}` },
            { value: 'new', words: 'A view of its own' },
          ]}
          onChange={setKeep}
        />
      )}
      {mayShare && (
        <fieldset className={styles.checks}>
          <legend className="visually-hidden">For whom</legend>
          <label>
            <input type="checkbox" checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
            Share it with the desk
          </label>
        </fieldset>
      )}
    </FormDialog>
  );
}
