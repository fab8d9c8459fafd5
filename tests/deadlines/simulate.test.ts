import { describe, expect, test } from 'vitest';
import { faultIn } from './check-life.ts';
import { expectedOf } from './expected.ts';
import { historyFrom } from './history.ts';
import { sabotages } from './sabotage.ts';
import { liveThrough, type Sabotage } from './simulated-computer.ts';

/** So many lives are looked at together: `sla` starts once for them. */
const together = 50;

/** The first fault among the histories of these seeds, with its seed. */
async function firstFault(seeds: readonly number[], sabotage?: Sabotage): Promise<string | null> {
  for (let from = 0; from < seeds.length; from += together) {
    const fault = await faultAmong(seeds.slice(from, from + together), sabotage);
    if (fault !== null) return fault;
  }
  return null;
}

async function faultAmong(seeds: readonly number[], sabotage?: Sabotage): Promise<string | null> {
  const lives = await Promise.all(seeds.map((seed) => liveThrough(historyFrom(seed), sabotage)));
  const expected = await expectedOf(lives.map(({ versions }) => versions));
  for (const [index, lived] of lives.entries()) {
    const fault = faultIn(lived, expected[index] ?? []);
    if (fault !== null) return `seed ${seeds[index]}: ${fault}`;
  }
  return null;
}

function seedsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

describe('deadlines over sleep, restarts, clock jumps and changes are told once, as npm run sla computes them', () => {
  test.each([0, 1, 2, 3])('500 histories, part %i', async (part) => {
    expect(await firstFault(seedsFrom(1 + part * 500, 500))).toBeNull();
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

describe('the simulation can fail: each way to break the schedule is caught within 200 histories', () => {
  test.each(Object.entries(sabotages))('%s', async (_name, sabotage) => {
    expect(await firstFault(seedsFrom(1, 200), sabotage)).not.toBeNull();
  });
});
