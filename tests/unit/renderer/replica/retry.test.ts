import { expect, test } from 'vitest';
import { argsAnew } from '../../../../src-renderer/replica/retry.ts';
import { openEmergency } from '../../../../src-shared/mutators/open-emergency.ts';
import { caseId, Desk, harvest, monday, uuid } from '../../shared/mutators/desk.ts';
import { ok } from '../../shared/mutators/outcomes.ts';

const minute = 60_000;

test('rule-2 an emergency that is done anew still counts from its call, and is down since when it was', async () => {
  // The clock of the computer was a minute ahead when the form was sent, which the app found out before it was refused.
  const args = {
    caseId,
    eventId: uuid(1000),
    calledAt: monday + minute,
    enteredAt: monday + 6 * minute,
    subject: 'Ordering is down',
    text: '',
    accountId: harvest,
    contactId: null,
    severity: 1,
    emergency: { whatIsDown: 'Order entry', downSinceAt: monday - 29 * minute },
  };
  const done = { at: monday + 5 * minute, by: null };
  const anew = argsAnew({ name: 'open_emergency', args, done }, () => uuid(1001));
  const desk = new Desk();
  expect(await desk.act('open_emergency', openEmergency.args.parse(anew), { at: 120 })).toEqual(ok);
  expect(desk.state()).toMatchObject({ openedAt: monday, work: { emergency: { downSinceAt: monday - 30 * minute } } });
  expect(desk.case().events[0]?.id).toBe(uuid(1001));
});
