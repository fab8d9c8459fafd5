import { DateTime } from 'luxon';
import type { Priority, Severity } from '../cases/case-document.ts';
import type { CaseState } from '../cases/case-state.ts';
import type { EpochMs } from '../ids.ts';
import type { Policy } from '../policy/policy.ts';

/*
 * "If all cases are Critical or High the most urgent cannot be told apart" (published policy, priority): for each
 * account, the share of its cases whose priority was above the severity that the desk found at triage.
 */

export type InflationRule = NonNullable<Policy['inflation']>;

/** What one triage says: when it was, and whether the customer had asked for more than was found. */
export interface TriageFact {
  readonly at: EpochMs;
  readonly isInflated: boolean;
}

/** An account's figures over the window. */
export interface Inflation {
  readonly inflated: number;
  readonly cases: number;
  /** 0 to 1; 0 of no cases. */
  readonly share: number;
  /** More than the policy's share, of at least as many cases as it asks for. */
  readonly isOver: boolean;
}

/** The days that count: today and those before it, by the desk's calendar days. It rolls at midnight, not with each tick. */
export interface InflationWindow {
  readonly fromAt: EpochMs;
  /** The last midnight. */
  readonly todayAt: EpochMs;
  /** The next midnight; what lies beyond does not count, and from then on the window is another one. */
  readonly untilAt: EpochMs;
}

/** What a case adds to its account's figures; null before triage, or where the customer set no priority. */
export function triageFactOf({ priority, work }: Pick<CaseState, 'priority' | 'work'>): TriageFact | null {
  return priority === null || work.triage === null
    ? null
    : { at: work.triage.at, isInflated: isInflated(priority, work.triage.found) };
}

/** The lower number is the more urgent one, on both scales. */
export function isInflated(priority: Priority, found: Severity): boolean {
  return priority < found;
}

export function inflationWindow({ days }: InflationRule, now: EpochMs, timeZone: string): InflationWindow {
  const today = DateTime.fromMillis(now, { zone: timeZone }).startOf('day');
  return {
    fromAt: today.minus({ days: days - 1 }).toMillis(),
    todayAt: today.toMillis(),
    untilAt: today.plus({ days: 1 }).toMillis(),
  };
}

export function isWithin({ at }: TriageFact, { fromAt, untilAt }: InflationWindow): boolean {
  return at >= fromAt && at < untilAt;
}

/** The figures of so many inflated cases among all of them. */
export function inflationFigures(inflated: number, cases: number, { share, at_least }: InflationRule): Inflation {
  const found = cases === 0 ? 0 : inflated / cases;
  return { inflated, cases, share: found, isOver: cases >= at_least && found > share };
}

/** The figures of an account from what its triages say. */
export function inflationOf(
  facts: Iterable<TriageFact>,
  rule: InflationRule,
  now: EpochMs,
  timeZone: string,
): Inflation {
  const window = inflationWindow(rule, now, timeZone);
  let inflated = 0;
  let cases = 0;
  for (const fact of facts) {
    if (!isWithin(fact, window)) continue;
    cases += 1;
    if (fact.isInflated) inflated += 1;
  }
  return inflationFigures(inflated, cases, rule);
}
