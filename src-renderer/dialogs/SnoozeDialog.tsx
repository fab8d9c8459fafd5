import { useState } from 'react';
import type { WorkingCalendar } from '../../src-shared/calendar/working-calendar.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { sourceSentence } from '../../src-shared/policy/source-words.ts';
import { FormDialog } from '../controls/FormDialog.tsx';
import { forget, type KeptValues, useKeptText } from './kept-values.ts';
import { chosenWhen, type WhenChoice, WhenField, whenChoices } from './WhenField.tsx';

interface SnoozeDialogProps {
  readonly title: string;
  readonly calendar: WorkingCalendar;
  readonly now: EpochMs;
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly onSnooze: (untilAt: EpochMs | null) => Promise<Outcome>;
  readonly onClose: () => void;
}

const untilCustomer: WhenChoice = { key: 'customer', words: 'Until the customer writes', at: null };

/** Puts a case out of the way. Keys 1 to 6 choose. */
export function SnoozeDialog({ title, calendar, now, kept, keptKey, onSnooze, onClose }: SnoozeDialogProps) {
  const [choices] = useState(() => [...whenChoices(calendar, now), untilCustomer]);
  const [value, setValue] = useState(choices[0]?.key ?? 'custom');
  const [custom, setCustom] = useKeptText(kept, `${keptKey} time`);
  const untilAt = chosenWhen(choices, value, custom);
  return (
    <FormDialog
      title={title}
      hint={`It is back at that time, and before it when the customer writes or its most urgent clock is at risk. ${sourceSentence('assumption', 'snooze and reminders')}`}
      submitWords="Snooze"
      missing={untilAt === undefined ? 'Type a date and a time first.' : null}
      onSubmit={async () => {
        if (untilAt === undefined) throw new Error('The form was submitted without a time.');
        const outcome = await onSnooze(untilAt);
        if (outcome.accepted) forget(kept, `${keptKey} `);
        return outcome;
      }}
      onClose={onClose}
    >
      <WhenField
        legend="Snooze until"
        choices={choices}
        value={value}
        custom={custom}
        deskTimeZone={calendar.timeZone}
        onChange={setValue}
        onCustom={setCustom}
      />
    </FormDialog>
  );
}
