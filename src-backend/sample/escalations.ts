import {
  type CaseDocument,
  type CaseEvent,
  type CaseEventBody,
  eventIdSchema,
  ticketRefSchema,
} from '../../src-shared/cases/case-document.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import type { Ticket } from '../../src-shared/tickets/ticket.ts';
import { ticketFacts } from '../../src-shared/tickets/ticket-change.ts';
import { hourMs } from './case-course.ts';
import type { World } from './open-cases.ts';
import type { Random } from './random.ts';

interface Escalated {
  readonly cases: readonly CaseDocument[];
  readonly tickets: readonly Ticket[];
}

/** How trackers call the states of a ticket. */
const states = ['Open', 'Planned', 'In progress', 'In review'] as const;
const dayMs = 24 * hourMs;
/** Of those that wait on somebody internal: the rest waits on a colleague. */
const internalShare = 0.6;

/**
 * Says of the cases that wait on development, and of some that wait internally, which team they were escalated to, on
 * which ticket. Whatever else the desk shows stays as it is, since an escalation moves no clock and no status.
 */
export function withEscalations(world: World, docs: readonly CaseDocument[]): Escalated {
  const tickets = new Tickets(world);
  return { cases: docs.map((doc) => escalated(world, tickets, doc)), tickets: tickets.all() };
}

function escalated(world: World, tickets: Tickets, doc: CaseDocument): CaseDocument {
  const { random, policy, directory } = world;
  const { status, kind } = foldCase(policy, doc.events);
  const place = doc.events.findLastIndex(({ type }) => type === 'waiting');
  const waiting = doc.events[place];
  const teams = teamsFor(policy.policy, status);
  if (waiting === undefined || teams.length === 0) return doc;
  if (status === 'waiting_internally' && !random.chance(internalShare)) return doc;

  const isNonStandard = kind === 'professional_services';
  const fitting = teams.filter(({ needsSow }) => needsSow === isNonStandard);
  if (fitting.length === 0) return doc;
  const { key } = random.pick(fitting);
  const engineers = directory.users.filter(({ role }) => role === 'tae');
  const by: CaseEvent['by'] = isNonStandard ? waiting.by : { kind: 'user', id: random.pick(engineers).id };
  const body: CaseEventBody = isNonStandard
    ? { type: 'escalated', team: key, sowRef: `SOW-${new Date(waiting.at).getUTCFullYear()}-${random.whole(10, 400)}` }
    : { type: 'escalated', team: key, ...ticketFacts(tickets.join(key, doc, waiting.at)) };
  const event: CaseEvent = {
    id: eventIdSchema.parse(random.uuid(waiting.at)),
    at: waiting.at,
    by,
    version: null,
    ...body,
  };
  // Right before the waiting that came of it.
  return { ...doc, events: doc.events.toSpliced(place, 0, event) };
}

function teamsFor({ teams = {} }: Policy, status: string) {
  return Object.entries(teams).flatMap(([key, { waits_on, needs_sow }]) =>
    status === `waiting_${waits_on}` ? [{ key, needsSow: needs_sow === true }] : [],
  );
}

/** The tickets of all teams. Several customers often meet the same fault, so a ticket has one case or a few. */
class Tickets {
  readonly #random: Random;
  readonly #now: EpochMs;
  readonly #byRef = new Map<string, Ticket>();
  readonly #latest = new Map<string, string>();
  #number = 4_100;

  constructor({ random, now }: World) {
    this.#random = random;
    this.#now = now;
  }

  join(team: string, doc: CaseDocument, at: EpochMs): Ticket {
    const latest = this.#byRef.get(this.#latest.get(team) ?? '');
    const ticket = latest !== undefined && this.#random.chance(0.3) ? latest : this.#open(team, at);
    const joined = { ...ticket, caseIds: [...ticket.caseIds, doc.id] };
    this.#byRef.set(joined.ref, joined);
    this.#latest.set(team, joined.ref);
    return joined;
  }

  all(): readonly Ticket[] {
    return [...this.#byRef.values()];
  }

  #open(team: string, at: EpochMs): Ticket {
    this.#number += this.#random.whole(1, 9);
    const ref = ticketRefSchema.parse(`${team.slice(0, 3).toUpperCase()}-${this.#number}`);
    const hasRelease = team === 'development' && this.#random.chance(0.6);
    const releaseAt = Math.max(this.#now, at) + this.#random.whole(3, 45) * dayMs;
    return {
      ref,
      team,
      link: `https://tracker.example/${ref}`,
      status: this.#random.pick(states),
      plannedReleaseOn: hasRelease ? new Date(releaseAt).toISOString().slice(0, 10) : null,
      caseIds: [],
    };
  }
}
