import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseStatus } from '../../../../src-shared/cases/case-state.ts';
import { action, by } from './arbitrary-actions.ts';
import { deskWithCase } from './desk.ts';

describe('any sequence of actions', () => {
  it('only ever adds events, and the fold of them never fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ action, by, at: fc.nat(600), late: fc.nat(60) }), { maxLength: 25 }),
        async (steps) => {
          const desk = await deskWithCase();
          for (const step of steps) {
            const before = desk.case().events;
            const outcome = await step.action(desk, { by: step.by, at: step.at, acceptedAt: step.at + step.late });
            const after = desk.case().events;
            // An escalation can bring a waiting with it, and a ticket a case back.
            expect(outcome.accepted ? [1, 2] : [0]).toContain(after.length - before.length);
            expect(after.slice(0, before.length)).toEqual(before);
            desk.state();
          }
        },
      ),
    );
  });

  it('ends in the same status on the client, that has seen all, and on the backend', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ action, by }), { maxLength: 25 }), async (steps) => {
        const client = await deskWithCase('client');
        const backend = await deskWithCase('backend');
        for (const [index, step] of steps.entries()) {
          const options = { by: step.by, at: index * 10 };
          const here = await step.action(client, options);
          const there = await step.action(backend, options);
          expect(here.accepted).toBe(there.accepted);
        }
        expect(comparable(client.state().status)).toBe(comparable(backend.state().status));
        expect(client.state().ownerId).toBe(backend.state().ownerId);
        expect(client.state().severity).toBe(backend.state().severity);
      }),
    );
  });
});

/** A message moves a case to in progress only once the backend accepted it: until then the client shows it as before. */
function comparable(status: CaseStatus): string {
  return status === 'new' || status === 'triaged' || status === 'in_progress' ? 'at work' : status;
}
