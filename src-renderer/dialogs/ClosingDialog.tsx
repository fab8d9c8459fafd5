import type { KeyboardEvent } from 'react';
import type { Severity } from '../../src-shared/cases/case-document.ts';
import type { CustomerClockName } from '../../src-shared/cases/case-state.ts';
import type { CloseReason, ClosingChecklist } from '../../src-shared/closure/checklist.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { clockNames } from '../case/names.ts';
import { type Choice, ChoiceField, Pair, TextAreaField, TextField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { instantOfLocalInput, localInputOf } from '../time/local-input.ts';
import { ClosingItems } from './ClosingItems.tsx';
import { choicesWithNone } from './choices.ts';
import styles from './closing.module.css';
import { type ClosingForm, reasonsInOrder } from './closing-form.ts';
import { forget, type KeptValues, useKeptText } from './kept-values.ts';

interface ClosingDialogProps {
  readonly number: string;
  /** Its first reason resolves it; otherwise it is closed as what it is. */
  readonly isOpen: boolean;
  readonly initial: ClosingForm;
  /** The severity whose resolution needs its root cause; null where none is needed. */
  readonly rootCauseFor: Severity | null;
  /** The development tickets of the case. */
  readonly tickets: readonly Choice<string>[];
  readonly closureCodes: Readonly<Record<string, string>>;
  readonly missedClocks: readonly CustomerClockName[];
  readonly breachReasons: Readonly<Record<string, string>>;
  readonly kept: KeptValues;
  readonly keptKey: string;
  /** What the case and the form together lack. */
  readonly checklistOf: (form: ClosingForm) => ClosingChecklist;
  readonly onResolve: (form: ClosingForm) => Promise<Outcome>;
  readonly onCloseCase: (form: ClosingForm) => Promise<Outcome>;
  readonly onLeave: () => void;
}

const reasonWords: Readonly<Record<CloseReason, readonly [name: string, means: string]>> = {
  resolved: ['Resolved', 'The customer has what they asked for'],
  no_response: ['No response', 'Outreaches on different support days, none answered'],
  development: ['Development ticket', 'A planned release fixes it; the case comes back with it'],
  agreement: ['Agreed with the customer', 'They said that it can be closed'],
};

/** Resolves or closes a case for one of the four reasons, and says at each moment what is missing for it. */
export function ClosingDialog(props: ClosingDialogProps) {
  const { initial, kept, keptKey, isOpen } = props;
  const [reasonText, setReason] = useKeptText(kept, `${keptKey} reason`, initial.reason);
  const [rootCause, setRootCause] = useKeptText(kept, `${keptKey} root cause`, initial.rootCause);
  const [ticketRef, setTicketRef] = useKeptText(kept, `${keptKey} ticket`, initial.ticketRef);
  const [who, setWho] = useKeptText(kept, `${keptKey} who`, initial.who);
  const [when, setWhen] = useKeptText(
    kept,
    `${keptKey} when`,
    initial.agreedAt === null ? '' : localInputOf(initial.agreedAt),
  );
  const [how, setHow] = useKeptText(kept, `${keptKey} how`, initial.how);
  const [closureCode, setClosureCode] = useKeptText(kept, `${keptKey} code`, initial.closureCode);
  const [text, setText] = useKeptText(kept, `${keptKey} text`, initial.text);
  const [given, setGiven] = useKeptText(kept, `${keptKey} breach`, JSON.stringify(initial.breachReasons));
  const reason = reasonsInOrder.find((candidate) => candidate === reasonText) ?? initial.reason;
  const breachReasons = readReasons(given);
  const agreedAt = instantOfLocalInput(when);
  const form: ClosingForm = { reason, rootCause, ticketRef, who, agreedAt, how, closureCode, breachReasons, text };
  const resolves = isOpen && reason === 'resolved';
  const checklist = props.checklistOf(form);

  const chooseByDigit = (event: KeyboardEvent<HTMLElement>): void => {
    const chosen = reasonsInOrder[Number(event.key) - 1];
    if (chosen === undefined || event.ctrlKey || event.metaKey) return;
    setReason(chosen);
    // Tab goes on from the chosen one, not from where the keys were.
    event.currentTarget.querySelector<HTMLInputElement>(`input[value="${chosen}"]`)?.focus();
  };
  return (
    <FormDialog
      title={isOpen ? `Resolve or close ${isolated(props.number)}` : `Close ${isolated(props.number)}`}
      hint="Its clocks end now. It can be reopened."
      submitWords={resolves ? 'Resolve' : 'Close case'}
      missing={resolves ? rootCauseMissing(props, rootCause) : notYet(checklist)}
      missingCode={
        resolves ? 'no_root_cause' : (checklist.items.find(({ state }) => state === 'missing')?.code ?? null)
      }
      onSubmit={async () => {
        const outcome = await (resolves ? props.onResolve(form) : props.onCloseCase(form));
        if (outcome.accepted) forget(kept, keptKey);
        return outcome;
      }}
      onClose={props.onLeave}
    >
      <fieldset className={styles.reasons} onKeyDown={chooseByDigit}>
        <legend className="visually-hidden">Reason</legend>
        {reasonsInOrder.map((candidate) => (
          <label key={candidate} className={styles.reason}>
            <input
              type="radio"
              name="reason"
              value={candidate}
              checked={candidate === reason}
              // biome-ignore lint/a11y/noAutofocus: a dialog starts in its first field.
              autoFocus={candidate === reason}
              onChange={() => setReason(candidate)}
            />
            <span>
              <strong>{reasonWords[candidate][0]}</strong>
              <span className={styles.hint}>{reasonWords[candidate][1]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {!resolves && <ClosingItems items={checklist.items} />}
      {reason === 'resolved' && props.rootCauseFor !== null && (
        <TextAreaField
          label={`Root cause, for severity ${props.rootCauseFor}`}
          placeholder="What was behind it, so that it does not come back"
          rows={2}
          value={rootCause}
          onChange={setRootCause}
        />
      )}
      {reason === 'development' && props.tickets.length > 0 && (
        <ChoiceField
          label="Ticket"
          value={ticketRef}
          choices={[{ value: '', words: 'Not chosen' }, ...props.tickets]}
          onChange={setTicketRef}
        />
      )}
      {reason === 'agreement' && (
        <>
          <Pair>
            <TextField label="Who of the customer agreed" value={who} maxLength={200} onChange={setWho} />
            <TextField label="When" type="datetime-local" value={when} onChange={setWhen} />
          </Pair>
          <TextField
            label="How"
            placeholder="On a call, in a mail of Monday"
            value={how}
            maxLength={2_000}
            onChange={setHow}
          />
        </>
      )}
      {!resolves && (
        <>
          {Object.keys(props.breachReasons).length > 0 &&
            props.missedClocks.map((clock) => (
              <ChoiceField
                key={clock}
                label={`Why the ${clockNames[clock].toLowerCase()} was missed`}
                value={breachReasons[clock] ?? ''}
                choices={choicesWithNone(props.breachReasons)}
                onChange={(code) => setGiven(JSON.stringify({ ...breachReasons, [clock]: code }))}
              />
            ))}
          {Object.keys(props.closureCodes).length > 0 && (
            <ChoiceField
              label="Closure code (optional)"
              value={closureCode}
              choices={choicesWithNone(props.closureCodes)}
              onChange={setClosureCode}
            />
          )}
        </>
      )}
      <TextAreaField
        label={resolves ? 'What resolved it (optional)' : 'Remark (optional)'}
        rows={2}
        value={text}
        onChange={setText}
      />
    </FormDialog>
  );
}

function rootCauseMissing({ rootCauseFor }: ClosingDialogProps, rootCause: string): string | null {
  if (rootCauseFor === null || rootCause.trim() !== '') return null;
  return `Severity ${rootCauseFor} is resolved with its root cause. Write it down.`;
}

function notYet({ items }: ClosingChecklist): string | null {
  const missing = items.filter(({ state }) => state === 'missing').map(({ detail }) => detail);
  return missing.length === 0 ? null : `It cannot be closed yet. ${missing.join(' ')}`;
}

function readReasons(json: string): ClosingForm['breachReasons'] {
  return json === '' ? {} : (JSON.parse(json) as ClosingForm['breachReasons']);
}
