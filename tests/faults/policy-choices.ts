import type { CaseDocument, CaseKind, ServiceRequest } from '../../src-shared/cases/case-document.ts';
import type { CaseState, Escalation } from '../../src-shared/cases/case-state.ts';
import { isMissed } from '../../src-shared/closure/checklist.ts';
import type { PolicyAction } from './schedule.ts';
import type { Asked, Situation } from './situation.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** What the support policy has an agent do. Mostly it fits the case, and each can be refused for what it says. */
export const policyChoices: Readonly<Record<PolicyAction, (situation: Situation) => Asked | null>> = {
  escalate(situation) {
    const { random, text } = situation;
    const doc = situation.suited(isOpen);
    if (doc === undefined) return null;
    const team = random.weighted([
      ['development', 5],
      ['database', 3],
      ['services', 2],
      ['nobody', 0.4],
    ]);
    // A ticket of another team now and then.
    const ticketRef = `${random.chance(0.9) ? team : 'development'}-${random.whole(1, 3)}`;
    const release = random.chance(0.7) ? { plannedReleaseOn: random.pick(releases) } : {};
    const ticket = random.chance(0.8) ? { ticketRef, ...release } : random.chance(0.2) ? release : {};
    const sow = team === 'services' || random.chance(0.3) ? { sowRef: random.pick(['SOW-1', 'SOW-2', ' ']) } : {};
    const link = random.chance(0.3) ? { link: `https://tracker.invalid/${random.whole(1, 3)}` } : {};
    const args = { ...situation.on(doc), team, ...ticket, ...sow, ...link, text, wait: random.chance(0.4) };
    return { name: 'escalate', args };
  },

  change_ticket(situation) {
    const { random, replica } = situation;
    const ticketRef = situation.oneOf(situation.ids('tickets')) ?? 'development-9';
    if (situation.ids('tickets').length === 0 && random.chance(0.7)) return policyChoices.escalate(situation);
    const joined = random.chance(0.85) ? situation.oneOf(replica.get('tickets', ticketRef)?.caseIds ?? []) : undefined;
    const caseId = joined ?? situation.chosen?.id;
    if (caseId === undefined) return null;
    const release = random.chance(0.7) ? { plannedReleaseOn: random.pick([...releases, null]) } : {};
    const status = random.chance(0.5) ? { status: random.pick(['Planned', 'In work', 'Tested']) } : {};
    return { name: 'change_ticket', args: { caseId, eventId: situation.eventId, ticketRef, ...release, ...status } };
  },

  close_resolved(situation) {
    const { text } = situation;
    const isResolved = ({ status }: CaseState) => status === 'resolved';
    const doc = situation.suited(isResolved);
    if (doc === undefined) return null;
    if (situation.preparesFor(doc, isResolved)) {
      return { name: 'resolve', args: { ...situation.on(doc), text, rootCause: text } };
    }
    return { name: 'close', args: { ...situation.on(doc), reason: 'resolved', ...codeOf(situation) } };
  },

  close_on_ticket(situation) {
    const planned = ({ status, work }: CaseState) => (status === 'closed' ? [] : work.escalations.flatMap(plannedRef));
    const isPlanned = (state: CaseState) => planned(state).length > 0;
    const doc = situation.suited(isPlanned);
    const state = doc === undefined ? null : situation.state(doc);
    if (doc === undefined || state === null) return null;
    if (situation.preparesFor(doc, isPlanned)) {
      const ticket = { ticketRef: `development-${situation.random.whole(1, 3)}`, plannedReleaseOn: releases[1] };
      return { name: 'escalate', args: { ...situation.on(doc), team: 'development', ...ticket, wait: false } };
    }
    const ticketRef = situation.oneOf(planned(state)) ?? 'development-1';
    return { name: 'close', args: { ...situation.on(doc), reason: 'development', ticketRef, ...codeOf(situation) } };
  },

  close_unanswered(situation) {
    const isUnanswered = ({ status, work }: CaseState) => status !== 'closed' && work.outreaches.length > 1;
    const doc = situation.suited(isUnanswered);
    if (doc === undefined) return null;
    if (situation.preparesFor(doc, isUnanswered)) {
      return { name: 'log_call', args: { ...situation.on(doc), connected: false, text: situation.text } };
    }
    const seen = doc.events.findLast(({ type }) => type === 'customer_message')?.id ?? null;
    const seenMessageId = situation.random.chance(0.7) ? { seenMessageId: seen } : {};
    return { name: 'close', args: { ...situation.on(doc), reason: 'no_response', ...seenMessageId } };
  },

  close_agreed(situation) {
    const doc = situation.suited(isOpen);
    if (doc === undefined) return null;
    const { random, at, text } = situation;
    const agreed = {
      who: random.chance(0.85) ? 'Their lead' : ' ',
      at: at - random.pick([0, secondMs, secondMs, -hourMs]),
      how: text,
    };
    return { name: 'close', args: { ...situation.on(doc), reason: 'agreement', agreed, ...codeOf(situation) } };
  },

  set_breach_reason(situation) {
    const { random, at } = situation;
    const clocks = ['first_response', 'next_update', 'resolution', 'triage', 'hand_off'] as const;
    const doc = situation.suited((state) => clocks.some((clock) => isMissed(state, clock, at)));
    const state = doc === undefined ? null : situation.state(doc);
    if (doc === undefined || state === null) return null;
    const missed = clocks.filter((name) => isMissed(state, name, at));
    const clock = situation.oneOf(missed) ?? random.pick(clocks);
    const code = random.weighted([
      ['volume', 5],
      ['vendor', 5],
      ['bad_luck', 1],
    ]);
    return { name: 'set_breach_reason', args: { ...situation.on(doc), clock, code } };
  },

  snooze(situation) {
    const doc = situation.suited(isOpen);
    if (doc === undefined) return null;
    const untilIn = situation.random.pick([null, 20 * secondMs, 5 * minuteMs, hourMs, -minuteMs]);
    const untilAt = untilIn === null ? null : situation.at + untilIn;
    return { name: 'snooze', args: { ...situation.on(doc), untilAt } };
  },

  unsnooze(situation) {
    const isAway = ({ work }: CaseState) => work.snooze !== null;
    const doc = situation.suited(isAway);
    if (doc !== undefined && situation.preparesFor(doc, isAway)) return policyChoices.snooze(situation);
    return doc === undefined ? null : { name: 'unsnooze', args: situation.on(doc) };
  },

  set_reminder(situation) {
    const { random, chosen, text: about } = situation;
    if (chosen === undefined) return null;
    const forId = random.chance(0.7) ? situation.me : (situation.oneOf(situation.ids('users')) ?? 'nobody');
    const remindAt = situation.at + random.pick([minuteMs, hourMs, 24 * hourMs, 24 * hourMs, -minuteMs]);
    return { name: 'set_reminder', args: { ...situation.on(chosen), remindAt, forId, about } };
  },

  finish_reminder(situation) {
    const isReminded = ({ work }: CaseState) => work.reminders.length > 0;
    const doc = situation.suited(isReminded);
    if (doc === undefined) return null;
    if (situation.preparesFor(doc, isReminded)) return policyChoices.set_reminder(situation);
    const set = doc.events.filter(({ type }) => type === 'reminder_set').map(({ id }) => id);
    const reminderId = situation.oneOf(situation.random.chance(0.9) ? set : []) ?? situation.newId();
    return { name: 'finish_reminder', args: { ...situation.on(doc), reminderId } };
  },

  set_kind(situation) {
    const { random, chosen } = situation;
    return chosen === undefined ? null : kindSet(situation, chosen, random.pick(kinds));
  },

  set_request(situation) {
    const doc = situation.suited(isRequest);
    if (doc === undefined) return null;
    if (situation.preparesFor(doc, isRequest)) return kindSet(situation, doc, 'service_request');
    return { name: 'set_request', args: { ...situation.on(doc), request: requestOf(situation) } };
  },

  check_item(situation) {
    const { random } = situation;
    const isFilledIn = ({ work, status }: CaseState) => work.request !== null && status !== 'closed';
    const doc = situation.suited(isFilledIn);
    const work = doc && situation.state(doc)?.work;
    if (doc === undefined || work === undefined) return null;
    if (situation.preparesFor(doc, isFilledIn)) return policyChoices.set_request(situation);
    const item = random.pick(
      work?.request?.type === 'export' ? ['made', 'nda'] : ['nda', 'sent', 'nda', 'sent', 'made'],
    );
    const done = random.chance(0.85) ? work?.checked.includes(item) !== true : random.chance(0.5);
    return { name: 'check_item', args: { ...situation.on(doc), item, done } };
  },

  vote(situation) {
    const { random } = situation;
    const isWish = ({ kind, status }: CaseState) => kind === 'enhancement' && status !== 'closed';
    const doc = situation.suited(isWish);
    const accountId = situation.oneOf(situation.ids('accounts'));
    if (doc === undefined || accountId === undefined) return null;
    if (situation.preparesFor(doc, isWish)) return kindSet(situation, doc, 'enhancement');
    const has = situation.state(doc)?.work.votes.some((id) => id === accountId) === true;
    const withdrawn = random.chance(0.8) ? has : !has;
    return { name: 'vote', args: { ...situation.on(doc), accountId, ...(withdrawn ? { withdrawn } : {}) } };
  },

  create_request: (situation) => newCase(situation, 'service_request', { request: requestOf(situation) }),
  create_wish: (situation) => newCase(situation, 'enhancement', {}),

  open_emergency(situation) {
    const { random, text, at, me } = situation;
    const accountId = situation.oneOf(situation.ids('accounts'));
    if (accountId === undefined) return null;
    const agoMs = random.pick([0, minuteMs, 10 * minuteMs, hourMs, 5 * hourMs, 15 * 24 * hourMs]);
    const downSinceAt = random.pick([null, at - agoMs - hourMs]);
    const args = {
      caseId: situation.newId(),
      eventId: situation.eventId,
      calledAt: at - agoMs,
      enteredAt: at,
      subject: `Emergency ${situation.pick}`,
      text,
      accountId,
      contactId: null,
      severity: random.pick([1, 2] as const),
      ownerId: random.pick([null, me]),
      emergency: { callerName: 'Somebody', downSinceAt, whatIsDown: random.chance(0.9) ? 'All orders.' : ' ' },
    };
    return { name: 'open_emergency', args };
  },

  message_by_macro(situation) {
    const { random, chosen } = situation;
    if (chosen === undefined) return null;
    const macro = situation.oneOf(situation.ids('macros')) ?? 'belongs_in_portal';
    const text = random.chance(0.8) ? situation.text : `{contact}: ${situation.text}`;
    return { name: 'message_customer', args: { ...situation.on(chosen), text, macro } };
  },
};

/** The first is ahead until midnight, which comes some minutes after the world began. */
export const releases = ['2026-03-03', '2026-03-04', '2026-03-20', '2026-02-20'] as const;

const kinds: readonly CaseKind[] = [
  'service_request',
  'service_request',
  'enhancement',
  'enhancement',
  'issue',
  'professional_services',
];

function isOpen({ status }: CaseState): boolean {
  return status !== 'resolved' && status !== 'closed';
}

/** The ticket of an escalation that a case can be closed on. */
function plannedRef({ team, ticketRef, plannedReleaseOn }: Escalation): string[] {
  return team === 'development' && ticketRef !== null && (plannedReleaseOn ?? '') > releases[0] ? [ticketRef] : [];
}

function isRequest({ kind, status }: CaseState): boolean {
  return kind === 'service_request' && status !== 'closed';
}

/** Triage that finds out what a case is. */
function kindSet(situation: Situation, doc: CaseDocument, kind: CaseKind): Asked {
  const { random } = situation;
  const answers = {
    production: true,
    impact: random.pick(['unavailable', 'degraded', 'minimal'] as const),
    customers: random.pick(['one', 'many'] as const),
    workaround: random.pick(['none', 'short_term'] as const),
    scales: random.pick([null, null, false]),
  };
  const args = { ...situation.on(doc), severity: random.pick([1, 2, 3, 4] as const), kind };
  return { name: 'set_severity', args: random.chance(0.4) ? { ...args, answers } : args };
}

function codeOf({ random }: Situation): { readonly closureCode?: string } {
  if (random.chance(0.5)) return {};
  return { closureCode: random.chance(0.9) ? 'answered' : 'made_up' };
}

function requestOf({ random, text }: Situation): ServiceRequest {
  return random.weighted<ServiceRequest>([
    [{ type: 'report', fields: { period: text } }, 5],
    [{ type: 'report', fields: { period: ' ' } }, 1],
    [{ type: 'export', fields: { what: text, note: text } }, 4],
    [{ type: 'export', fields: { what: text, period: text } }, 1],
    [{ type: 'pizza', fields: {} }, 0.5],
  ]);
}

function newCase(situation: Situation, kind: CaseKind, more: { readonly request?: ServiceRequest }): Asked | null {
  const { eventId, text } = situation;
  const accountId = situation.oneOf(situation.ids('accounts'));
  if (accountId === undefined) return null;
  const caseId = situation.newId();
  const opening = { subject: `Case ${situation.pick}`, text, contactId: null, channel: 'agent', priority: 3 } as const;
  return { name: 'create_case', args: { caseId, eventId, accountId, ...opening, kind, ...more } };
}
