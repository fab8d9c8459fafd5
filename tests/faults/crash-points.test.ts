import { describe, expect, test } from 'vitest';
import { runSchedule } from './run-schedule.ts';
import type { Happening, Operation, Schedule } from './schedule.ts';

/** A quiet morning: nothing fails but what the test adds. */
function morning(fault: Happening | null): Schedule {
  const happenings: Happening[] = [
    ...(fault === null ? [] : [fault]),
    { do: 'act', device: 0, actions: ['claim', 'add_note'], pick: 0 },
    { do: 'act', device: 1, actions: ['claim', 'message_customer'], pick: 0 },
    { do: 'line', device: 0, state: 'refuses' },
    { do: 'act', device: 0, actions: ['set_severity', 'resolve', 'novelty', 'close'], pick: 0 },
    { do: 'draft', device: 0, pick: 1 },
    { do: 'outside', what: 'many_changes', pick: 3, other: false },
    { do: 'line', device: 0, state: 'good' },
    { do: 'wake', device: 0 },
    { do: 'act', device: 1, actions: ['create_case', 'reopen'], pick: 1 },
    { do: 'outside', what: 'product_removed', pick: 3, other: false },
    { do: 'start', device: 0 },
    { do: 'server_starts' },
  ];
  const operations = happenings.map((happening, index): Operation => ({ ...happening, thenMs: 60, salt: index }));
  return { seed: 7, tokens: ['ann', 'bob'], pageDocuments: 5, journals: true, operations };
}

/** Every fourth step, so that no test is long on a busy machine. */
const quarters = [0, 1, 2, 3];

async function failuresAtSteps(from: number, fault: (steps: number) => Happening): Promise<readonly string[]> {
  const { steps, failure } = await runSchedule(morning(null));
  expect(failure).toBeNull();
  const failures: string[] = [];
  for (let step = from; step < steps; step += quarters.length) {
    const run = await runSchedule(morning(fault(step)));
    if (run.failure !== null) failures.push(`at step ${step}: ${run.failure}`);
  }
  return failures;
}

describe('a process that dies at any of its awaits', () => {
  test.each(quarters)('the app, at steps from %i', async (from) => {
    expect(await failuresAtSteps(from, (steps) => ({ do: 'die_at_step', device: 0, steps }))).toEqual([]);
  });

  test.each(quarters)('the server, at steps from %i', async (from) => {
    expect(await failuresAtSteps(from, (steps) => ({ do: 'server_dies_at_step', steps }))).toEqual([]);
  });
});
