import { caseName } from '../cases/case-name.ts';
import { didWords } from '../cases/did-words.ts';
import type { CaseId, EventId } from '../ids.ts';
import { compilePolicy } from '../policy/compile-policy.ts';
import { isolated } from '../text/isolated.ts';
import { type Told, tellCases } from '../tickets/tell-cases.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { releaseWatch, type TicketChange } from '../tickets/ticket-change.ts';
import { eventOf, followingId, timeOf } from './case-action.ts';
import { type MutatorContext, type MutatorTransaction, type Outcome, refused } from './mutator.ts';
import { actorName } from './names.ts';

/** The first two ids that an action can have used on its own case: its event, and the waiting that came with it. */
const ownPlaces = 2;

export interface AgentNews {
  readonly ticket: Ticket;
  readonly news: TicketChange;
  readonly eventId: EventId;
  /** The case that the agent acts on: its event has the action's id. */
  readonly own: CaseId | null;
  /** A case that the action itself tells. */
  readonly except: CaseId | null;
}

/** Tells the cases of a ticket what an agent changed of it; refused if one of them heard of something later. */
export async function tellAsAgent(
  tx: MutatorTransaction,
  { ticket, news, eventId, own, except }: AgentNews,
  context: MutatorContext,
): Promise<Told | { readonly refuse: Outcome }> {
  let place = ownPlaces;
  const nextId = () => {
    place += 1;
    return followingId(eventId, place);
  };
  const told = await tellCases(
    tx,
    ticket,
    news,
    {
      policy: compilePolicy(context.policy),
      timeOn: (doc) => timeOf(doc.events, context, 'follows'),
      event: (doc, at, body) => eventOf(doc.id === own ? eventId : nextId(), at, context, 'follows', body),
      followUp: (_doc, at, body) => ({ ...eventOf(nextId(), at, context, 'follows', body), by: releaseWatch }),
    },
    except,
  );
  const { overtakenBy } = told;
  if (overtakenBy === null) return told;
  const { doc, event } = overtakenBy;
  const what = `${await actorName(tx, event.by)} ${didWords[event.type]} (${caseName(doc)})`;
  const message = `Ticket ${isolated(ticket.ref)} was changed after you did this: ${what}.`;
  return { refuse: refused('changed_meanwhile', message) };
}
