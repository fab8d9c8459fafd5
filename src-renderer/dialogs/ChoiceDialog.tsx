import { useState } from 'react';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { ChoiceField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { type NamedThing, namedChoices } from './choices.ts';

interface ChoiceDialogProps<Id extends string> {
  readonly title: string;
  readonly hint?: string | undefined;
  readonly label: string;
  readonly submitWords: string;
  readonly things: readonly NamedThing<Id>[];
  readonly chosen: Id | null;
  readonly onChoose: (id: Id) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** Chooses one of the directory: an owner, an agreement. */
export function ChoiceDialog<Id extends string>(props: ChoiceDialogProps<Id>) {
  const [value, setValue] = useState<string>(props.chosen ?? '');
  const thing = props.things.find((candidate) => candidate.id === value);
  return (
    <FormDialog
      title={props.title}
      hint={props.hint}
      submitWords={props.submitWords}
      missing={thing ? null : `Choose first: ${props.label.toLowerCase()} is empty.`}
      onSubmit={async () => {
        if (!thing) throw new Error('The form was submitted without a choice.');
        return props.onChoose(thing.id);
      }}
      onClose={props.onClose}
    >
      <ChoiceField
        label={props.label}
        value={value}
        choices={namedChoices(props.things, thing ? null : 'Choose')}
        onChange={setValue}
        autoFocus
      />
    </FormDialog>
  );
}
