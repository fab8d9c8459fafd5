import { describe, expect, test } from 'vitest';
import { keptSchedules } from './kept-schedules.ts';
import { runSchedule } from './run-schedule.ts';

describe('what once went wrong', () => {
  test.each(keptSchedules)('$was', async ({ schedule }) => {
    expect((await runSchedule(schedule)).failure).toBeNull();
  });
});
