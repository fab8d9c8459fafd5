import { Dialog } from '@base-ui/react/dialog';
import { type SubmitEvent, useState } from 'react';
import { v7 as newUuid } from 'uuid';
import { type CaseKind, caseKindSchema } from '../../src-shared/cases/case-document.ts';
import type { Macro } from '../../src-shared/macros/macro.ts';
import { placeholders, unknownPlaceholders } from '../../src-shared/macros/placeholders.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { Refusal as Refused } from '../../src-shared/sync/protocol.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { kindNames } from '../case/names.ts';
import { Button } from '../controls/Button.tsx';
import controls from '../controls/controls.module.css';
import { ChoiceField, Pair, TextAreaField, TextField } from '../controls/Field.tsx';
import { Refusal } from '../controls/Refusal.tsx';
import { useReturnFocus } from '../controls/use-return-focus.ts';
import { choicesWithNone } from '../dialogs/choices.ts';
import { forget, type KeptValues, useKeptText } from '../dialogs/kept-values.ts';
import styles from './macros.module.css';

/** What is saved of a macro, under an id of its own where it is a new one. */
export interface WrittenMacro {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly kinds: readonly CaseKind[];
  readonly closureCode: string | null;
  readonly shared: boolean;
}

interface MacrosDialogProps {
  readonly macros: readonly Macro[];
  readonly closureCodes: Readonly<Record<string, string>>;
  readonly mayShare: boolean;
  readonly kept: KeptValues;
  readonly onSave: (macro: WrittenMacro) => Promise<Outcome>;
  readonly onRemove: (macro: Macro) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** The macros at hand, to be read, copied, changed and taken out of use: own ones by everybody, the desk's by leads. */
export function MacrosDialog(props: MacrosDialogProps) {
  const { macros, mayShare, onRemove, onClose } = props;
  const [chosenId, setChosenId] = useState<string>('');
  // What was just saved stays in its form, with the focus; only another choice begins one anew.
  const [formNumber, setFormNumber] = useState(0);
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const chosen = macros.find(({ id }) => id === chosenId) ?? null;
  const mayChange = chosen === null || chosen.ownerId !== null || mayShare;
  useReturnFocus();
  const choose = (id: string): void => {
    setChosenId(id);
    setFormNumber((before) => before + 1);
  };
  const remove = async (): Promise<void> => {
    if (chosen === null) return;
    const outcome = await onRemove(chosen);
    setRefusal(outcome.accepted ? null : outcome);
    if (outcome.accepted) choose('');
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={controls.scrim} />
        <Dialog.Popup className={`${controls.dialog} ${controls.wideDialog}`}>
          <Dialog.Title className={controls.dialogTitle}>Macros</Dialog.Title>
          <Dialog.Description className={controls.dialogHint}>
            In braces stands what each case fills in: {placeholders.map((name) => `{${name}}`).join(', ')}.
          </Dialog.Description>
          <div className={controls.dialogBody}>
            <ChoiceField
              label="Macro"
              value={chosenId}
              choices={[
                { value: '', words: 'A new one' },
                ...macros.map(({ id, name, ownerId }) => ({
                  value: id,
                  words: ownerId === null ? name : `${isolated(name)} (mine)`,
                })),
              ]}
              onChange={(id) => {
                setRefusal(null);
                choose(id);
              }}
              autoFocus
            />
            <MacroForm key={formNumber} {...props} chosen={chosen} mayChange={mayChange} onSaved={setChosenId} />
            {refusal !== null && <Refusal code={refusal.code} message={refusal.message} />}
          </div>
          <div className={controls.dialogActions}>
            {chosen !== null && mayChange && <Button onClick={() => void remove()}>Take out of use</Button>}
            <Button shortcut="Esc" onClick={onClose}>
              Close
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface MacroFormProps extends MacrosDialogProps {
  readonly chosen: Macro | null;
  readonly mayChange: boolean;
  readonly onSaved: (id: string) => void;
}

function MacroForm({ chosen, mayChange, mayShare, closureCodes, kept, onSave, onSaved }: MacroFormProps) {
  const key = `macro ${chosen?.id ?? 'new'}`;
  const [name, setName] = useKeptText(kept, `${key} name`, chosen?.name);
  const [text, setText] = useKeptText(kept, `${key} text`, chosen?.text);
  const [kind, setKind] = useKeptText(kept, `${key} kind`, chosen?.kinds[0]);
  const [code, setCode] = useKeptText(kept, `${key} code`, chosen?.closureCode);
  const [shared, setShared] = useState(chosen?.ownerId === null);
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const unknown = unknownPlaceholders(text);
  const save = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    // Only the first of several kinds is shown; the others stay unless it was changed.
    const kinds =
      kind === (chosen?.kinds[0] ?? '')
        ? (chosen?.kinds ?? [])
        : caseKindSchema.options.filter((each) => each === kind);
    // What belongs to the desk is copied by whoever may not change it.
    const id = mayChange && chosen !== null ? chosen.id : newUuid();
    const outcome = await onSave({ id, name, text, kinds, closureCode: code || null, shared: mayShare && shared });
    setRefusal(outcome.accepted ? null : outcome);
    if (!outcome.accepted) return;
    forget(kept, `${key} `);
    onSaved(id);
  };
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <TextField label="Name" value={name} maxLength={200} onChange={setName} />
      <TextAreaField label="Text" rows={9} value={text} onChange={setText} />
      {unknown.length > 0 && (
        <p className={styles.open} role="status">
          No case fills in {unknown.join(', ')}. Whoever uses the macro has to.
        </p>
      )}
      <Pair>
        <ChoiceField label="Offered first on" value={kind} choices={choicesWithNone(kindNames)} onChange={setKind} />
        <ChoiceField
          label="Closure code"
          value={code}
          choices={[
            { value: '', words: 'None' },
            ...Object.entries(closureCodes).map(([value, words]) => ({ value, words })),
          ]}
          onChange={setCode}
        />
      </Pair>
      {mayShare && (
        <label className={styles.shared}>
          <input type="checkbox" checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
          For the whole desk
        </label>
      )}
      {refusal !== null && <Refusal code={refusal.code} message={refusal.message} />}
      <div>
        <Button look="primary" type="submit">
          {mayChange ? 'Save macro' : 'Save a copy of my own'}
        </Button>
      </div>
    </form>
  );
}
