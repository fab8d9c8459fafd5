import {
  type CaseDocument,
  type CaseEvent,
  type CaseEventBody,
  caseIdSchema,
  eventIdSchema,
} from '../../src-shared/cases/case-document.ts';
import { caseName, inSentence } from '../../src-shared/cases/case-name.ts';
import { ownVote } from '../../src-shared/cases/own-vote.ts';
import type { Account, Product } from '../../src-shared/directory/documents.ts';
import type { CaseId, EventId } from '../../src-shared/ids.ts';
import { requestOfOtherKind, requestProblem } from '../../src-shared/intake/request-problem.ts';
import { isBlank } from '../../src-shared/mutators/arguments.ts';
import { followingId } from '../../src-shared/mutators/case-action.ts';
import type { MutatorContext } from '../../src-shared/mutators/mutator.ts';
import { checkNewCase, storeNewCase } from '../../src-shared/mutators/new-case.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import type { Refusal } from '../../src-shared/sync/protocol.ts';
import { RuleRefusal } from '../http/api-error.ts';
import { serviceUserId } from '../identity/service-tokens.ts';
import { stableId } from '../import/stable-id.ts';
import type { ReadTransaction, WriteTransaction } from '../storage/storage.ts';
import { findAnyCase } from './find-any-case.ts';
import { asMutation, type Caller, deskRule, type IntakeEnvironment, systemActor } from './intake-environment.ts';
import type { NewCaseRequest } from './intake-request.ts';
import { type FoundContact, findCustomer, findProduct } from './people.ts';
import { keyReused, said } from './said.ts';

/** What a portal is told of a case that it brought: the same each time it asks with the same key. */
export interface OpenedCase {
  readonly id: string;
  readonly number: string | null;
  readonly receivedAt: string;
}

/** A request with what it names looked up. */
interface Understood {
  readonly request: NewCaseRequest;
  readonly account: Account;
  readonly contact: FoundContact | null;
  readonly product: Product | null;
  readonly goesOnFrom: CaseDocument | null;
}

/**
 * Opens a case for a customer. Its id follows from the sender and its key, so that the same request finds the case that
 * it opened before, on whichever process.
 *
 * @throws {ApiError} that says what is wrong; then nothing was stored.
 */
export async function openCase(
  environment: IntakeEnvironment,
  caller: Caller,
  key: string,
  request: NewCaseRequest,
): Promise<OpenedCase> {
  const { storage } = environment;
  const { space, service } = caller;
  const caseId = caseIdSchema.parse(stableId('case', service.name, key));
  const eventId = eventIdSchema.parse(`${caseId}:${said(request)}`);
  const known = await storage.read(space, (tx) => tx.get('cases', caseId));
  if (known !== undefined) return answerOf(known, eventId);

  const { follows } = request;
  const goesOnFrom = follows === undefined ? null : await findAnyCase(environment, space, follows, 'follows');
  // Looked up before the space is locked: a desk has many contacts.
  const understood = await storage.read(space, (tx) => understand(tx, request, goesOnFrom));
  return storage.write(space, async (tx) => {
    if ((await tx.versionOf('cases', caseId)) === undefined) {
      await store(environment, caller, tx, understood, caseId, eventId);
    }
    const doc = await tx.get('cases', caseId);
    if (doc === undefined) throw new Error('The case that was just opened is not there.');
    return answerOf(doc, eventId);
  });
}

function answerOf({ id, number, events }: CaseDocument, eventId: EventId): OpenedCase {
  const opened = events.find((event) => event.id === eventId);
  if (opened === undefined) throw keyReused();
  return { id, number, receivedAt: new Date(opened.at).toISOString() };
}

async function understand(
  tx: ReadTransaction,
  request: NewCaseRequest,
  goesOnFrom: CaseDocument | null,
): Promise<Understood> {
  const { account, contact } = await findCustomer(tx, request.account, request.contact);
  if (goesOnFrom !== null && goesOnFrom.accountId !== account.id) {
    const message = `${caseName(goesOnFrom)} is of another account than ${account.name}.`;
    throw new RuleRefusal('foreign_account', message, { path: 'follows' });
  }
  const product = request.product === undefined ? null : await findProduct(tx, request.product);
  return { request, account, contact, product, goesOnFrom };
}

async function store(
  { clock, policy: policies }: IntakeEnvironment,
  { service }: Caller,
  tx: WriteTransaction,
  { request, account, contact, product, goesOnFrom }: Understood,
  caseId: CaseId,
  eventId: EventId,
): Promise<void> {
  const policy = await policies.current(tx);
  const problem = problemOf(policy, request);
  if (problem !== null) throw new RuleRefusal(problem.code, problem.message, { path: 'request' });
  if (request.subject.trim() !== '' && isBlank(request.text)) {
    throw new RuleRefusal('empty_text', 'The case has no text: what happened, and since when.', { path: 'text' });
  }
  if (contact?.isNew === true) await tx.put('contacts', contact.contact.id, contact.contact);
  const at = clock.now();
  const context: MutatorContext = {
    // Owns nothing: new cases are the COAs' (docs/policy.md, rule 6).
    user: { id: serviceUserId(service), name: service.name, role: 'coa' },
    occurredAt: at,
    policy,
    authority: { acceptedAt: at, version: tx.version, recordedAt: null, nextCaseNumber: () => tx.nextCaseNumber() },
  };
  const named = {
    caseId,
    subject: request.subject,
    accountId: account.id,
    contactId: contact?.contact.id ?? null,
    productId: product?.id ?? null,
  };
  const checked = await checkNewCase(asMutation(tx), named, context);
  if ('refuse' in checked) throw refusalOf(checked.refuse);

  const by = contact === null ? systemActor(service) : ({ kind: 'contact', id: contact.contact.id } as const);
  const event = (place: number, actor: CaseEvent['by'], body: CaseEventBody): CaseEvent => ({
    id: place === 1 ? eventId : followingId(eventId, place),
    at,
    by: actor,
    version: tx.version,
    ...body,
  });
  const { channel, priority, kind, text } = request;
  const events = [
    event(1, by, {
      type: 'opened',
      channel,
      priority,
      agreement: checked.account.agreement,
      text,
      ...(kind === undefined ? {} : { kind }),
      ...(product === null ? {} : { productId: product.id }),
      ...(request.request === undefined ? {} : { request: request.request }),
    }),
  ];
  for (const vote of ownVote(kind, account.id)) events.push(event(2, by, vote));
  if (goesOnFrom !== null) {
    const goesOn = `The customer goes on from ${inSentence(caseName(goesOnFrom))}.`;
    events.push(event(3, deskRule, { type: 'note', text: goesOn }));
  }
  await storeNewCase(asMutation(tx), named, checked.subject, events, context);
}

function problemOf(policy: Policy, { kind, request }: NewCaseRequest): Refusal | null {
  return request === undefined ? null : (requestOfOtherKind(kind, 'This case') ?? requestProblem(policy, request));
}

function refusalOf(outcome: { readonly accepted: boolean }): RuleRefusal {
  const { code = 'refused', message = 'A rule refuses this case.' } = outcome as Partial<Refusal>;
  const path = code === 'empty_subject' ? 'subject' : undefined;
  return new RuleRefusal(code, message, path === undefined ? {} : { path });
}
