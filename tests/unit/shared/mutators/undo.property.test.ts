import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CaseDocument, type CaseEvent, userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { CaseState } from '../../../../src-shared/cases/case-state.ts';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import { undoOf } from '../../../../src-shared/cases/undo-rule.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { readClock } from '../../../../src-shared/sla/read-clock.ts';
import { SlaWire, wireMinutes } from '../../../../src-shared/sla/wire.ts';
import { type Action, action, by } from './arbitrary-actions.ts';
import { brief, cedar, dana, deskWithCase, devon, harvest, maya, monday, policy } from './desk.ts';

const minute = 60_000;
const compiled = compilePolicy(policy);

describe('doing something and undoing it at once', () => {
  it('brings owner, severity, agreement, status, hand-off, votes and request back, with the clocks that the events tell', async () => {
    const seen = { undone: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ action, by }), { maxLength: 15 }),
        fc.record({ action, by }),
        async (steps, last) => {
          const desk = await deskWithCase();
          for (const [index, step] of steps.entries()) await step.action(desk, { by: step.by, at: index * 10 });
          const before = desk.state();
          const count = desk.case().events.length;
          const at = steps.length * 10;
          await last.action(desk, { by: last.by, at });
          if (desk.case().events.length === count) return;
          const done = desk.case().events[count];
          if (done === undefined) return;
          const added = desk.case().events.length;
          const outcome = await desk.on('undo', { undoes: done.id }, { by: last.by, at: at + 1 });
          if (outcome.accepted) {
            seen.undone += 1;
            expect(shownOf(desk.state())).toEqual(expectedAfter(before));
            expect(
              desk
                .case()
                .events.slice(added)
                .every(({ undoes }) => undoes === done.id),
            ).toBe(true);
          } else {
            seen.refused += 1;
            expect(['not_undoable', 'first_triage', 'first_request']).toContain(outcome.code);
            expect(outcome.message).toMatch(/^[A-Z].*\.$/);
          }
          expectWireToAgree(desk.case(), desk.state(), monday + (at + 30) * minute);
        },
      ),
      { numRuns: 400 },
    );
    expect(seen.undone).toBeGreaterThan(30);
    expect(seen.refused).toBeGreaterThan(5);
  });
});

describe('taking back all that one did, the last first', () => {
  const undoable: fc.Arbitrary<Action> = fc.oneof(
    fc.constantFrom(maya, devon).map(
      (ownerId): Action =>
        (desk, options) =>
          desk.on('assign', { ownerId }, options),
    ),
    fc
      .record({
        severity: fc.constantFrom(1 as const, 2 as const, 3 as const),
        kind: fc.constantFrom('enhancement' as const, 'question' as const),
      })
      .map(
        (args): Action =>
          (desk, options) =>
            desk.on('set_severity', args, options),
      ),
    fc.constantFrom('customer' as const, 'development' as const, 'internally' as const).map(
      (on): Action =>
        (desk, options) =>
          desk.on('wait', { on }, options),
    ),
    fc.record({ team: fc.constant('development'), ticketRef: fc.constantFrom('T-1', 'T-2'), wait: fc.boolean() }).map(
      (args): Action =>
        (desk, options) =>
          desk.on('escalate', args, options),
    ),
    fc.record({ accountId: fc.constantFrom(harvest, cedar), withdrawn: fc.boolean() }).map(
      (args): Action =>
        (desk, options) =>
          desk.on('vote', args, options),
    ),
    fc.constantFrom<Action>(
      (desk, options) => desk.on('resume', {}, options),
      (desk, options) => desk.on('hand_off', brief, options),
      (desk, options) => desk.on('resolve', { rootCause: 'A full disk.' }, options),
      (desk, options) => desk.on('close', { reason: 'resolved' }, options),
      (desk, options) => desk.on('reopen', {}, options),
    ),
  );

  it('leads through every state there was', async () => {
    const seen = { undone: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(undoable, { minLength: 2, maxLength: 9 }), async (acts) => {
        const desk = await deskWithCase();
        await desk.on('set_severity', { severity: 3, kind: 'question' }, { by: dana, at: 1 });
        await desk.on('wait', { on: 'internally' }, { by: dana, at: 2 });
        const done: { readonly undoes: string; readonly before: CaseState }[] = [];
        for (const [index, act] of acts.entries()) {
          const before = desk.state();
          const count = desk.case().events.length;
          await act(desk, { by: dana, at: 3 + index });
          const event = desk.case().events[count];
          if (event !== undefined) done.push({ undoes: event.id, before });
        }
        for (const [index, { undoes, before }] of done.reverse().entries()) {
          expect(await desk.on('undo', { undoes }, { by: dana, at: 20 + index })).toEqual({ accepted: true });
          expect(shownOf(desk.state())).toEqual(shownOf(before));
          seen.undone += 1;
        }
      }),
      { numRuns: 300 },
    );
    expect(seen.undone).toBeGreaterThan(300);
  });
});

describe('whatever happened, in any order of arrival', () => {
  it('each event can be taken back, as if it had never happened, or a sentence says why not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ action, by, at: fc.nat(300), late: fc.nat(60), undoes: fc.option(fc.nat(20)) }), {
          maxLength: 20,
        }),
        async (steps) => {
          const desk = await deskWithCase();
          for (const { action: act, by: who, at, late, undoes } of steps) {
            const options = { by: who, at, acceptedAt: at + late };
            const target = undoes === null ? undefined : desk.case().events[undoes];
            if (target === undefined) await act(desk, options);
            else {
              const outcome = await desk.on('undo', { undoes: target.id }, options);
              if (outcome.accepted) {
                const { events } = desk.case();
                const without = events.filter(
                  (event) => event.undoes !== target.id && event.id !== target.id && !isBroughtBy(event, target),
                );
                expect(shownOf(desk.state())).toEqual(expectedAfter(foldCase(compiled, without)));
              } else expect(outcome.message).toMatch(/^[A-Z].*\.$/);
            }
            desk.state();
          }
          for (const { id: eventId, by: author } of desk.case().events) {
            const own = author.kind === 'user' ? author.id : userIdSchema.parse(maya);
            for (const id of [own, userIdSchema.parse(dana)]) {
              const user = { id, role: 'coa' } as const;
              const found = undoOf({ policy: compiled, doc: desk.case(), eventId, user, at: monday + 400 * minute });
              if (found.possible) {
                expect(author).toEqual({ kind: 'user', id });
                expect(found.words).toMatch(/^Undo [a-z -]+$/);
              } else expect(found.message('Somebody')).toMatch(/^[A-Z].*\.$/);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** An escalation and the waiting that it brought are one action, as are a kind of case and its own vote. */
function isBroughtBy(event: CaseEvent, target: CaseEvent): boolean {
  const brings = target.type === 'escalated' ? 'waiting' : target.type === 'severity_set' ? 'voted' : null;
  return event.type === brings && event.id === `${target.id}-2`;
}

function shownOf(state: CaseState) {
  const { ownerId, severity, provisional, kind, productId, agreement, status, technicalOwnerId, returnedCount } = state;
  const handOff = state.handOff?.state ?? null;
  const reminders = state.work.reminders.map(({ remindAt, forId, about }) => `${remindAt} ${forId} ${about}`).sort();
  const { request, votes, checked, escalations } = state.work;
  return {
    ownerId,
    severity,
    provisional,
    kind,
    productId,
    agreement,
    status,
    technicalOwnerId,
    returnedCount,
    handOff,
    reminders,
    request,
    votes: votes.toSorted(),
    checked: checked.toSorted(),
    escalations,
  };
}

/** No event leads back to a case that was not begun, unless its status was never touched. */
function expectedAfter(before: CaseState) {
  const shown = shownOf(before);
  const isUnbegun = before.status === 'new' || before.status === 'triaged';
  return isUnbegun ? { ...shown, status: expect.toBeOneOf([before.status, 'in_progress']) } : shown;
}

/** `npm run -s sla` reads the exported events alike. */
function expectWireToAgree(doc: CaseDocument, state: CaseState, now: number): void {
  const answer = new SlaWire().answer(JSON.stringify({ op: 'case', policy, events: doc.events, now }));
  expect(answer.ok).toBe(true);
  expect(answer.json).toMatchObject({
    status: state.status,
    severity: state.severity,
    provisional: state.provisional,
    most_urgent: state.mostUrgent,
  });
  const clocks = Object.values(state.clocks).map((clock) => {
    const { state: shown, elapsedMs } = readClock(clock, now);
    return [clock.name, { state: shown, elapsed_minutes: wireMinutes(elapsedMs) }];
  });
  expect(answer.json).toHaveProperty('clocks');
  expect(answer.json).toMatchObject({ clocks: Object.fromEntries(clocks) });
}
