import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseStatus } from '../../../../src-shared/cases/case-state.ts';
import type { Outcome } from '../../../../src-shared/mutators/mutator.ts';
import { type ActOptions, type Desk, dana, deskWithCase, devon, maya, orderManagement } from './desk.ts';

type Action = (desk: Desk, options: ActOptions) => Promise<Outcome>;

const text = fc.constantFrom('', '  ', 'Done.', 'Asked for the file.');
const action: fc.Arbitrary<Action> = fc.oneof(
  fc
    .record({
      severity: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
      productId: fc.constantFrom(null, orderManagement),
    })
    .map(
      (args): Action =>
        (desk, options) =>
          desk.on('set_severity', args, options),
    ),
  fc.constant<Action>((desk, options) => desk.on('claim', {}, options)),
  fc.constantFrom(maya, devon).map(
    (ownerId): Action =>
      (desk, options) =>
        desk.on('assign', { ownerId }, options),
  ),
  fc.constant<Action>((desk, options) => desk.on('release', {}, options)),
  text.map(
    (words): Action =>
      (desk, options) =>
        desk.on('message_customer', { text: words }, options),
  ),
  text.map(
    (words): Action =>
      (desk, options) =>
        desk.on('add_note', { text: words }, options),
  ),
  fc.tuple(fc.boolean(), text).map(
    ([connected, words]): Action =>
      (desk, options) =>
        desk.on('log_call', { connected, text: words }, options),
  ),
  fc.constantFrom('customer' as const, 'development' as const, 'internally' as const).map(
    (on): Action =>
      (desk, options) =>
        desk.on('wait', { on }, options),
  ),
  fc.constant<Action>((desk, options) => desk.on('resume', {}, options)),
  fc.constant<Action>((desk, options) => desk.on('resolve', {}, options)),
  fc.constant<Action>((desk, options) => desk.on('close', { reason: 'resolved' }, options)),
  fc.constant<Action>((desk, options) => desk.on('reopen', {}, options)),
  fc.constantFrom('standard', 'premier', 'gold').map(
    (agreement): Action =>
      (desk, options) =>
        desk.on('change_agreement', { agreement }, options),
  ),
);
const by = fc.constantFrom(maya, devon, dana);

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
            expect(after).toHaveLength(before.length + (outcome.accepted ? 1 : 0));
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
