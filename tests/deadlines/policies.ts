import { readFileSync } from 'node:fs';
import { parsePolicy } from '../../src-shared/policy/parse-policy.ts';
import type { Policy, TargetSpec } from '../../src-shared/policy/policy.ts';

/** The policies that a history changes between. */
export const policyNames = ['shipped', 'holiday', 'halved'] as const;
export type PolicyName = (typeof policyNames)[number];

/** Thresholds of the histories, as a policy spells them, and what is left of a target in minutes when they are crossed. */
export const thresholds = {
  'used:0.75': { spec: { share: 0.75 }, reached: (minutes: number) => minutes * 0.75 },
  'left:30': { spec: { minutes_left: 30 }, reached: (minutes: number) => minutes - 30 },
  due: { spec: 'due', reached: (minutes: number) => minutes },
} as const;
export type ThresholdName = keyof typeof thresholds;
export const thresholdNames = Object.keys(thresholds).filter((name): name is ThresholdName => name in thresholds);

/** The policy of that name; every clock has the thresholds above. */
export function policyOf(name: PolicyName): Policy {
  const found = known.get(name) ?? make(name);
  known.set(name, found);
  return found;
}
const known = new Map<PolicyName, Policy>();

function make(name: PolicyName): Policy {
  const parsed = parsePolicy(JSON.parse(readFileSync('assets/policy/itn.json', 'utf8')));
  if (!parsed.ok) throw new Error('The shipped policy is wrong.');
  const clock = { thresholds: thresholdNames.map((threshold) => thresholds[threshold].spec) };
  const { calendars, agreements, internal, resolution_pauses_on } = parsed.policy;
  const thisYear = Object.fromEntries(
    Object.entries(calendars).map(([key, calendar]) => [
      key,
      { ...calendar, holidays: calendar.holidays.filter(({ date }) => date.startsWith('2026')) },
    ]),
  );
  const shipped: Policy = {
    calendars: thisYear,
    agreements,
    internal,
    resolution_pauses_on,
    notify: { first_response: clock, next_update: clock, resolution: clock },
  };
  if (name === 'halved') return withTargets(shipped, (minutes) => minutes / 2);
  if (name === 'shipped') return shipped;
  const support = shipped.calendars.support;
  if (support === undefined) throw new Error('The shipped policy has no calendar "support".');
  const added = ['2026-03-09', '2026-11-02', '2026-06-05', '2026-06-10'].map((date) => ({ date }));
  return {
    ...shipped,
    calendars: { ...shipped.calendars, support: { ...support, holidays: [...support.holidays, ...added] } },
  };
}

/** The same policy with other targets for the customer's clocks: what is due under it is when a threshold is crossed. */
export function withTargets(policy: Policy, change: (minutes: number) => number): Policy {
  const changed = (target: TargetSpec | undefined) =>
    target === undefined ? {} : { ...target, minutes: Math.max(0, change(target.minutes)) };
  const agreements = Object.fromEntries(
    Object.entries(policy.agreements).map(([key, agreement]) => [
      key,
      {
        ...agreement,
        targets: Object.fromEntries(
          Object.entries(agreement.targets).map(([severity, targets]) => [
            severity,
            Object.fromEntries(Object.entries(targets).map(([clock, target]) => [clock, changed(target)])),
          ]),
        ),
      },
    ]),
  );
  const { notify: _, ...rest } = policy;
  const parsed = parsePolicy({ ...rest, agreements });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}
