import type { Actor, CaseEventBody } from '../cases/case-document.ts';
import type { CaseState } from '../cases/case-state.ts';
import type { Ticket } from './ticket.ts';

/** What is new of a ticket; what is left out stays. A date of null: no release is planned any more. */
export interface TicketChange {
  readonly status?: string | undefined;
  readonly plannedReleaseOn?: string | null | undefined;
  readonly link?: string | undefined;
}

/** Who brings cases back that were closed on a ticket. */
export const releaseWatch: Actor = { kind: 'system', name: 'Release watch' };

/** What a change says that was not known of the ticket yet; null if nothing. */
export function newsOf(ticket: Ticket, { status, plannedReleaseOn, link }: TicketChange): TicketChange | null {
  const news = {
    ...(status === undefined || status === ticket.status ? {} : { status }),
    ...(plannedReleaseOn === undefined || plannedReleaseOn === ticket.plannedReleaseOn ? {} : { plannedReleaseOn }),
    ...(link === undefined || link === ticket.link ? {} : { link }),
  };
  return Object.keys(news).length === 0 ? null : news;
}

/** The ticket once the news has come. */
export function withNews(ticket: Ticket, { status, plannedReleaseOn, link }: TicketChange): Ticket {
  return {
    ...ticket,
    status: status ?? ticket.status,
    plannedReleaseOn: plannedReleaseOn === undefined ? ticket.plannedReleaseOn : plannedReleaseOn,
    link: link ?? ticket.link,
  };
}

/**
 * What the news of a ticket is on one of its cases. A case that never heard of the ticket (it took over one that
 * was on it) is escalated on it with that.
 */
export function newsOnCase(state: CaseState, ticket: Ticket, news: TicketChange): CaseEventBody {
  if (state.work.escalations.some(({ ticketRef }) => ticketRef === ticket.ref)) {
    return { type: 'ticket_changed', ticketRef: ticket.ref, ...defined(news) };
  }
  return { type: 'escalated', team: ticket.team, ...ticketFacts(ticket), broughtNews: true };
}

/** What a case that joins a ticket is told of it. */
export function ticketFacts({ ref, link, plannedReleaseOn, status }: Ticket) {
  return {
    ticketRef: ref,
    ...(link === null ? {} : { link }),
    ...(plannedReleaseOn === null ? {} : { plannedReleaseOn }),
    ...(status === null ? {} : { status }),
  };
}

/**
 * Whether a case was closed because of this ticket (published policy, closure (c)). One that does not say on which
 * ticket was closed on any that it has.
 */
export function isClosedOn({ status, work }: CaseState, ref: string): boolean {
  const { closure, escalations } = work;
  if (status !== 'closed' || closure?.reason !== 'development') return false;
  return closure.ticketRef === null
    ? escalations.some(({ ticketRef }) => ticketRef === ref)
    : closure.ticketRef === ref;
}

/** Whether the release that a case was closed for is not planned for that day any more: then the case comes back. */
export function isReleaseMoved(state: CaseState, { ref, plannedReleaseOn }: Ticket, before: Ticket): boolean {
  if (!isClosedOn(state, ref)) return false;
  return (state.work.closure?.plannedReleaseOn ?? before.plannedReleaseOn) !== plannedReleaseOn;
}

/** The same without what is undefined. */
function defined({ status, plannedReleaseOn, link }: TicketChange) {
  return {
    ...(status === undefined ? {} : { status }),
    ...(plannedReleaseOn === undefined ? {} : { plannedReleaseOn }),
    ...(link === undefined ? {} : { link }),
  };
}
