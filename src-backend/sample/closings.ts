import phrases from '../../assets/sample/phrases.json' with { type: 'json' };
import { dateAt } from '../../src-shared/calendar/local-days.ts';
import { nextSupportDayOpening } from '../../src-shared/calendar/support-days.ts';
import {
  type Actor,
  type CaseDocument,
  type CaseEvent,
  type CaseEventBody,
  eventIdSchema,
} from '../../src-shared/cases/case-document.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import { type CloseReason, closingChecklist } from '../../src-shared/closure/checklist.ts';
import { closureRules } from '../../src-shared/closure/closure-rules.ts';
import { agreementCalendar } from '../../src-shared/closure/outreach.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import { deskCalendar } from '../../src-shared/policy/desk-calendar.ts';
import type { Ticket } from '../../src-shared/tickets/ticket.ts';
import { hourMs, minuteMs } from './case-course.ts';
import type { World } from './open-cases.ts';

const dayMs = 24 * hourMs;
/** A release further back than this would be out by now, and its case back with its owner. */
const awaitsReleaseMs = 30 * dayMs;

/** Lets some of the closed cases end otherwise than resolved, each with its evidence, and counts all by closure codes. */
export function withClosings(world: World, docs: readonly CaseDocument[]): CaseDocument[] {
  return docs.map((doc) => {
    const last = doc.events.at(-1);
    if (last?.type !== 'closed') return doc;
    const reason = world.random.weighted<CloseReason>([
      ['resolved', 80],
      ['no_response', 9],
      ['agreement', 7],
      ['development', 4],
    ]);
    return closedFor(world, doc, reason) ?? coded(world, doc, last);
  });
}

/** The tickets on which the cases were escalated. */
export function ticketsOf(docs: readonly CaseDocument[]): Ticket[] {
  const tickets = new Map<string, Ticket>();
  for (const { id, events } of docs) {
    for (const event of events) {
      if (event.type !== 'escalated' || event.ticketRef === undefined) continue;
      const { team, ticketRef: ref, plannedReleaseOn = null, link = null } = event;
      const caseIds = [...(tickets.get(ref)?.caseIds ?? []), id];
      tickets.set(ref, { ref, team, link, status: null, plannedReleaseOn, caseIds });
    }
  }
  return [...tickets.values()];
}

/** The same case, ended for another reason; null if that does not hold by the policy, or not before now. */
function closedFor(world: World, doc: CaseDocument, reason: CloseReason): CaseDocument | null {
  const place = doc.events.findLastIndex(({ type }) => type === 'resolved');
  const resolved = doc.events[place];
  if (reason === 'resolved' || resolved === undefined) return null;
  const tail = new Tail(world, resolved.by);
  switch (reason) {
    case 'no_response':
      leaveUnanswered(world, doc, resolved.at, tail);
      break;
    case 'agreement':
      agree(world, doc, resolved.at, tail);
      break;
    case 'development':
      awaitRelease(world, resolved.at, tail);
      break;
  }
  const closed = tail.events.at(-1);
  if (closed?.type !== 'closed' || closed.at > world.now) return null;
  const before = [...doc.events.slice(0, place), ...tail.events.slice(0, -1)];
  const state = foldCase(world.policy, before);
  if (!closingChecklist(world.policy, state, reason, closed, closed.at).isClosable) return null;
  return { ...doc, events: [...before, closed] };
}

class Tail {
  readonly events: CaseEvent[] = [];
  readonly #world: World;
  readonly #by: Actor;

  constructor(world: World, by: Actor) {
    this.#world = world;
    this.#by = by;
  }

  add(at: EpochMs, body: CaseEventBody, by = this.#by): void {
    const when = Math.round(at);
    const id = eventIdSchema.parse(this.#world.random.uuid(when));
    this.events.push({ id, at: when, by, version: 1, ...body });
  }
}

/** The last message asked for a word of confirmation; two more do so on the next support days. */
function leaveUnanswered({ random, policy }: World, doc: CaseDocument, resolvedAt: EpochMs, tail: Tail): void {
  const calendar = agreementCalendar(policy, foldCase(policy, doc.events));
  if (calendar === null) return;
  tail.add(resolvedAt, { type: 'waiting', on: 'customer' });
  let at = resolvedAt;
  for (let more = 1; more < closureRules(policy.policy).noResponse.outreaches; more += 1) {
    const opensAt = nextSupportDayOpening(calendar, at);
    if (opensAt === null) return;
    at = opensAt + random.between(0.2, 8) * hourMs;
    if (random.chance(0.3)) {
      tail.add(at, { type: 'call', connected: false, text: random.pick(phrases.unanswered.calls) });
    } else {
      tail.add(at, { type: 'agent_message', text: random.pick(phrases.unanswered.messages) });
    }
  }
  tail.add(at + random.between(5, 90) * minuteMs, {
    type: 'closed',
    reason: 'no_response',
    text: random.pick(phrases.unanswered.closings),
  });
}

function agree({ random, directory }: World, doc: CaseDocument, at: EpochMs, tail: Tail): void {
  const contact = directory.contacts.find(({ id }) => id === doc.contactId);
  if (contact === undefined) return;
  const saidAt = at + random.between(10, 120) * minuteMs;
  const by: Actor = { kind: 'contact', id: contact.id };
  tail.add(saidAt, { type: 'customer_message', text: random.pick(phrases.agreements.messages) }, by);
  tail.add(saidAt + random.between(3, 40) * minuteMs, {
    type: 'closed',
    reason: 'agreement',
    agreed: { who: contact.name, at: Math.round(saidAt), how: random.pick(phrases.agreements.how) },
  });
}

function awaitRelease({ random, policy, directory, now }: World, at: EpochMs, tail: Tail): void {
  const engineer = random.pick(directory.users.filter(({ role }) => role === 'tae'));
  const team = Object.entries(policy.policy.teams ?? {}).find(([, { waits_on }]) => waits_on === 'development')?.[0];
  if (team === undefined || at < now - awaitsReleaseMs) return;
  const number = random.whole(9100, 9999);
  const ticketRef = `DEV-${number}`;
  // Of the ticket's number, so that cases that share one have one date.
  const plannedReleaseOn = dateAt(deskCalendar(policy)?.timeZone ?? 'UTC', now + (4 + (number % 42)) * dayMs);
  const by: Actor = { kind: 'user', id: engineer.id };
  tail.add(at, { type: 'escalated', team, ticketRef, plannedReleaseOn }, by);
  tail.add(at, { type: 'waiting', on: 'development' }, by);
  tail.add(at + random.between(0.5, 5) * hourMs, {
    type: 'closed',
    reason: 'development',
    ticketRef,
    plannedReleaseOn,
  });
}

/** Most closings are counted by one of the policy's codes that fit any case. */
function coded({ random, policy }: World, doc: CaseDocument, closed: CaseEvent): CaseDocument {
  const codes = Object.keys(closureRules(policy.policy).closureCodes ?? {}).filter((code) => usualCodes.includes(code));
  if (closed.type !== 'closed' || codes.length === 0 || !random.chance(0.85)) return doc;
  return { ...doc, events: [...doc.events.slice(0, -1), { ...closed, closureCode: random.pick(codes) }] };
}

const usualCodes: readonly string[] = ['fixed', 'configuration', 'partner_side', 'answered'];
