import type { CaseDocument, Severity } from '../../src-shared/cases/case-document.ts';
import type { CaseState, CaseStatus } from '../../src-shared/cases/case-state.ts';
import { customerClocks, foldCase } from '../../src-shared/cases/fold-case.ts';
import type { User } from '../../src-shared/directory/documents.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import type { ClockTerms, CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import { isAtRisk, readClock } from '../../src-shared/sla/read-clock.ts';
import {
  type CaseCourse,
  hourMs,
  lastInstantBefore,
  minuteMs,
  unansweredCourse,
  workedCourse,
  workingTimeBefore,
} from './case-course.ts';
import { type CaseFacts, chooseFacts } from './case-facts.ts';
import { type Ending, tellCase } from './case-story.ts';
import type { SampleDirectory } from './directory.ts';
import type { Random } from './random.ts';
import type { Rhythm } from './rhythm.ts';

/** What the agent sees of a case's time: interface.md, "Time left", four states and the pause. */
export type Urgency = 'on_time' | 'at_risk' | 'due' | 'overdue' | 'paused';

export interface World {
  readonly random: Random;
  readonly directory: SampleDirectory;
  readonly policy: CompiledPolicy;
  readonly rhythm: Rhythm;
  readonly now: EpochMs;
}

/** How one open case shall look at `now`. */
interface Wish {
  readonly urgency: Urgency;
  readonly status: CaseStatus;
  readonly owner: (random: Random, analyst: User) => User | null;
}

/** The default acting user's cases: every state is there to be seen. */
const actingUsersCases: readonly (readonly [Urgency, CaseStatus])[] = [
  ['on_time', 'in_progress'],
  ['overdue', 'in_progress'],
  ['at_risk', 'in_progress'],
  ['paused', 'waiting_customer'],
  ['on_time', 'triaged'],
  ['due', 'in_progress'],
  ['on_time', 'waiting_development'],
  ['at_risk', 'triaged'],
  ['paused', 'waiting_customer'],
  ['on_time', 'in_progress'],
  ['overdue', 'triaged'],
  ['on_time', 'waiting_internally'],
  ['paused', 'waiting_customer'],
  ['at_risk', 'waiting_development'],
  ['on_time', 'new'],
  ['on_time', 'in_progress'],
  ['paused', 'waiting_customer'],
  ['on_time', 'triaged'],
  ['on_time', 'in_progress'],
  ['on_time', 'in_progress'],
  ['paused', 'waiting_customer'],
  ['on_time', 'waiting_development'],
  ['on_time', 'in_progress'],
];
/** Of 600 open cases, so many are the acting user's. */
const actingUsersShare = actingUsersCases.length / 600;

export function openCases(world: World, count: number): CaseDocument[] {
  return wishes(world, count).map((wish) => openCase(world, wish));
}

/** What a case's clocks make of it at an instant. */
export function urgencyOf(policy: CompiledPolicy, state: CaseState, now: EpochMs): Urgency {
  const clocks = customerClocks.flatMap((name) => state.clocks[name] ?? []);
  const readings = clocks.map((clock) => readClock(clock, now));
  if (readings.some((reading) => reading.state === 'breached')) return 'overdue';
  if (readings.some((reading) => reading.state === 'running' && reading.remainingMs <= 10 * minuteMs)) return 'due';
  if (clocks.some((clock) => isAtRisk(policy, clock, now))) return 'at_risk';
  if (readings.some((reading) => reading.state === 'paused')) return 'paused';
  return 'on_time';
}

function wishes({ random, directory }: World, count: number): Wish[] {
  const actingUser = directory.users[0] ?? null;
  const own = Math.min(count, Math.max(1, Math.round(Math.min(count, 1000) * actingUsersShare)));
  const made: Wish[] = Array.from({ length: own }, (_, index) => {
    const [urgency, status] = actingUsersCases[index % actingUsersCases.length] ?? ['on_time', 'in_progress'];
    return { urgency, status, owner: () => actingUser };
  });
  const shares: readonly (readonly [Urgency, number])[] = [
    ['overdue', 0.05],
    ['due', 0.013],
    ['at_risk', 0.07],
    ['paused', 0.2],
  ];
  const others = directory.users.filter((user) => user !== actingUser && user.role !== 'lead');
  const add = (urgency: Urgency) => {
    const status = random.weighted(statuses[urgency]);
    made.push({ urgency, status, owner: ownerOf(status, others) });
  };
  for (const [urgency, share] of shares) {
    const missing = Math.round(count * share) - made.filter((wish) => wish.urgency === urgency).length;
    for (let index = 0; index < missing && made.length < count; index += 1) add(urgency);
  }
  while (made.length < count) add('on_time');
  return made;
}

const statuses: Readonly<Record<Urgency, readonly (readonly [CaseStatus, number])[]>> = {
  overdue: [
    ['in_progress', 52],
    ['waiting_development', 10],
    ['waiting_internally', 6],
    ['triaged', 20],
    ['new', 12],
  ],
  at_risk: [
    ['in_progress', 52],
    ['waiting_development', 12],
    ['waiting_internally', 6],
    ['triaged', 17],
    ['new', 13],
  ],
  due: [
    ['in_progress', 60],
    ['triaged', 20],
    ['new', 20],
  ],
  paused: [['waiting_customer', 1]],
  on_time: [
    ['in_progress', 50],
    ['waiting_development', 15],
    ['waiting_internally', 8],
    ['waiting_customer', 4],
    ['triaged', 11],
    ['new', 12],
  ],
};

/** New cases are mostly nobody's yet; development waits for what the TAEs escalated. */
function ownerOf(status: CaseStatus, others: readonly User[]): Wish['owner'] {
  const coas = others.filter((user) => user.role === 'coa');
  const taes = others.filter((user) => user.role === 'tae');
  return (random) => {
    if (status === 'new' && random.chance(0.8)) return null;
    if (status === 'triaged' && random.chance(0.25)) return null;
    const technical = status === 'waiting_development' ? 0.5 : status === 'new' || status === 'triaged' ? 0 : 0.2;
    return random.pick(random.chance(technical) ? taes : coas);
  };
}

/** Tries until the fold of the events agrees with the wish; a policy that cannot fulfil it gets the last try. */
function openCase(world: World, wish: Wish): CaseDocument {
  const names = world.directory.accounts.map(({ account }) => account.name);
  let doc: CaseDocument | null = null;
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const facts = factsFor(world, wish);
    const course = isUnanswered(wish.status) ? waitingForAnswer(world, wish, facts) : inWork(world, wish, facts);
    doc = tellCase(world.random, facts, course, endingOf(wish.status), names);
    const state = foldCase(world.policy, doc.events);
    if (state.status === wish.status && urgencyOf(world.policy, state, world.now) === wish.urgency) return doc;
  }
  if (doc === null) throw new Error('An open case takes at least one attempt.');
  return doc;
}

function factsFor({ random, directory }: World, wish: Wish): CaseFacts {
  const facts = chooseFacts(random, directory, severityFor(random, wish), wish.owner);
  // A case that came by phone was triaged and answered on the call.
  const answered = facts.channel === 'phone';
  if (wish.status === 'new') {
    return { ...facts, firstSeverity: facts.severity, channel: answered ? 'portal' : facts.channel };
  }
  return wish.status === 'triaged' && answered ? { ...facts, channel: 'portal' } : facts;
}

function severityFor(random: Random, { urgency, status }: Wish): Severity {
  const answered = !isUnanswered(status);
  const urgent = urgency === 'overdue' || urgency === 'at_risk' || urgency === 'due';
  // Severity 4 has no next update and no resolution to run out, so once answered it has no clock to pause either.
  const inquiry = !answered ? 40 : urgent || urgency === 'paused' ? 0 : status === 'waiting_customer' ? 1000 : 30;
  return random.weighted<Severity>(
    [
      [1, urgent ? 3 : 1],
      [2, urgent ? 9 : 3.6],
      [3, 95 - inquiry],
      [4, Math.min(inquiry, 1000)],
    ].map(([level, weight]) => [level as Severity, Math.max(0, weight ?? 0)] as const),
  );
}

/** Only the first response runs: its opening decides. */
function waitingForAnswer(world: World, wish: Wish, facts: CaseFacts): CaseCourse {
  const triaged = wish.status === 'triaged';
  const severity = triaged ? facts.severity : facts.priority;
  const terms = world.policy.termsOf('first_response', facts.account.account.agreement, severity, triaged);
  const calendar = terms?.calendar ?? world.policy.calendars.values().next().value;
  if (calendar === undefined) throw new RangeError('The policy has no calendar.');
  const used = usedFor(world.policy, terms, wish.urgency);
  const longest = wish.urgency === 'on_time' ? Math.min(used.high, (triaged ? 9 : 4) * hourMs) : used.high;
  const openedAt = world.rhythm.arrival(
    world.random,
    workingTimeBefore(calendar, world.now, longest),
    lastInstantBefore(calendar, world.now, used.low),
  );
  return unansweredCourse(world.random, calendar, openedAt, world.now, triaged);
}

/** Next update and resolution run, or the case waits on the customer: the last message and the opening decide. */
function inWork(world: World, wish: Wish, facts: CaseFacts): CaseCourse {
  const { policy, random, now } = world;
  const { agreement } = facts.account.account;
  const update = policy.termsOf('next_update', agreement, facts.severity, true);
  const resolution = policy.termsOf('resolution', agreement, facts.severity, true);
  const response = policy.termsOf('first_response', agreement, facts.severity, true);
  const calendar = (update ?? resolution ?? response)?.calendar ?? policy.calendars.values().next().value;
  if (calendar === undefined) throw new RangeError('The policy has no calendar.');
  const waitsOnCustomer = wish.status === 'waiting_customer';
  const byResolution = !waitsOnCustomer && resolution !== null && random.chance(0.2);

  const endAt = waitsOnCustomer ? workingTimeBefore(calendar, now, random.between(0.2, 34) * hourMs) : now;
  const calm = usedFor(policy, update, 'on_time');
  const sinceLastReply = waitsOnCustomer
    ? { low: 0, high: minuteMs / 2 }
    : byResolution
      ? { low: calm.low, high: calm.high * 0.5 }
      : usedFor(policy, update, wish.urgency);
  const sinceLastReplyMs = random.between(sinceLastReply.low, sinceLastReply.high);

  const resolutionUsed = byResolution
    ? usedFor(policy, resolution, wish.urgency)
    : usedFor(policy, resolution, 'on_time');
  const leastMs = Math.max(sinceLastReplyMs + random.between(6, 40) * minuteMs, byResolution ? resolutionUsed.low : 0);
  const mostMs = Math.max(leastMs + minuteMs, resolutionUsed.high);
  // Most open cases are young: few stay open for weeks.
  const usedMs = byResolution ? random.between(leastMs, mostMs) : leastMs + (mostMs - leastMs) * random.next() ** 2;
  const pauseMs = random.chance(0.3) ? random.between(1, 24) * hourMs : 0;
  const opening = byResolution ? 0 : Math.min(usedMs - leastMs, 3 * hourMs);
  const openedAt = world.rhythm.arrival(
    random,
    workingTimeBefore(calendar, endAt, usedMs + pauseMs),
    lastInstantBefore(calendar, endAt, usedMs + pauseMs - opening),
  );
  return workedCourse(random, {
    calendar,
    openedAt,
    endAt,
    sinceLastReplyMs,
    pauseMs,
    pauseKind: random.chance(0.15) ? 'resolved' : 'customer',
    firstResponseMs: (response?.targetMs ?? 8 * hourMs) * firstResponseShare(random),
    updateEveryMs: update?.targetMs ?? 20 * hourMs,
  });
}

/** The part of the target after which the desk answers; one in twenty answers is late. */
export function firstResponseShare(random: Random): number {
  return random.chance(0.05) ? random.between(1.02, 1.4) : random.between(0.03, 0.75);
}

/** Working time used of a target so that the clock shows the urgency. */
function usedFor(
  policy: CompiledPolicy,
  terms: ClockTerms | null,
  urgency: Urgency,
): { low: DurationMs; high: DurationMs } {
  if (terms === null) return { low: 2 * minuteMs, high: 30 * hourMs };
  const { targetMs } = terms;
  const riskMs = Math.max(0, Math.min(targetMs * policy.atRisk.share, targetMs - policy.atRisk.leftMs));
  switch (urgency) {
    case 'at_risk':
      return { low: riskMs + minuteMs / 2, high: targetMs - 11 * minuteMs };
    case 'due':
      return { low: targetMs - 9.5 * minuteMs, high: targetMs - minuteMs / 2 };
    case 'overdue':
      return { low: targetMs + 2 * minuteMs, high: targetMs + Math.min(targetMs * 0.4, 5 * hourMs) };
    case 'paused':
    case 'on_time':
      return { low: 0, high: riskMs * 0.95 };
  }
}

function endingOf(status: CaseStatus): Ending {
  switch (status) {
    case 'waiting_customer':
      return { kind: 'waiting', on: 'customer' };
    case 'waiting_development':
      return { kind: 'waiting', on: 'development' };
    case 'waiting_internally':
      return { kind: 'waiting', on: 'internally' };
    default:
      return { kind: 'open' };
  }
}

function isUnanswered(status: CaseStatus): boolean {
  return status === 'new' || status === 'triaged';
}
