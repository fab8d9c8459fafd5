import { describe, expect, test } from 'vitest';
import { pullResponseSchema } from '../../src-shared/sync/protocol.ts';
import { runSchedule } from './run-schedule.ts';
import type { Operation, Schedule } from './schedule.ts';
import type { Sabotage } from './world.ts';

const actionCount = 40;

/** Nothing goes wrong, and one agent takes a note every few seconds. */
const schedule: Schedule = {
  seed: 1,
  tokens: ['ann', 'bob'],
  pageDocuments: 5_000,
  journals: true,
  operations: Array.from({ length: actionCount }, (_, at): Operation => {
    return { do: 'act', device: 0, pick: at, actions: ['add_note'], thenMs: 3_000, salt: at };
  }),
};

/** A backend of before: it does not say of which version a pull is. */
const withoutVersion: Sabotage = {
  server: {
    handlers: (product) => ({
      ...product,
      async pull(...asked) {
        const { version: _, ...answer } = pullResponseSchema.parse(JSON.parse(await product.pull(...asked)));
        return JSON.stringify(answer);
      },
    }),
  },
};

/** How often each device pulled for each action, besides what it does at the start and at the end. */
async function pullsPerAction(sabotage: Sabotage = {}): Promise<{ own: number; others: number }> {
  const { trace, failure } = await runSchedule(schedule, sabotage);
  expect(failure).toBeNull();
  const first = trace.findIndex((line) => line.endsWith('saved'));
  const acting = trace.slice(
    first,
    trace.findIndex((line) => line.endsWith('everything heals')),
  );
  expect(acting.filter((line) => / a push +200$/.test(line))).toHaveLength(actionCount);
  const pullsOf = (device: string) => acting.filter((line) => line.includes(` ${device} pull `)).length / actionCount;
  return { own: pullsOf('a'), others: pullsOf('b') };
}

describe('an action on a quiet desk', () => {
  test('is one pull for who did it, and one for each of the others', async () => {
    expect(await pullsPerAction()).toEqual({ own: 1, others: 1 });
  });

  test('is twice as many for who did it where the backend tells no versions, and nothing is missed', async () => {
    const { own, others } = await pullsPerAction(withoutVersion);
    expect(others).toBe(1);
    expect(own).toBeGreaterThan(1.9);
  });
});
