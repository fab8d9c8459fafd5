import { expect, test } from 'vitest';
import { failuresAmong } from './run-schedule.ts';

// Two files, since files run beside each other; several tests, so that none is long on a busy machine.
test.each([1, 31, 61, 91])('the 30 schedules of 200 operations from seed %i break no rule', async (first) => {
  expect(await failuresAmong(first, 30, 200)).toEqual([]);
});
