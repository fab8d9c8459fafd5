import {
  type CaseDocument,
  type CaseEvent,
  type CaseEventBody,
  contactIdSchema,
  eventIdSchema,
} from '../../src-shared/cases/case-document.ts';
import { caseName } from '../../src-shared/cases/case-name.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import type { EventId } from '../../src-shared/ids.ts';
import { isBlank } from '../../src-shared/mutators/arguments.ts';
import { followingId } from '../../src-shared/mutators/case-action.ts';
import { findSurvivor } from '../../src-shared/mutators/find-case.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { ApiError, RuleRefusal } from '../http/api-error.ts';
import { stableId } from '../import/stable-id.ts';
import type { ReadTransaction, WriteTransaction } from '../storage/storage.ts';
import { findAnyCase } from './find-any-case.ts';
import {
  acceptedOn,
  asMutation,
  type Caller,
  deskRule,
  type IntakeEnvironment,
  systemActor,
} from './intake-environment.ts';
import type { NewMessageRequest } from './intake-request.ts';
import { type FoundContact, findAccount, findWriter } from './people.ts';
import { keyReused, said } from './said.ts';

/** What a portal is told of a message that it brought. */
export interface TakenMessage {
  readonly id: string;
  /** Where it stands: another case than was named if that one was merged. */
  readonly case: { readonly id: string; readonly number: string | null };
  readonly receivedAt: string;
  /** The case was resolved, and is open again by this. */
  readonly reopened: boolean;
}

/**
 * Takes what a customer wrote on a case. On a merged one it goes to the survivor. A resolved one is open again where
 * the policy says so; a closed one takes none, since nobody would read it: the customer goes on in a new case.
 *
 * @throws {ApiError} that says what is wrong; then nothing was stored.
 */
export async function takeMessage(
  environment: IntakeEnvironment,
  caller: Caller,
  named: string,
  key: string,
  request: NewMessageRequest,
): Promise<TakenMessage> {
  const { storage } = environment;
  const { space, service } = caller;
  if (isBlank(request.text)) throw new RuleRefusal('empty_text', 'The message is empty.', { path: 'text' });
  const start = await findAnyCase(environment, space, named);
  const begins = `${stableId('message', service.name, start.id, key)}:`;
  const eventId = eventIdSchema.parse(`${begins}${said(request)}`);
  const before = await storage.read(space, async (tx) => {
    const known = await findTaken(tx, start, begins, eventId);
    return { known, contact: known === null ? await writerOf(tx, start, named, request) : null };
  });
  if (before.known !== null) return before.known;
  return storage.write(
    space,
    async (tx) =>
      (await findTaken(tx, start, begins, eventId)) ??
      add(environment, caller, tx, { start, contact: before.contact, eventId, text: request.text }),
  );
}

/**
 * Who writes, null if the sender does not say.
 *
 * @throws {ApiError} `not_found` if the account that the sender names is not the case's.
 */
async function writerOf(
  tx: ReadTransaction,
  { accountId }: CaseDocument,
  named: string,
  request: NewMessageRequest,
): Promise<FoundContact | null> {
  const account = request.account === undefined ? null : await findAccount(tx, request.account);
  if (account !== null && account.id !== accountId) {
    throw new ApiError('not_found', `There is no case "${named}" here.`);
  }
  if (request.contact === undefined) return null;
  const owner = account ?? (await tx.get('accounts', accountId));
  if (owner === undefined) throw new RuleRefusal('unknown_account', 'The account of the case is not there any more.');
  return findWriter(tx, request.contact, owner, account);
}

interface Message {
  readonly start: CaseDocument;
  readonly contact: FoundContact | null;
  readonly eventId: EventId;
  readonly text: string;
}

async function add(
  { clock, policy: policies }: IntakeEnvironment,
  { service }: Caller,
  tx: WriteTransaction,
  { start, contact, eventId, text }: Message,
): Promise<TakenMessage> {
  const looked = await findSurvivor(asMutation(tx), { caseId: start.id });
  if (!('doc' in looked)) throw new ApiError('not_found', `${caseName(start)} is not here any more.`);
  const { doc } = looked;
  const policy = await policies.current(tx);
  const { status } = foldCase(compilePolicy(policy), doc.events);
  if (status === 'closed') {
    const message = `${caseName(doc)} is closed and takes no more messages. Open a new case with POST /v1/cases, with "follows": "${doc.number ?? doc.id}".`;
    throw new ApiError('case_closed', message);
  }
  if (contact?.isNew === true) await tx.put('contacts', contact.contact.id, contact.contact);
  const contactId = contact?.contact.id ?? doc.contactId;
  const at = acceptedOn(doc, clock.now());
  const event = (id: EventId, by: CaseEvent['by'], body: CaseEventBody): CaseEvent => ({
    id,
    at,
    by,
    version: tx.version,
    ...body,
  });
  const by =
    contactId === null ? systemActor(service) : ({ kind: 'contact', id: contactIdSchema.parse(contactId) } as const);
  const events = [
    event(eventId, by, { type: 'customer_message', text, ...(doc.id === start.id ? {} : { doneOn: start.id }) }),
  ];
  // Not by the message itself (docs/policy.md, rule 2): by a rule that a policy can do without.
  if (status === 'resolved' && policy.portal?.reopens_resolved === true) {
    events.push(event(followingId(eventId, 2), deskRule, { type: 'reopened', because: 'customer_wrote' }));
  }
  const changed = { ...doc, events: [...doc.events, ...events] };
  await tx.put('cases', doc.id, changed);
  return answerOf(changed, events[0] as CaseEvent);
}

/**
 * The answer to the message that came with that key before: it stands on the case, or where that had been merged into by
 * then.
 *
 * @throws {ApiError} `key_reused` if it said something else.
 */
async function findTaken(
  tx: ReadTransaction,
  start: CaseDocument,
  begins: string,
  eventId: EventId,
): Promise<TakenMessage | null> {
  const passed = new Set<string>();
  let doc = await tx.get('cases', start.id);
  while (doc !== undefined && !passed.has(doc.id)) {
    passed.add(doc.id);
    const event = doc.events.find(({ id }) => id.startsWith(begins));
    if (event !== undefined && event.id !== eventId) throw keyReused();
    if (event !== undefined) return answerOf(doc, event);
    const into = doc.events.findLast((each) => each.type === 'closed' && each.into !== undefined);
    doc = into?.type === 'closed' && into.into !== undefined ? await tx.get('cases', into.into) : undefined;
  }
  return null;
}

function answerOf({ id, number, events }: CaseDocument, { id: eventId, at }: CaseEvent): TakenMessage {
  const reopened = events.some((event) => event.id === followingId(eventId, 2));
  return { id: eventId, case: { id, number }, receivedAt: new Date(at).toISOString(), reopened };
}
