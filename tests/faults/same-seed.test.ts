import { expect, test } from 'vitest';
import { runSchedule } from './run-schedule.ts';
import { scheduleFrom } from './schedule.ts';

test('the same seed gives the same trace, and another seed another one', async () => {
  const hashes = new Set<string>();
  for (let seed = 1; seed <= 10; seed += 1) {
    const first = await runSchedule(scheduleFrom(seed, 200));
    const second = await runSchedule(scheduleFrom(seed, 200));
    expect(second.hash).toBe(first.hash);
    expect(first.trace.length).toBeGreaterThan(200);
    hashes.add(first.hash);
  }
  expect(hashes.size).toBe(10);
});
