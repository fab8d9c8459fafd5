import { type CaseDocument, type CaseEventBody, eventIdSchema } from '../../src-shared/cases/case-document.ts';
import { followingId } from '../../src-shared/mutators/case-action.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { casesOf, storeTold, tellCases } from '../../src-shared/tickets/tell-cases.ts';
import type { Ticket } from '../../src-shared/tickets/ticket.ts';
import { newsOf, releaseWatch, type TicketChange } from '../../src-shared/tickets/ticket-change.ts';
import { ApiError } from '../http/api-error.ts';
import { stableId } from '../import/stable-id.ts';
import { acceptedOn, asMutation, type Caller, type IntakeEnvironment, systemActor } from './intake-environment.ts';

/** How a ticket stands at the desk, and whether the request changed anything. */
export interface TicketAnswer extends Omit<Ticket, 'caseIds'> {
  readonly cases: readonly { readonly id: string; readonly number: string | null }[];
  readonly changed: boolean;
}

/**
 * Takes what another team's tracker says of one of its tickets, for the ticket and each of its cases. The same again
 * changes nothing, so that a tracker may send whatever it has as often as it likes.
 *
 * @throws {ApiError} `not_found` for a ticket that no case was escalated on.
 */
export async function takeTicketNews(
  { storage, clock, policy: policies }: IntakeEnvironment,
  { space, service }: Caller,
  ref: string,
  said: TicketChange,
): Promise<TicketAnswer> {
  return storage.write(space, async (tx) => {
    const ticket = await tx.get('tickets', ref);
    if (ticket === undefined || ticket.caseIds.length === 0) {
      throw new ApiError('not_found', `No case was escalated on a ticket "${ref}".`);
    }
    const news = newsOf(ticket, said);
    const mutation = asMutation(tx);
    if (news === null) return answerOf(ticket, await casesOf(mutation, ticket), false);
    const now = clock.now();
    const id = (doc: CaseDocument) => eventIdSchema.parse(stableId('ticket', ref, doc.id, String(tx.version)));
    const event = (at: number, body: CaseEventBody) => ({ at, version: tx.version, ...body });
    const told = await tellCases(mutation, ticket, news, {
      policy: compilePolicy(await policies.current(tx)),
      timeOn: (doc) => acceptedOn(doc, now),
      event: (doc, at, body) => ({ id: id(doc), by: systemActor(service), ...event(at, body) }),
      followUp: (doc, at, body) => ({ id: followingId(id(doc), 2), by: releaseWatch, ...event(at, body) }),
    });
    await storeTold(mutation, told);
    return answerOf(told.ticket, told.cases, true);
  });
}

function answerOf({ caseIds: _, ...ticket }: Ticket, cases: readonly CaseDocument[], changed: boolean): TicketAnswer {
  return { ...ticket, cases: cases.map(({ id, number }) => ({ id, number })), changed };
}
