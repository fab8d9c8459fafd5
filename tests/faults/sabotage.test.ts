import { describe, expect, test } from 'vitest';
import { runSchedule } from './run-schedule.ts';
import { sabotages } from './sabotage.ts';
import { scheduleFrom } from './schedule.ts';

describe('the simulation can fail: each way to break the product is caught within 200 schedules', () => {
  test.each(Object.entries(sabotages))('%s', async (_name, sabotage) => {
    let caught: string | null = null;
    for (let seed = 1; seed <= 200 && caught === null; seed += 1) {
      caught = (await runSchedule(scheduleFrom(seed, 200), sabotage)).failure;
    }
    expect(caught).not.toBeNull();
  });
});
