import { z } from 'zod';
import { dateSchema, linkSchema, ticketRefSchema, ticketStatusSchema } from '../cases/case-document.ts';
import { caseName, inSentence } from '../cases/case-name.ts';
import { mayDo, onlyWords } from '../directory/permissions.ts';
import { isolated } from '../text/isolated.ts';
import { casesOf, storeTold } from '../tickets/tell-cases.ts';
import { newsOf } from '../tickets/ticket-change.ts';
import { onCase } from './arguments.ts';
import { findSurvivor } from './find-case.ts';
import { accepted, defineMutator, refused } from './mutator.ts';
import { tellAsAgent } from './tell-as-agent.ts';

/**
 * Writes down what an agent heard of another team's ticket: on the case at hand and on every other one that is on it.
 * The other team's tracker says the same over HTTP (`POST /v1/dev-tickets/:ref`).
 */
export const changeTicket = defineMutator({
  args: z.strictObject({
    ...onCase,
    ticketRef: ticketRefSchema,
    status: ticketStatusSchema.optional(),
    /** Null: no release is planned any more. */
    plannedReleaseOn: dateSchema.nullable().optional(),
    link: linkSchema.optional(),
  }),
  async run(tx, args, context) {
    const looked = await findSurvivor(tx, args);
    if ('refuse' in looked) return looked.refuse;
    const { doc } = looked;
    const name = caseName(doc);
    if (!mayDo(context.user.role, 'change_ticket')) {
      return refused('not_allowed', onlyWords('change_ticket', inSentence(name)));
    }
    const ticket = await tx.get('tickets', args.ticketRef);
    const cases = ticket === undefined ? [] : await casesOf(tx, ticket);
    if (ticket === undefined || !cases.some(({ id }) => id === doc.id)) {
      return refused('unknown_ticket', `${name} is not on a ticket ${isolated(args.ticketRef)}. Escalate it first.`);
    }
    if (doc.events.some(({ id }) => id === args.eventId)) {
      return refused('duplicate_event', `${name} already has this entry.`);
    }
    const news = newsOf(ticket, args);
    if (news === null) return refused('unchanged', `Ticket ${isolated(ticket.ref)} says just that already.`);
    const { eventId } = args;
    const told = await tellAsAgent(tx, { ticket, news, eventId, own: doc.id, except: null }, context);
    if ('refuse' in told) return told.refuse;
    await storeTold(tx, told);
    return accepted;
  },
});
