import { useState } from 'react';
import type { Account, Contact, Product } from '../../src-shared/directory/documents.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import { callersBy } from '../../src-shared/intake/caller-number.ts';
import { saidTime } from '../../src-shared/intake/said-time.ts';
import { notDone, type Outcome } from '../../src-shared/mutators/mutator.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { LinkButton } from '../controls/Button.tsx';
import { ChoiceField, Pair, TextAreaField, TextField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { LookUpField } from '../controls/LookUpField.tsx';
import { namedChoices } from '../dialogs/choices.ts';
import { forget, type KeptValues, useKeptText } from '../dialogs/kept-values.ts';
import { callStart } from './call-start.ts';
import styles from './intake.module.css';
import type { PhonedEmergency } from './intake-actions.ts';
import { saidWords } from './said-words.ts';

export const emergencyFields = [
  'number',
  'account',
  'contact',
  'caller',
  'down',
  'since',
  'affected',
  'workaround',
  'deadline',
  'called',
  'began',
  'subject',
  'product',
  'severity',
  'text',
] as const;
export type EmergencyField = (typeof emergencyFields)[number];

interface EmergencyDialogProps {
  readonly accounts: readonly Account[];
  readonly contacts: readonly Contact[];
  readonly products: readonly Product[];
  readonly phone: string | null;
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly initial: Partial<Record<EmergencyField, string>>;
  readonly now: () => EpochMs;
  /** In which times are said: the agent's. */
  readonly timeZone: string;
  readonly onOpen: (made: Omit<PhonedEmergency, 'ownerId'>) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** Logs an emergency while the caller is on the phone: who and what first, everything else as it is said. */
export function EmergencyDialog(props: EmergencyDialogProps) {
  const { accounts, contacts, products, kept, keptKey, initial, now, timeZone } = props;
  const key = (field: EmergencyField) => [kept, `${keptKey} ${field}`, initial[field]] as const;
  const [number, setNumber] = useKeptText(...key('number'));
  const [accountId, setAccountId] = useKeptText(...key('account'));
  const [contactId, setContactId] = useKeptText(...key('contact'));
  const [caller, setCaller] = useKeptText(...key('caller'));
  const [down, setDown] = useKeptText(...key('down'));
  const [since, setSince] = useKeptText(...key('since'));
  const [affected, setAffected] = useKeptText(...key('affected'));
  const [workaround, setWorkaround] = useKeptText(...key('workaround'));
  const [deadline, setDeadline] = useKeptText(...key('deadline'));
  const [called, setCalled] = useKeptText(...key('called'));
  const [began, setBegan] = useKeptText(...key('began'));
  const [subject, setSubject] = useKeptText(...key('subject'));
  const [productId, setProductId] = useKeptText(...key('product'));
  const [severity, setSeverity] = useKeptText(...key('severity'));
  const [text, setText] = useKeptText(...key('text'));

  // A form that is begun keeps when over a restart. Severity 1 is how an empty one looks.
  const [openedAt] = useState(now);
  const typed = [number, accountId, contactId, caller, down, since, affected, workaround, deadline, called, subject];
  const isEmpty = [...typed, productId, text].every((value) => value.trim() === '') && severity !== '2';
  const beganAt = callStart({ begunAt: Number(began) || null, isEmpty, openedAt, now: now() });
  const touched = (change: (value: string) => void) => (value: string) => {
    if (began !== String(beganAt)) setBegan(String(beganAt));
    change(value);
  };
  const calledAt = called.trim() === '' ? beganAt : saidTime(called, now(), timeZone);
  const sinceAt = since.trim() === '' ? null : saidTime(since, now(), timeZone);
  const account = accounts.find(({ id }) => id === accountId);
  const accountNames = new Map(accounts.map(({ id, name }) => [id, name]));
  const people = contacts.flatMap((contact) =>
    account === undefined || contact.accountId === account.id
      ? [{ ...contact, detail: account === undefined ? accountNames.get(contact.accountId) : contact.phone }]
      : [],
  );
  const contact = people.find(({ id }) => id === contactId);
  const callers = contact === undefined ? callersBy(contacts, number).slice(0, 3) : [];
  const title = subject.trim() === '' ? firstLine(down) : subject;

  const choose = (chosen: Contact): void => {
    setContactId(chosen.id);
    setAccountId(chosen.accountId);
  };

  const open = async (): Promise<Outcome> => {
    if (account === undefined || calledAt === null)
      throw new Error('The form was submitted though it said what is missing.');
    if (since.trim() !== '' && sinceAt === null) return notDone('unknown_time', notUnderstood('Down since', since));
    const outcome = await props.onOpen({
      calledAt,
      enteredAt: now(),
      subject: title,
      text,
      accountId: account.id,
      contactId: contact?.id ?? null,
      productId: products.find(({ id }) => id === productId)?.id ?? null,
      severity: severity === '2' ? 2 : 1,
      emergency: {
        downSinceAt: sinceAt,
        whatIsDown: down,
        ...said('callerNumber', number),
        ...(contact === undefined ? said('callerName', caller) : {}),
        ...said('whoIsAffected', affected),
        ...said('workaround', workaround),
        ...said('businessDeadline', deadline),
      },
    });
    if (outcome.accepted) forget(kept, `${keptKey} `);
    return outcome;
  };

  return (
    <FormDialog
      title="Emergency by phone"
      hint={`Severity 1 and 2 are phoned in${props.phone === null ? '' : ` to ${isolated(props.phone)}`}. The clocks start at the call.`}
      submitWords="Open emergency"
      wide
      missing={missingWords(account !== undefined, down, called, calledAt)}
      onSubmit={open}
      onClose={props.onClose}
    >
      <Pair>
        <div className={styles.withLine}>
          <TextField
            label="Caller’s number"
            inputMode="tel"
            autoComplete="off"
            maxLength={60}
            value={number}
            onChange={touched(setNumber)}
            autoFocus
          />
          <p className={styles.line} role="status">
            {callers.map((found) => (
              <LinkButton key={found.id} type="button" onClick={() => choose(found)}>
                {isolated(found.name)}, {isolated(accountNames.get(found.accountId) ?? 'unknown account')}
              </LinkButton>
            ))}
          </p>
        </div>
        <div className={styles.withLine}>
          <TextField
            label="Call began"
            placeholder="Now; or 7 min ago, 21:30, yesterday 17:05"
            autoComplete="off"
            value={called}
            onChange={touched(setCalled)}
          />
          <p className={styles.line} role="status">
            {calledAt === null ? notUnderstood('Call began', called) : saidWords(calledAt, now(), timeZone)}
          </p>
        </div>
      </Pair>
      <Pair>
        <LookUpField
          label="Account"
          placeholder="Type a part of its name"
          things={accounts}
          value={accountId}
          onChange={touched((id) => {
            setAccountId(id);
            if (id !== contact?.accountId) setContactId('');
          })}
        />
        <LookUpField
          label="Contact"
          placeholder={account === undefined ? 'Name, or the name of the account' : 'Not listed'}
          things={people}
          value={contactId}
          onChange={touched((id) => {
            const chosen = contacts.find((candidate) => candidate.id === id);
            if (chosen === undefined) setContactId('');
            else choose(chosen);
          })}
        />
      </Pair>
      {account !== undefined && contact === undefined && (
        <TextField label="Caller’s name, if not listed" maxLength={200} value={caller} onChange={touched(setCaller)} />
      )}
      <Pair>
        <TextAreaField
          label="What is down"
          placeholder="The function, the document, the exact error"
          rows={2}
          value={down}
          onChange={touched(setDown)}
        />
        <div className={styles.withLine}>
          <TextField
            label="Down since"
            placeholder="20 min, 08:50, yesterday 17:05"
            autoComplete="off"
            value={since}
            onChange={touched(setSince)}
          />
          <p className={styles.line} role="status">
            {since.trim() === ''
              ? ''
              : sinceAt === null
                ? notUnderstood('Down since', since)
                : saidWords(sinceAt, now(), timeZone)}
          </p>
        </div>
      </Pair>
      <Pair>
        <TextField label="Who is affected" value={affected} onChange={touched(setAffected)} />
        <TextField label="Workaround" placeholder="None" value={workaround} onChange={touched(setWorkaround)} />
      </Pair>
      <TextField
        label="Business deadline"
        placeholder="The truck that leaves, the cut-off, the payment run, and at what time"
        value={deadline}
        onChange={touched(setDeadline)}
      />
      <Pair>
        <TextField
          label="Subject"
          placeholder={firstLine(down) || 'One line; otherwise the first of what is down'}
          maxLength={500}
          value={subject}
          onChange={touched(setSubject)}
        />
        <Pair>
          <ChoiceField
            label="Product"
            value={productId}
            choices={namedChoices(products, 'Not set')}
            onChange={touched(setProductId)}
          />
          <ChoiceField
            label="Severity"
            value={severity || '1'}
            choices={[
              { value: '1', words: '1 Critical' },
              { value: '2', words: '2 Urgent' },
            ]}
            onChange={touched(setSeverity)}
          />
        </Pair>
      </Pair>
      <TextAreaField label="What else was said (optional)" rows={2} value={text} onChange={touched(setText)} />
    </FormDialog>
  );
}

function missingWords(hasAccount: boolean, down: string, called: string, calledAt: EpochMs | null): string | null {
  if (!hasAccount) return 'Choose the account that the call is about.';
  if (down.trim() === '') return 'Say what is down: it is what everybody else looks for first.';
  if (calledAt === null) return notUnderstood('Call began', called);
  return null;
}

function notUnderstood(label: string, typed: string): string {
  return `${label}: “${isolated(typed.trim())}” is no time that has been. Try 7 min ago, 21:30 or yesterday 17:05.`;
}

/** No key at all where nothing was said. */
function said<Key extends string>(key: Key, text: string): Partial<Record<Key, string>> {
  return text.trim() === '' ? {} : ({ [key]: text } as Record<Key, string>);
}

/** What serves as the subject of a case that was given none. */
function firstLine(text: string): string {
  const line = text.trim().split('\n')[0]?.trim() ?? '';
  return line.length <= 120 ? line : `${line.slice(0, 119)}…`;
}
