import { useState } from 'react';
import type { Escalation } from '../../src-shared/cases/case-state.ts';
import { dateWords } from '../../src-shared/closure/closing-words.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import type { TicketForm } from '../case/case-actions.ts';
import { ChoiceField, Pair, TextField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { linkProblem } from './EscalateDialog.tsx';
import { forget, type KeptValues, useKeptText } from './kept-values.ts';

/** A ticket that the case is on. */
export type KnownTicket = Escalation & { readonly ticketRef: string };

interface TicketDialogProps {
  readonly title: string;
  readonly tickets: readonly KnownTicket[];
  readonly kept: KeptValues;
  readonly keptKey: string;
  /** The ticket that is meant, if one is; the latest otherwise. */
  readonly chosen: string | null;
  /** What was said of it before, where it goes before what is known. */
  readonly said: { readonly [Key in 'status' | 'link' | 'plannedReleaseOn']: string | null };
  readonly onChange: (form: TicketForm) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** Writes down what was heard of a ticket; each case that is on it learns of it. */
export function TicketDialog(props: TicketDialogProps) {
  const { tickets, keptKey, chosen } = props;
  const [ref, setRef] = useState(chosen ?? tickets.at(-1)?.ticketRef ?? '');
  const ticket = tickets.find(({ ticketRef }) => ticketRef === ref);
  return (
    // What is known of another ticket is something else.
    <Fields
      {...props}
      key={ref}
      keptKey={`${keptKey} ${ref}`}
      said={ref === chosen ? props.said : nothingSaid}
      ticket={ticket}
      onChoose={setRef}
    />
  );
}

const nothingSaid = { status: null, link: null, plannedReleaseOn: null };

interface FieldsProps extends TicketDialogProps {
  readonly ticket: KnownTicket | undefined;
  readonly onChoose: (ref: string) => void;
}

function Fields({ title, tickets, kept, keptKey, said, ticket, onChoose, onChange, onClose }: FieldsProps) {
  const known = ticket?.plannedReleaseOn ?? '';
  const [status, setStatus] = useKeptText(kept, `${keptKey} status`, said.status ?? ticket?.status ?? '');
  const [link, setLink] = useKeptText(kept, `${keptKey} link`, said.link ?? ticket?.link ?? '');
  const [release, setRelease] = useState(said.plannedReleaseOn ?? known);
  const ref = ticket?.ticketRef ?? '';
  return (
    <FormDialog
      title={tickets.length === 1 ? `${title}: ${isolated(ref)}` : title}
      hint="Every case on the ticket learns of it. One that was closed for its release comes back if the date moves."
      submitWords="Change ticket"
      missing={ticket === undefined ? 'The case is on no ticket. Escalate it first.' : linkProblem(link)}
      onSubmit={async () => {
        const outcome = await onChange({ ticketRef: ref, status, plannedReleaseOn: release, link });
        if (outcome.accepted) forget(kept, keptKey);
        return outcome;
      }}
      onClose={onClose}
    >
      {tickets.length > 1 && (
        <ChoiceField
          label="Ticket"
          value={ref}
          choices={tickets.map(({ ticketRef }) => ({ value: ticketRef, words: ticketRef }))}
          onChange={onChoose}
        />
      )}
      <Pair>
        <TextField label="Status" maxLength={200} value={status} onChange={setStatus} autoFocus />
        <TextField
          label={known === '' ? 'Planned release' : `Planned release, was ${dateWords(known)}`}
          type="date"
          value={release}
          onChange={setRelease}
        />
      </Pair>
      <TextField label="Link" placeholder="https://…" inputMode="url" value={link} onChange={setLink} />
    </FormDialog>
  );
}
