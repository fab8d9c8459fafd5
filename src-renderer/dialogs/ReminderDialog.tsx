import { useState } from 'react';
import type { WorkingCalendar } from '../../src-shared/calendar/working-calendar.ts';
import type { EpochMs, UserId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { ChoiceField, TextField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { type NamedThing, namedChoices } from './choices.ts';
import { forget, type KeptValues, useKeptText } from './kept-values.ts';
import { chosenWhen, WhenField, whenChoices } from './WhenField.tsx';

/** What a reminder is set with. */
export interface ReminderForm {
  readonly remindAt: EpochMs;
  readonly about: string;
  readonly forId: UserId;
}

interface ReminderDialogProps {
  readonly title: string;
  readonly calendar: WorkingCalendar;
  readonly now: EpochMs;
  readonly me: UserId;
  /** Whom it may be for beside oneself; nobody but for leads. */
  readonly others: readonly NamedThing<UserId>[];
  readonly initialAbout: string;
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly onSet: (reminder: ReminderForm) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** Something to come back to on a case: told when its time comes, with the window closed too. */
export function ReminderDialog(props: ReminderDialogProps) {
  const { calendar, others, me, kept, keptKey } = props;
  const [choices] = useState(() => whenChoices(calendar, props.now));
  const [value, setValue] = useState(choices[0]?.key ?? 'custom');
  const [custom, setCustom] = useKeptText(kept, `${keptKey} time`);
  const [about, setAbout] = useKeptText(kept, `${keptKey} about`, props.initialAbout);
  const [forId, setForId] = useState<string>(me);
  const remindAt = chosenWhen(choices, value, custom);
  return (
    <FormDialog
      title={props.title}
      submitWords="Set reminder"
      missing={remindAt === undefined ? 'Type a date and a time first.' : null}
      onSubmit={async () => {
        if (typeof remindAt !== 'number') throw new Error('The form was submitted without a time.');
        const outcome = await props.onSet({ remindAt, about, forId: others.find(({ id }) => id === forId)?.id ?? me });
        if (outcome.accepted) forget(kept, `${keptKey} `);
        return outcome;
      }}
      onClose={props.onClose}
    >
      <WhenField
        legend="Remind"
        choices={choices}
        value={value}
        custom={custom}
        deskTimeZone={calendar.timeZone}
        onChange={setValue}
        onCustom={setCustom}
      />
      <TextField
        label="About (optional)"
        placeholder="Ask for the trace file"
        value={about}
        onChange={setAbout}
        autoComplete="off"
      />
      {others.length > 0 && (
        <ChoiceField
          label="For"
          value={forId}
          choices={[{ value: me, words: 'Me' }, ...namedChoices(others, null)]}
          onChange={setForId}
        />
      )}
    </FormDialog>
  );
}
