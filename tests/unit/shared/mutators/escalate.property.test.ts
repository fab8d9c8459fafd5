import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseId, dana, deskWithCase, maya, otherCaseId, tess, uuid } from './desk.ts';

describe('rule-6 rule-9 whatever is done about tickets, by whomever', () => {
  const teams = ['development', 'development', 'database', 'professional_services'] as const;
  const given = {
    team: fc.constantFrom(...teams),
    ticketRef: fc.constantFrom(undefined, 'T-1', 'T-1', 'T-2'),
    plannedReleaseOn: fc.constantFrom(undefined, '2026-05-01', '2026-06-01'),
    link: fc.constantFrom(undefined, 'https://tracker.example/1', 'https://tracker.example/2'),
    sowRef: fc.constantFrom(undefined, ' ', 'SOW-7'),
    wait: fc.boolean(),
  };
  const step = fc.record({
    by: fc.constantFrom(maya, tess, tess, dana),
    on: fc.constantFrom(caseId, otherCaseId),
    what: fc.oneof(
      fc.record(given).map((args) => ({ name: 'escalate' as const, args })),
      fc
        .record({ ticketRef: fc.constantFrom('T-1', 'T-2'), plannedReleaseOn: fc.constantFrom(null, '2026-07-01') })
        .map((args) => ({ name: 'change_ticket' as const, args })),
      fc.constant({ name: 'undo' as const, args: null }),
    ),
  });

  it('a ticket is one team’s, each of its cases knows its latest word, and services have their Statement of Work', async () => {
    const seen = { asked: 0, shared: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 20 }), async (steps) => {
        const desk = await deskWithCase();
        await desk.create({ caseId: otherCaseId, eventId: uuid(2000) });
        for (const [index, { by, on, what }] of steps.entries()) {
          const options = { by, at: 10 + index, caseId: on };
          if (what.name === 'escalate') await desk.on('escalate', what.args, options);
          else if (what.name === 'change_ticket') await desk.on('change_ticket', what.args, options);
          else await desk.on('undo', { undoes: desk.lastEvent(on).id }, options);
        }
        for (const id of [caseId, otherCaseId]) {
          for (const { ticketRef, team, link, plannedReleaseOn, sowRef } of desk.state(id).work.escalations) {
            seen.asked += 1;
            if (team === 'professional_services') expect(sowRef).not.toBeNull();
            if (ticketRef === null) continue;
            const ticket = desk.ticket(ticketRef);
            expect(ticket).toMatchObject({ team, link, plannedReleaseOn });
            expect(ticket?.caseIds).toContain(id);
            if (ticket?.caseIds.length === 2) seen.shared += 1;
          }
        }
        // Who asked whom: a COA nobody but the services.
        const asked = [caseId, otherCaseId].flatMap((id) => desk.case(id).events);
        for (const event of asked) {
          if (event.type !== 'escalated' || event.by.kind !== 'user' || event.by.id !== maya) continue;
          if (event.undoes === undefined) expect(event.team).toBe('professional_services');
        }
      }),
    );
    expect(seen.asked).toBeGreaterThan(50);
    expect(seen.shared).toBeGreaterThan(5);
  });
});
