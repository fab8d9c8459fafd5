import { useState } from 'react';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { sourceSentence } from '../../src-shared/policy/source-words.ts';
import type { EscalationForm } from '../case/case-actions.ts';
import { CheckField, ChoiceField, Pair, TextAreaField, TextField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { forget, type KeptValues, useKeptText } from './kept-values.ts';

/** A team that whoever acts may ask. */
export interface TeamChoice {
  readonly id: string;
  readonly name: string;
  readonly needsSow: boolean;
}

interface EscalateDialogProps {
  readonly title: string;
  readonly teams: readonly TeamChoice[];
  /** The case is non-standard work, which goes nowhere without its Statement of Work. */
  readonly isNonStandard: boolean;
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly initial: Partial<EscalationForm>;
  readonly onEscalate: (form: EscalationForm) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** Asks a team of the vendor, on a ticket of theirs where there is one. */
export function EscalateDialog(props: EscalateDialogProps) {
  const { title, teams, isNonStandard, kept, keptKey, initial, onEscalate, onClose } = props;
  const [typedTeam, setTeam] = useKeptText(kept, `${keptKey} team`, initial.team ?? teams[0]?.id);
  const [ticketRef, setTicketRef] = useKeptText(kept, `${keptKey} ticket`, initial.ticketRef);
  const [link, setLink] = useKeptText(kept, `${keptKey} link`, initial.link);
  const [release, setRelease] = useKeptText(kept, `${keptKey} release`, initial.plannedReleaseOn);
  const [sowRef, setSowRef] = useKeptText(kept, `${keptKey} sow`, initial.sowRef);
  const [text, setText] = useKeptText(kept, `${keptKey} text`, initial.text);
  const [wait, setWait] = useState(initial.wait ?? true);
  const team = teams.find(({ id }) => id === typedTeam);
  const asksForSow = isNonStandard || team?.needsSow === true;
  return (
    <FormDialog
      title={title}
      hint={`The owner stays the customer’s contact. ${sourceSentence('published', asksForSow ? 'non-standard work' : 'roles: escalation')}`}
      submitWords="Escalate"
      missing={missingOf({ team, ticketRef, link, release, sowRef, asksForSow })}
      onSubmit={async () => {
        const outcome = await onEscalate({
          team: typedTeam,
          ticketRef,
          link,
          plannedReleaseOn: release,
          sowRef: asksForSow ? sowRef : '',
          text,
          wait,
        });
        if (outcome.accepted) forget(kept, keptKey);
        return outcome;
      }}
      onClose={onClose}
    >
      <ChoiceField
        label="Team"
        value={typedTeam}
        choices={teams.map(({ id, name }) => ({ value: id, words: name }))}
        onChange={setTeam}
        autoFocus
      />
      {asksForSow && (
        <TextField
          label="Statement of Work"
          placeholder="Its reference"
          maxLength={200}
          value={sowRef}
          onChange={setSowRef}
        />
      )}
      <Pair>
        <TextField
          label="Ticket"
          placeholder="Such as DEV-4711"
          maxLength={128}
          value={ticketRef}
          onChange={setTicketRef}
        />
        <TextField label="Planned release" type="date" value={release} onChange={setRelease} />
      </Pair>
      <TextField label="Link" placeholder="https://…" inputMode="url" value={link} onChange={setLink} />
      <TextAreaField label="What they are asked for (optional)" rows={3} value={text} onChange={setText} />
      <CheckField label="Wait for them" value={wait} onChange={setWait} />
    </FormDialog>
  );
}

interface Filled {
  readonly team: TeamChoice | undefined;
  readonly ticketRef: string;
  readonly link: string;
  readonly release: string;
  readonly sowRef: string;
  readonly asksForSow: boolean;
}

function missingOf({ team, ticketRef, link, release, sowRef, asksForSow }: Filled): string | null {
  if (team === undefined) return 'The policy names no team that you can ask. A lead can add one.';
  if (asksForSow && sowRef.trim() === '') return 'It needs a Statement of Work. Give its reference.';
  if (release !== '' && ticketRef.trim() === '')
    return 'A planned release belongs to a ticket. Give the reference of the ticket.';
  return linkProblem(link);
}

/** What is wrong with a link, before the rules are asked; null if nothing. */
export function linkProblem(link: string): string | null {
  const trimmed = link.trim();
  if (trimmed === '' || /^https?:\/\/[^\s/]+\S*$/i.test(trimmed)) return null;
  return 'The link is no web address. It begins with https://.';
}
