import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import { hourMs, leastRoomForPauseMs, minuteMs, workedCourse } from './case-course.ts';
import { chooseFacts, chooseSeverity } from './case-facts.ts';
import { tellCase } from './case-story.ts';
import { firstResponseShare, type World } from './open-cases.ts';

/** Cases that were resolved before `now`, opened in the last so many working days; most are closed as well. */
export function closedCases(world: World, count: number, workingDays: number): CaseDocument[] {
  const oldestAt = world.rhythm.workingDaysAgo(workingDays);
  return Array.from({ length: count }, () => closedCase(world, oldestAt));
}

function closedCase(world: World, oldestAt: number): CaseDocument {
  const { random, policy, now, directory, deck } = world;
  const agents = directory.users.filter((user) => user.role !== 'lead');
  const facts = chooseFacts(random, directory, deck, chooseSeverity(random), (_, analyst) =>
    random.chance(0.25) ? random.pick(agents) : analyst,
  );
  const { agreement } = facts.account.account;
  const terms = policy.termsOf('resolution', agreement, facts.severity, true);
  const response = policy.termsOf('first_response', agreement, facts.severity, true);
  const update = policy.termsOf('next_update', agreement, facts.severity, true);
  const calendar = (terms ?? response)?.calendar ?? policy.calendars.values().next().value;
  if (calendar === undefined) throw new RangeError('The policy has no calendar.');

  // Answers to inquiries without a resolution target take an afternoon.
  const typicalMs = (terms?.targetMs ?? 24 * hourMs) * 0.28;
  const takesMs = Math.max(
    12 * minuteMs,
    typicalMs * Math.exp((random.next() + random.next() + random.next() - 1.5) * 1.3),
  );
  const hasRoom = takesMs * 0.3 > leastRoomForPauseMs;
  const reopened = hasRoom && random.chance(0.06);
  const pauseMs = reopened || (hasRoom && random.chance(0.3)) ? random.between(1, 16) * hourMs : 0;
  // Whatever was opened too late to be resolved by now was opened earlier.
  const latestAt = calendar.instantOfWork(calendar.workedUntil(now) - takesMs - pauseMs - minuteMs) ?? oldestAt;
  const openedAt = world.rhythm.arrival(random, Math.min(oldestAt, latestAt), latestAt);
  const endAt = Math.min(now, calendar.instantOfWork(calendar.workedUntil(openedAt) + takesMs + pauseMs) ?? now);
  const course = workedCourse(random, {
    calendar,
    openedAt,
    endAt,
    sinceLastReplyMs: random.between(0.5, 4) * minuteMs,
    pauseMs,
    pauseKind: reopened ? 'resolved' : 'customer',
    firstResponseMs: Math.min(takesMs * 0.7, (response?.targetMs ?? 8 * hourMs) * firstResponseShare(random)),
    updateEveryMs: update?.targetMs ?? 20 * hourMs,
  });
  const closesAt = calendar.instantOfWork(calendar.workedUntil(endAt) + random.between(0.3, 12) * hourMs) ?? now;
  const closedAt = closesAt <= now ? closesAt : null;
  return tellCase(
    random,
    facts,
    course,
    { kind: 'resolved', closedAt },
    directory.accounts.map(({ account }) => account.name),
  );
}
