import { expect, test } from 'vitest';
import { mutators } from '../../src-shared/mutators/registry.ts';
import { runAll } from './run-schedule.ts';

test('the agents of the 30 schedules from seed 271 do everything there is, and each of it is taken and refused', async () => {
  const { failures, figures } = await runAll(271, 30, 200);
  expect(failures).toEqual([]);
  // Nobody withdraws by themselves, and closing has four reasons.
  const actions = Object.keys(mutators).filter((name) => name !== 'withdraw' && name !== 'close');
  const closings = ['resolved', 'no_response', 'development', 'agreement'].map((reason) => `close (${reason})`);
  const once = [...actions, ...closings].filter((name) => {
    const { accepted = 0, refusedHere = 0, refusedThere = 0 } = figures.get(name) ?? {};
    return accepted === 0 || refusedHere + refusedThere === 0;
  });
  expect(once).toEqual([]);
});
