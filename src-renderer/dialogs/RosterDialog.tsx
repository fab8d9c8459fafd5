import { useState } from 'react';
import type { EpochMs, UserId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { Button } from '../controls/Button.tsx';
import { ChoiceField, Pair, TextField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { agentTimeZone, wallTimeWords } from '../time/wall-time.ts';
import { type NamedThing, namedChoices } from './choices.ts';
import styles from './dialogs.module.css';

/** A shift as the roster shows it. */
export interface ShownShift {
  readonly id: string;
  readonly name: string;
  readonly fromAt: EpochMs;
  readonly toAt: EpochMs;
}

interface RosterDialogProps {
  readonly shifts: readonly ShownShift[];
  readonly agents: readonly NamedThing<UserId>[];
  /** The next night: from closing to opening. */
  readonly night: { readonly fromAt: EpochMs; readonly toAt: EpochMs };
  /** Why the roster cannot be changed; null for a lead. */
  readonly whyNot: string | null;
  readonly onAdd: (shift: {
    readonly userId: UserId;
    readonly fromAt: EpochMs;
    readonly toAt: EpochMs;
  }) => Promise<Outcome>;
  readonly onRemove: (shift: ShownShift) => void;
  readonly onClose: () => void;
}

/** Who is on call when: outside support hours they are told of emergencies that nobody has, whatever they muted. */
export function RosterDialog({ shifts, agents, night, whyNot, onAdd, onRemove, onClose }: RosterDialogProps) {
  const [userId, setUserId] = useState('');
  const [from, setFrom] = useState(() => localValue(night.fromAt));
  const [to, setTo] = useState(() => localValue(night.toAt));
  const agent = agents.find(({ id }) => id === userId);
  const [fromAt, toAt] = [new Date(from).getTime(), new Date(to).getTime()];
  const missing =
    whyNot ??
    (agent === undefined
      ? 'Choose who is on call first.'
      : Number.isNaN(fromAt) || Number.isNaN(toAt)
        ? 'Type from when to when first.'
        : null);
  return (
    <FormDialog
      title="On-call roster"
      hint="Outside support hours, emergencies that nobody has are told to whoever is on call, in quiet hours too."
      submitWords="Put on call"
      missing={missing}
      missingCode={whyNot === null ? null : 'not_allowed'}
      onSubmit={async () => {
        if (agent === undefined) throw new Error('The form was submitted without an agent.');
        return onAdd({ userId: agent.id, fromAt, toAt });
      }}
      onClose={onClose}
    >
      {shifts.length === 0 ? (
        <p>Nobody is on call in the coming nights.</p>
      ) : (
        <ul className={styles.shifts}>
          {shifts.map((shift) => (
            <li key={shift.id}>
              <strong dir="auto" title={shift.name}>
                {shift.name}
              </strong>
              <span>
                {wallTimeWords(shift.fromAt, agentTimeZone)} to {wallTimeWords(shift.toAt, agentTimeZone)}
              </span>
              {whyNot === null && (
                <Button
                  look="quiet"
                  aria-label={`Remove ${isolated(shift.name)}, ${wallTimeWords(shift.fromAt, agentTimeZone)}`}
                  onClick={() => onRemove(shift)}
                >
                  Remove
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {whyNot === null && (
        <>
          <ChoiceField
            label="Agent"
            value={userId}
            choices={namedChoices(agents, 'Choose')}
            onChange={setUserId}
            autoFocus
          />
          <Pair>
            <TextField label={`From (${agentTimeZone})`} type="datetime-local" value={from} onChange={setFrom} />
            <TextField label="To" type="datetime-local" value={to} onChange={setTo} />
          </Pair>
        </>
      )}
    </FormDialog>
  );
}

/** As a date and time field has it, in the agent's zone. */
function localValue(at: EpochMs): string {
  const offsetMs = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offsetMs).toISOString().slice(0, 16);
}
