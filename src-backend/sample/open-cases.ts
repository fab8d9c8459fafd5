import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import { type CaseState, type CaseStatus, customerClocks } from '../../src-shared/cases/case-state.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import type { ClockTerms, CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import { isAtRisk, readClock } from '../../src-shared/sla/read-clock.ts';
import {
  type CaseCourse,
  hourMs,
  lastInstantBefore,
  leastRoomForPauseMs,
  minuteMs,
  unansweredCourse,
  workedCourse,
  workingTimeBefore,
} from './case-course.ts';
import { type CaseFacts, chooseFacts } from './case-facts.ts';
import { type Ending, tellCase } from './case-story.ts';
import type { SampleDirectory } from './directory.ts';
import { isUnanswered, severityFor, type Urgency, type Wish, wishes } from './open-wishes.ts';
import type { Random } from './random.ts';
import type { Rhythm } from './rhythm.ts';
import type { ScenarioDeck } from './words.ts';

export interface World {
  readonly random: Random;
  readonly directory: SampleDirectory;
  readonly policy: CompiledPolicy;
  readonly rhythm: Rhythm;
  readonly deck: ScenarioDeck;
  readonly now: EpochMs;
}

export function openCases(world: World, count: number): CaseDocument[] {
  return wishes(world.random, world.directory, count).map((wish) => openCase(world, wish));
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

function factsFor({ random, directory, deck }: World, wish: Wish): CaseFacts {
  const facts = chooseFacts(random, directory, deck, severityFor(random, wish), wish.owner);
  // A case that came by phone was triaged and answered on the call.
  const answered = facts.channel === 'phone';
  if (wish.status === 'new') {
    return { ...facts, firstSeverity: facts.severity, channel: answered ? 'portal' : facts.channel };
  }
  return wish.status === 'triaged' && answered ? { ...facts, channel: 'portal' } : facts;
}

/** Only the first response runs: its opening decides. */
function waitingForAnswer(world: World, wish: Wish, facts: CaseFacts): CaseCourse {
  const triaged = wish.status === 'triaged';
  const severity = triaged ? facts.severity : facts.priority;
  const terms = world.policy.termsOf('first_response', facts.account.account.agreement, severity, triaged);
  const calendar = terms?.calendar ?? world.policy.calendars.values().next().value;
  if (calendar === undefined) throw new RangeError('The policy has no calendar.');
  const used = usedFor(world.random, world.policy, terms, wish.urgency);
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
  const calm = usedFor(random, policy, update, 'on_time');
  const sinceLastReply = waitsOnCustomer
    ? { low: 0, high: minuteMs / 2 }
    : byResolution
      ? { low: calm.low, high: calm.high * 0.5 }
      : usedFor(random, policy, update, wish.urgency);
  const sinceLastReplyMs = random.between(sinceLastReply.low, sinceLastReply.high);

  const resolutionUsed = byResolution
    ? usedFor(random, policy, resolution, wish.urgency)
    : usedFor(random, policy, resolution, 'on_time');
  const leastMs = Math.max(sinceLastReplyMs + random.between(6, 40) * minuteMs, byResolution ? resolutionUsed.low : 0);
  const mostMs = Math.max(leastMs + minuteMs, resolutionUsed.high);
  // Most open cases are young: few stay open for weeks.
  const usedMs = byResolution ? random.between(leastMs, mostMs) : leastMs + (mostMs - leastMs) * random.next() ** 2;
  const firstResponseMs = (response?.targetMs ?? 8 * hourMs) * firstResponseShare(random);
  const hasRoom = usedMs - sinceLastReplyMs - firstResponseMs > leastRoomForPauseMs;
  const pauseMs = hasRoom && random.chance(0.35) ? random.between(1, 24) * hourMs : 0;
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
    firstResponseMs,
    updateEveryMs: update?.targetMs ?? 20 * hourMs,
  });
}

/** The part of the target after which the desk answers; one in twenty answers is late. */
export function firstResponseShare(random: Random): number {
  return random.chance(0.05) ? random.between(1.02, 1.4) : random.between(0.03, 0.75);
}

/** Working time used of a target so that the clock shows the urgency. */
function usedFor(
  random: Random,
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
      // Most have just run out; a few were overlooked for long.
      return {
        low: targetMs + 2 * minuteMs,
        high: targetMs + 3 * minuteMs + Math.min(targetMs * 0.5, 14 * hourMs) * random.next() ** 3,
      };
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
