import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type InflationRule,
  inflationOf,
  inflationWindow,
  type TriageFact,
} from '../../../../src-shared/triage/inflation.ts';

const zone = 'America/Los_Angeles';
const day = 24 * 3_600_000;
/** A Tuesday at 10:20 at the desk. */
const now = Date.parse('2026-11-24T18:20:00Z');
const rule: InflationRule = { days: 90, share: 0.5, at_least: 5 };
const facts = (inflated: number, cases: number, at = now): readonly TriageFact[] =>
  Array.from({ length: cases }, (_, index) => ({ at, isInflated: index < inflated }));

describe('rule-4 the priority inflation of an account', () => {
  it('is the share of its cases whose priority was above the severity found at triage, with counts', () => {
    expect(inflationOf(facts(14, 22), rule, now, zone)).toStrictEqual({
      inflated: 14,
      cases: 22,
      share: 14 / 22,
      isOver: true,
    });
  });

  it('is over the threshold above the policy’s share only, and of enough cases', () => {
    expect(inflationOf(facts(5, 10), rule, now, zone).isOver).toBe(false);
    expect(inflationOf(facts(6, 10), rule, now, zone).isOver).toBe(true);
    expect(inflationOf(facts(4, 4), rule, now, zone).isOver).toBe(false);
    expect(inflationOf(facts(5, 5), rule, now, zone).isOver).toBe(true);
    expect(inflationOf([], rule, now, zone)).toStrictEqual({ inflated: 0, cases: 0, share: 0, isOver: false });
  });

  it('counts today and the days before it, by the desk’s calendar days, through a change of the clocks', () => {
    const window = inflationWindow(rule, now, zone);
    expect(new Date(window.fromAt).toISOString()).toBe('2026-08-27T07:00:00.000Z');
    expect(new Date(window.untilAt).toISOString()).toBe('2026-11-25T08:00:00.000Z');
    expect(inflationOf(facts(1, 1, window.fromAt), rule, now, zone).cases).toBe(1);
    expect(inflationOf(facts(1, 1, window.fromAt - 1), rule, now, zone).cases).toBe(0);
    expect(inflationOf(facts(1, 1, window.untilAt), rule, now, zone).cases).toBe(0);
  });

  it('stays the same within a day', () => {
    const { untilAt } = inflationWindow(rule, now, zone);
    expect(inflationWindow(rule, untilAt - 1, zone)).toStrictEqual(inflationWindow(rule, now, zone));
    expect(inflationWindow(rule, untilAt, zone).fromAt).toBeGreaterThan(inflationWindow(rule, now, zone).fromAt);
  });

  it('is what counting by hand gives', () => {
    const someFact = fc.record({
      at: fc.integer({ min: now - 200 * day, max: now + 2 * day }),
      isInflated: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(someFact), fc.integer({ min: 1, max: 150 }), (all, days) => {
        const { fromAt, untilAt } = inflationWindow({ ...rule, days }, now, zone);
        const counted = all.filter(({ at }) => at >= fromAt).filter(({ at }) => at < untilAt);
        const inflated = counted.filter(({ isInflated }) => isInflated).length;
        const figures = inflationOf(all, { ...rule, days }, now, zone);
        expect([figures.inflated, figures.cases]).toStrictEqual([inflated, counted.length]);
        expect(figures.isOver).toBe(counted.length >= 5 && inflated * 2 > counted.length);
        // Midnights are that many days apart, give or take the hour of a change of the clocks.
        expect(Math.abs(untilAt - fromAt - days * day)).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
});
