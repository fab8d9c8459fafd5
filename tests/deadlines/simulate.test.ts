import { describe, expect, test } from 'vitest';
import { firstFault, seedsFrom } from './first-fault.ts';
import { historyFrom } from './history.ts';
import { liveThrough } from './simulated-computer.ts';

describe('deadlines over sleep, restarts, clock jumps and changes are told once, as npm run sla computes them', () => {
  // The other 800 of 2,000 are in simulate-sabotaged.test.ts, so that two cores work on them.
  test.each([0, 1, 2])('400 histories, part %i', async (part) => {
    expect(await firstFault(seedsFrom(1 + part * 400, 400))).toBeNull();
  });

  test('the histories hold what they are to show', async () => {
    const lives = await Promise.all(seedsFrom(1, 200).map((seed) => liveThrough(historyFrom(seed))));
    const shown = lives.flatMap((lived) => lived.shown);
    for (const form of ['case', 'several', 'missed'] as const) {
      expect(shown.filter((one) => one.form === form).length).toBeGreaterThan(0);
    }
    expect(shown.some(({ interrupted }) => interrupted)).toBe(true);
  });

  test('the same seed gives the same life', async () => {
    const twice = await Promise.all([liveThrough(historyFrom(7)), liveThrough(historyFrom(7))]);
    expect(twice[1]).toEqual(twice[0]);
  });
});
