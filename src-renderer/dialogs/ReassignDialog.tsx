import { useState } from 'react';
import type { Role } from '../../src-shared/directory/documents.ts';
import type { UserId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { ChoiceField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { namedChoices } from './choices.ts';
import styles from './dialogs.module.css';

/** An agent, with what they have. */
export interface ReassignAgent {
  readonly id: UserId;
  readonly name: string;
  readonly role: Role;
  /** Open cases that they are the contact of. */
  readonly cases: number;
  /** How many of which severity. */
  readonly severities: string;
  /** Cases of other contacts that they are the technical owner of. */
  readonly technical: number;
}

interface ReassignDialogProps {
  readonly agents: readonly ReassignAgent[];
  readonly onReassign: (from: ReassignAgent, among: readonly UserId[]) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** Gives an absent agent's open cases to others at once (docs/policy.md, rule 6). */
export function ReassignDialog({ agents, onReassign, onClose }: ReassignDialogProps) {
  const [fromId, setFromId] = useState('');
  const [to, setTo] = useState('');
  const [among, setAmong] = useState<ReadonlySet<UserId>>(new Set());
  const from = agents.find(({ id }) => id === fromId);
  // The customer's contact is a COA or a lead; TAEs take what is handed off to them.
  const takers = agents.filter(({ id, role }) => id !== fromId && (role === 'coa' || role === 'lead'));
  const chosen = takers.filter(({ id }) => (to === 'several' ? among.has(id) : id === to)).map(({ id }) => id);
  const missing =
    from === undefined
      ? 'Choose who is absent first.'
      : from.cases === 0
        ? `${isolated(from.name)} is the contact of no open case.`
        : to === '' || (to === 'several' && chosen.length === 0)
          ? 'Choose who takes the cases first.'
          : null;
  return (
    <FormDialog
      title="Reassign an agent’s cases"
      submitWords="Reassign"
      missing={missing}
      onSubmit={async () => {
        if (from === undefined) throw new Error('The form was submitted without an agent.');
        return onReassign(from, chosen);
      }}
      onClose={onClose}
    >
      <ChoiceField
        label="Absent"
        value={fromId}
        choices={namedChoices(agents, 'Choose')}
        onChange={setFromId}
        autoFocus
      />
      {from !== undefined && (
        <p role="status">
          {from.cases === 0 ? 'Contact of no open case.' : `${from.cases} open: ${from.severities}.`}
          {from.technical > 0 &&
            ` ${from.technical} more as technical owner: those stay, and you can return each hand-off with B.`}
        </p>
      )}
      <ChoiceField
        label="To"
        value={to}
        choices={[
          { value: '', words: 'Choose' },
          { value: 'nobody', words: 'Unassigned, for whoever claims them' },
          { value: 'several', words: 'Several, evenly' },
          ...namedChoices(takers, null),
        ]}
        onChange={setTo}
      />
      {to === 'several' && (
        <fieldset className={styles.checks}>
          <legend>One after the other takes the most urgent that is left</legend>
          {takers.map(({ id, name, cases }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={among.has(id)}
                onChange={(event) => {
                  const next = new Set(among);
                  if (event.currentTarget.checked) next.add(id);
                  else next.delete(id);
                  setAmong(next);
                }}
              />
              {name} <span className={styles.hint}>has {cases}</span>
            </label>
          ))}
        </fieldset>
      )}
    </FormDialog>
  );
}
