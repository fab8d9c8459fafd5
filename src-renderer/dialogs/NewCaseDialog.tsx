import type { CaseKind, Channel, Priority, Severity } from '../../src-shared/cases/case-document.ts';
import type { Account, Contact, Product } from '../../src-shared/directory/documents.ts';
import type { CaseId, UserId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { NewCase } from '../case/case-actions.ts';
import { channelNames, kindNames, priorityNames, severityNames } from '../case/names.ts';
import { ChoiceField, Pair, TextAreaField, TextField } from '../controls/Field.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { LookUpField } from '../controls/LookUpField.tsx';
import { Duplicates } from '../intake/Duplicates.tsx';
import { filledFields, RequestFields, type RequestType } from '../intake/RequestFields.tsx';
import { useDuplicates } from '../intake/use-duplicates.ts';
import type { QueueIndex } from '../queue/queue-index.ts';
import { choicesOf, choicesWithNone, type NamedThing, namedChoices } from './choices.ts';
import { forget, type KeptValues, useKeptText } from './kept-values.ts';

interface NewCaseDialogProps {
  readonly accounts: readonly Account[];
  readonly contacts: readonly Contact[];
  readonly products: readonly Product[];
  /** Who else may own it from the start; nobody but for leads. */
  readonly colleagues: readonly NamedThing<UserId>[];
  readonly index: QueueIndex | null;
  readonly requestTypes: Readonly<Record<string, RequestType>>;
  readonly kept: KeptValues;
  /** Tells the values of this dialog from those of another new case. */
  readonly keptKey: string;
  /** What it holds at first, where nothing was typed yet. */
  readonly initial: Partial<Record<NewCaseField, string>>;
  /** Of a request for service. */
  readonly initialFields: Readonly<Record<string, string>>;
  readonly onCreate: (made: Omit<NewCase, 'ownerId'>, owner: NewOwner) => Promise<Outcome>;
  /** Goes on in a case that is there already; what was typed is kept. */
  readonly onOpenCase: (id: CaseId) => void;
  readonly onClose: () => void;
}

/** Whose a new case is from the start. */
export type NewOwner = 'me' | 'nobody' | { readonly id: UserId };

/** The fields of a new case. */
export const newCaseFields = [
  'subject',
  'text',
  'account',
  'contact',
  'product',
  'channel',
  'priority',
  'severity',
  'kind',
  'owner',
  'request',
] as const;
export type NewCaseField = (typeof newCaseFields)[number];

const levels: readonly (Priority & Severity)[] = [1, 2, 3, 4];
const levelChoices = (names: Readonly<Record<Priority & Severity, string>>) =>
  levels.map((level) => ({ value: String(level), words: `${level} ${names[level]}` }));

/** Logs a case: from a call, an email, or something an agent noticed. */
export function NewCaseDialog(props: NewCaseDialogProps) {
  const { accounts, contacts, products, colleagues, kept, keptKey, initial, onCreate, onClose } = props;
  const key = (field: NewCaseField) => [kept, `${keptKey} ${field}`, initial[field]] as const;
  const [subject, setSubject] = useKeptText(...key('subject'));
  const [text, setText] = useKeptText(...key('text'));
  const [accountId, setAccountId] = useKeptText(...key('account'));
  const [contactId, setContactId] = useKeptText(...key('contact'));
  const [productId, setProductId] = useKeptText(...key('product'));
  const [channel, setChannel] = useKeptText(...key('channel'));
  const [priority, setPriority] = useKeptText(...key('priority'));
  const [severity, setSeverity] = useKeptText(...key('severity'));
  const [kind, setKind] = useKeptText(...key('kind'));
  const [owner, setOwner] = useKeptText(...key('owner'));
  const [requestType, setRequestType] = useKeptText(...key('request'));
  const duplicates = useDuplicates(props.index, accountId, subject, text);
  const colleague = colleagues.find(({ id }) => id === owner);
  const isRequest = kind === 'service_request';
  const fieldsKey = `${keptKey} request fields`;

  const account = accounts.find((candidate) => candidate.id === accountId);
  const ownContacts = contacts.filter((contact) => contact.accountId === accountId);

  const create = async (): Promise<Outcome> => {
    if (!account) throw new Error('The form was submitted without an account.');
    const outcome = await onCreate(
      {
        subject,
        text,
        accountId: account.id,
        contactId: ownContacts.find((contact) => contact.id === contactId)?.id ?? null,
        channel: keyOf<Channel>(channelNames, channel) ?? 'phone',
        priority: levels.find((level) => String(level) === priority) ?? 3,
        severity: levels.find((level) => String(level) === severity) ?? null,
        kind: keyOf<CaseKind>(kindNames, kind),
        productId: products.find((product) => product.id === productId)?.id ?? null,
        request:
          isRequest && requestType !== ''
            ? {
                type: requestType,
                fields: filledFields(
                  props.requestTypes[requestType],
                  kept,
                  `${fieldsKey} ${requestType}`,
                  props.initialFields,
                ),
              }
            : undefined,
      },
      colleague ?? (owner === 'nobody' ? 'nobody' : 'me'),
    );
    if (outcome.accepted) forget(kept, `${keptKey} `);
    return outcome;
  };

  return (
    <FormDialog
      title="New case"
      submitWords="Create case"
      wide
      missing={missingWords(subject, text, account !== undefined)}
      onSubmit={create}
      onClose={onClose}
    >
      <TextField label="Subject" value={subject} onChange={setSubject} maxLength={500} autoFocus />
      <TextAreaField label="What the customer said" value={text} onChange={setText} />
      <Duplicates found={duplicates} onOpen={props.onOpenCase} />
      <Pair>
        <LookUpField
          label="Account"
          placeholder="Type a part of its name"
          things={accounts}
          value={accountId}
          onChange={setAccountId}
        />
        <ChoiceField
          label="Contact"
          value={contactId}
          choices={namedChoices(ownContacts, 'Not known')}
          onChange={setContactId}
        />
      </Pair>
      <Pair>
        <ChoiceField
          label="Came by"
          value={channel || 'phone'}
          choices={choicesOf(channelNames)}
          onChange={setChannel}
        />
        <ChoiceField
          label="Priority, the customer’s"
          value={priority || '3'}
          choices={levelChoices(priorityNames)}
          onChange={setPriority}
        />
      </Pair>
      <Pair>
        <ChoiceField
          label="Severity, the desk’s"
          value={severity}
          choices={[{ value: '', words: 'Not triaged yet' }, ...levelChoices(severityNames)]}
          onChange={setSeverity}
        />
        <ChoiceField label="Kind" value={kind} choices={choicesWithNone(kindNames)} onChange={setKind} />
      </Pair>
      {isRequest && (
        <RequestFields
          types={props.requestTypes}
          type={requestType}
          onType={setRequestType}
          kept={kept}
          keptKey={fieldsKey}
          initial={props.initialFields}
        />
      )}
      <Pair>
        <ChoiceField
          label="Product"
          value={productId}
          choices={namedChoices(products, 'Not set')}
          onChange={setProductId}
        />
        <ChoiceField
          label="Owner"
          value={colleague?.id ?? (owner === 'nobody' ? 'nobody' : 'me')}
          choices={[
            { value: 'me', words: 'Me' },
            { value: 'nobody', words: 'Nobody yet' },
            ...namedChoices(colleagues, null),
          ]}
          onChange={setOwner}
        />
      </Pair>
    </FormDialog>
  );
}

function missingWords(subject: string, text: string, hasAccount: boolean): string | null {
  if (subject.trim() === '') return 'Give the case a subject: one line that says what is wrong.';
  if (text.trim() === '') return 'Describe the case: what the customer said, and since when.';
  if (!hasAccount) return 'Choose the account the case is for.';
  return null;
}

function keyOf<Key extends string>(names: Readonly<Record<Key, string>>, value: string): Key | null {
  for (const key in names) if (key === value) return key;
  return null;
}
