import { faultIn } from './check-life.ts';
import { expectedOf } from './expected.ts';
import { historyFrom } from './history.ts';
import { liveThrough, type Sabotage } from './simulated-computer.ts';

/** So many lives are looked at together: `sla` starts once for them. */
const together = 200;
/** Those of a broken schedule are mostly caught early. */
const togetherBroken = 50;

/** The first fault among the histories of these seeds, with its seed. */
export async function firstFault(seeds: readonly number[], sabotage?: Sabotage): Promise<string | null> {
  const count = sabotage === undefined ? together : togetherBroken;
  for (let from = 0; from < seeds.length; from += count) {
    const fault = await faultAmong(seeds.slice(from, from + count), sabotage);
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

export function seedsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
