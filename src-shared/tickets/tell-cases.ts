import type { CaseDocument, CaseEvent, CaseEventBody } from '../cases/case-document.ts';
import { foldCase } from '../cases/fold-case.ts';
import { isBroughtByMerge } from '../cases/merged-case.ts';
import type { CaseId, EpochMs } from '../ids.ts';
import { findSurvivor, type Reads } from '../mutators/find-case.ts';
import type { MutatorTransaction } from '../mutators/mutator.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import type { Ticket } from './ticket.ts';
import { isReleaseMoved, newsOnCase, type TicketChange, withNews } from './ticket-change.ts';

/** How whoever brings the news makes events of it. */
export interface Teller {
  readonly policy: CompiledPolicy;
  /** When it counts on that case. */
  timeOn(doc: CaseDocument): EpochMs;
  /** Completes the event of the news on a case; those that follow on the case get their ids from it. */
  event(doc: CaseDocument, at: EpochMs, body: CaseEventBody): CaseEvent;
  /** Completes what follows from the news, by nobody's own decision. */
  followUp(doc: CaseDocument, at: EpochMs, body: CaseEventBody): CaseEvent;
}

/** What is to be stored: nothing of it is yet. */
export interface Told {
  readonly ticket: Ticket;
  readonly cases: readonly CaseDocument[];
  /** The first case that heard something of the ticket after this was done; then the news is none any more. */
  readonly overtakenBy: { readonly doc: CaseDocument; readonly event: CaseEvent } | null;
}

/**
 * Tells the cases of a ticket its news: the one way for an agent's change, for the other team's tracker over HTTP, and
 * for a case that joins the ticket with a newer word. A case that was closed for another release day comes back.
 * A case that was merged away hears of it where it went; one that is gone hears nothing.
 *
 * @param except a case that is told otherwise.
 */
export async function tellCases(
  tx: Reads,
  before: Ticket,
  news: TicketChange,
  teller: Teller,
  except: CaseId | null = null,
): Promise<Told> {
  const ticket = withNews(before, news);
  const cases: CaseDocument[] = [];
  let overtakenBy: Told['overtakenBy'] = null;
  for (const doc of await casesOf(tx, before)) {
    const saidAt = teller.timeOn(doc);
    for (const of of await withMerged(tx, doc)) {
      const later = of.events.find((event) => event.at > saidAt && isWordOf(event, ticket.ref));
      if (later !== undefined) overtakenBy ??= { doc: of, event: later };
    }
    if (doc.id === except) continue;
    const at = Math.max(saidAt, broughtAt(doc, ticket.ref));
    const state = foldCase(teller.policy, doc.events);
    const events = [teller.event(doc, at, newsOnCase(state, ticket, news))];
    if (isReleaseMoved(state, ticket, before)) {
      // Never before the closing: whoever closed it did so on the day that was known then.
      const backAt = Math.max(at, state.lastEventAt);
      events.push(teller.followUp(doc, backAt, { type: 'reopened', because: 'release_moved' }));
    }
    cases.push({ ...doc, events: [...doc.events, ...events] });
  }
  return { ticket, cases, overtakenBy };
}

/** Stores what `tellCases` found. */
export async function storeTold(tx: MutatorTransaction, { ticket, cases }: Told): Promise<void> {
  for (const doc of cases) await tx.set('cases', doc.id, doc);
  await tx.set('tickets', ticket.ref, ticket);
}

/** The cases of a ticket, where they are now; each once. */
export async function casesOf(tx: Reads, ticket: Ticket): Promise<readonly CaseDocument[]> {
  const found = new Map<CaseId, CaseDocument>();
  for (const caseId of ticket.caseIds) {
    const looked = await findSurvivor(tx, { caseId });
    if ('doc' in looked) found.set(looked.doc.id, looked.doc);
  }
  return [...found.values()];
}

/** The case and those that were merged into it, as far as they are here: what was heard of a ticket stands where it was. */
async function withMerged(tx: Reads, doc: CaseDocument): Promise<readonly CaseDocument[]> {
  const found = new Map<CaseId, CaseDocument>([[doc.id, doc]]);
  for (const { events } of found.values()) {
    for (const event of events) {
      const merged = event.type === 'merged_from' ? await tx.get('cases', event.caseId) : undefined;
      if (merged !== undefined) found.set(merged.id, found.get(merged.id) ?? merged);
    }
  }
  return [...found.values()];
}

/** When a merge brought the case to the ticket: what was heard earlier counts from then on. */
function broughtAt({ events }: CaseDocument, ref: string): EpochMs {
  const brought = events.filter((event) => isBroughtByMerge(event) && isAbout(event, ref));
  return Math.max(-Infinity, ...brought.map((event) => event.at));
}

/** Something that was heard of the ticket then; a merge only passes on what was heard before. */
function isWordOf(event: CaseEvent, ref: string): boolean {
  return isAbout(event, ref) && !isBroughtByMerge(event);
}

function isAbout(event: CaseEvent, ref: string): boolean {
  return (event.type === 'escalated' || event.type === 'ticket_changed') && event.ticketRef === ref;
}
