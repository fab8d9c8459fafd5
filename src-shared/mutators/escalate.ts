import { z } from 'zod';
import {
  type CaseDocument,
  type CaseEventBody,
  dateSchema,
  linkSchema,
  policyKeySchema,
  ticketRefSchema,
} from '../cases/case-document.ts';
import { caseName } from '../cases/case-name.ts';
import type { CaseState, Escalation } from '../cases/case-state.ts';
import type { Policy } from '../policy/policy.ts';
import { isolated } from '../text/isolated.ts';
import { storeTold, type Told } from '../tickets/tell-cases.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { newsOf, ticketFacts } from '../tickets/ticket-change.ts';
import { isBlank, onCase, remark, textSchema } from './arguments.ts';
import { actOnCase, type FoundCase } from './case-action.ts';
import { endedBy } from './ended-by.ts';
import { defineMutator, type MutatorContext, type MutatorTransaction, type Outcome, refused } from './mutator.ts';
import { actorName } from './names.ts';
import { tellAsAgent } from './tell-as-agent.ts';

const args = z.strictObject({
  ...onCase,
  team: policyKeySchema,
  ticketRef: ticketRefSchema.optional(),
  link: linkSchema.optional(),
  plannedReleaseOn: dateSchema.optional(),
  /** May be blank: the rule says what is missing. */
  sowRef: z.string().max(200).optional(),
  text: textSchema.optional(),
  /** The case waits on that team from now on. */
  wait: z.boolean(),
});
type Args = z.output<typeof args>;
/** `broughtNews`: cases that were on the ticket know it otherwise now. */
type Joined = Told & { readonly broughtNews: boolean };
type Team = NonNullable<Policy['teams']>[string];

/**
 * Asks a team of the vendor (docs/policy.md, rule 6), and joins the case to the team's ticket. Non-standard work
 * needs a Statement of Work (published policy, non-standard work). A policy without teams has nobody to escalate to.
 */
export const escalate = defineMutator({
  args,
  async run(tx, args, context) {
    const team = teamOf(context.policy, args.team);
    const action = team?.needs_sow === true ? 'route_to_services' : 'escalate';
    let told: Joined | null = null;
    const outcome = await actOnCase(tx, args, context, { action, timing: 'follows' }, async (found) => {
      const refuse = await refusalOf(tx, args, context, team, found);
      if (refuse !== null || team === undefined) return { refuse: refuse ?? unknownTeam(context.policy, args.team) };
      const joined = args.ticketRef === undefined ? null : await join(tx, args, args.ticketRef, context, found);
      if (joined !== null && 'refuse' in joined) return joined;
      told = joined;
      const facts = joined === null ? pick(args) : ticketFacts(joined.ticket);
      const add: CaseEventBody = {
        type: 'escalated',
        team: args.team,
        ...facts,
        ...(args.sowRef === undefined || isBlank(args.sowRef) ? {} : { sowRef: args.sowRef.trim() }),
        ...remark(args.text),
        ...(joined?.broughtNews === true ? { broughtNews: true } : {}),
      };
      const waits = args.wait && found.then.status !== `waiting_${team.waits_on}`;
      return {
        add,
        also: waits ? [{ type: 'waiting', on: team.waits_on }] : [],
        mustHold: ({ work }) => joined === null || work.escalations.some((known) => isAsIn(joined.ticket, known)),
      };
    });
    if (outcome.accepted && told !== null) await storeTold(tx, told);
    return outcome;
  },
});

function teamOf(policy: Policy, key: string): Team | undefined {
  const teams = policy.teams ?? {};
  return Object.hasOwn(teams, key) ? teams[key] : undefined;
}

function unknownTeam({ teams = {} }: Policy, key: string): Outcome {
  const names = Object.values(teams).map(({ name }) => isolated(name));
  const expected =
    names.length === 0 ? 'The policy names none; a lead can add them.' : `Choose one of ${names.join(', ')}.`;
  return refused('unknown_team', `There is no team "${isolated(key)}". ${expected}`);
}

/** What has to be right before the ticket is looked at. */
async function refusalOf(
  tx: MutatorTransaction,
  args: Args,
  context: MutatorContext,
  team: Team | undefined,
  { doc, name, then, now }: FoundCase,
): Promise<Outcome | null> {
  if (team === undefined) return unknownTeam(context.policy, args.team);
  if (then.status === 'resolved' || then.status === 'closed') {
    const ended = await endedBy(tx, doc, then.status, context.user.id);
    return refused('not_open', `${name} ${ended}. Reopen it before it is escalated.`);
  }
  const hasSow = args.sowRef !== undefined && !isBlank(args.sowRef);
  if (team.needs_sow === true && !hasSow) {
    const message = `${isolated(team.name)} works on a Statement of Work only. Give its reference.`;
    return refused('needs_sow', message);
  }
  if (now.kind === 'professional_services' && !hasSow) {
    const message = `${name} is non-standard work, which goes out with a Statement of Work only. Give its reference.`;
    return refused('needs_sow', message);
  }
  if (args.plannedReleaseOn !== undefined && args.ticketRef === undefined) {
    return refused(
      'release_without_ticket',
      'A planned release belongs to a ticket. Give the reference of the ticket.',
    );
  }
  return alreadyThere(tx, args, team, doc, now);
}

/** Two people who ask the same team at once: the second one brings nothing new. */
async function alreadyThere(
  tx: MutatorTransaction,
  args: Args,
  team: Team,
  doc: CaseDocument,
  now: CaseState,
): Promise<Outcome | null> {
  const same = now.work.escalations.filter((known) =>
    args.ticketRef === undefined
      ? known.team === args.team
      : known.ticketRef === args.ticketRef && known.team === args.team && !isNews(args, known),
  );
  const known = same.at(-1);
  if (known === undefined) return null;
  const by = doc.events.findLast((event) => event.type === 'escalated' && event.team === args.team)?.by;
  const who = by === undefined ? '' : ` by ${await actorName(tx, by)}`;
  const ticket = known.ticketRef === null ? '' : `, on ticket ${isolated(known.ticketRef)}`;
  return refused(
    'already_escalated',
    `${caseName(doc)} was already escalated to ${isolated(team.name)}${who}${ticket}.`,
  );
}

function isNews({ link, plannedReleaseOn, sowRef }: Args, known: Escalation): boolean {
  return (
    (link !== undefined && link !== known.link) ||
    (plannedReleaseOn !== undefined && plannedReleaseOn !== known.plannedReleaseOn) ||
    (sowRef !== undefined && !isBlank(sowRef) && sowRef.trim() !== known.sowRef)
  );
}

/** The ticket with this case among its own, and what its other cases hear by that. */
async function join(
  tx: MutatorTransaction,
  args: Args,
  ref: string,
  context: MutatorContext,
  { doc, now }: FoundCase,
): Promise<Joined | { readonly refuse: Outcome }> {
  const stored = await tx.get('tickets', ref);
  // What the team was given before it had a ticket is where its new one is.
  const before = now.work.escalations.findLast(({ team, ticketRef }) => ticketRef === null && team === args.team);
  const link = before?.link ?? null;
  const fresh: Ticket = { ref, team: args.team, link, status: null, plannedReleaseOn: null, caseIds: [] };
  // One that no case is on any more (the escalation was taken back) is as good as new.
  const known = stored === undefined || (stored.caseIds.length === 0 && stored.team !== args.team) ? fresh : stored;
  if (known.team !== args.team) {
    const owner = teamOf(context.policy, known.team)?.name ?? `another team (${known.team})`;
    const message = `${caseName(doc)} was not escalated: ticket ${isolated(ref)} belongs to ${isolated(owner)}. Check its reference, or choose that team.`;
    return { refuse: refused('foreign_ticket', message) };
  }
  const joined = { ...known, caseIds: known.caseIds.includes(doc.id) ? known.caseIds : [...known.caseIds, doc.id] };
  const news = newsOf(known, args);
  if (news === null) return { ticket: joined, cases: [], overtakenBy: null, broughtNews: false };
  const ticketNews = { ticket: joined, news, eventId: args.eventId, own: null, except: doc.id };
  const told = await tellAsAgent(tx, ticketNews, context);
  return 'refuse' in told ? told : { ...told, broughtNews: known.caseIds.length > 0 };
}

function isAsIn({ ref, plannedReleaseOn, link }: Ticket, known: Escalation): boolean {
  return known.ticketRef === ref && known.plannedReleaseOn === plannedReleaseOn && known.link === link;
}

function pick({ link }: Args) {
  return link === undefined ? {} : { link };
}
