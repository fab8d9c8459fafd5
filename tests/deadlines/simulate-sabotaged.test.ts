import { describe, expect, test } from 'vitest';
import { firstFault, seedsFrom } from './first-fault.ts';
import { sabotages } from './sabotage.ts';

describe('deadlines over sleep, restarts, clock jumps and changes are told once, as npm run sla computes them', () => {
  test.each([3, 4])('400 histories, part %i', async (part) => {
    expect(await firstFault(seedsFrom(1 + part * 400, 400))).toBeNull();
  });
});

describe('the simulation can fail: each way to break the schedule is caught within 200 histories', () => {
  test.each(Object.entries(sabotages))('%s', async (_name, sabotage) => {
    expect(await firstFault(seedsFrom(1, 200), sabotage)).not.toBeNull();
  });
});
