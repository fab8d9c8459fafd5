import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mainSpace } from '../../../../src-backend/backend.ts';
import { shippedPolicy } from '../../../../src-backend/space/policy-file.ts';
import { accountIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { Role } from '../../../../src-shared/directory/documents.ts';
import { mutators } from '../../../../src-shared/mutators/registry.ts';
import { mutation, nowAt, type Running, startBackend, user } from '../backend-fixture.ts';

const uuid = (number: number) => `019b8ee3-0000-7642-96d1-${String(number).padStart(12, '0')}`;
const caseId = uuid(1);
const hour = 3_600_000;

let running: Running;
beforeEach(async () => {
  running = await startBackend({ registry: mutators, policy: await shippedPolicy() });
  const id = accountIdSchema.parse('fresh');
  await running.storage.write(mainSpace, (tx) =>
    tx.put('accounts', id, { id, name: 'Fresh Fields', agreement: 'standard' }),
  );
  const about = { subject: 'ASN rejected', text: 'Unknown GTIN.', accountId: 'fresh', contactId: null };
  await running.push(
    mutation(1, 'create_case', { caseId, eventId: uuid(2), ...about, channel: 'portal', priority: 2 }),
  );
});
afterEach(() => running.backend.close());

async function annIs(role: Role): Promise<void> {
  const ann = user('ann', role);
  await running.storage.write(mainSpace, (tx) => tx.put('users', ann.id, ann));
}

async function documents(): Promise<unknown> {
  return (await running.pull(null)).patch;
}

/** Pushes past the app's own checks; answers the refusal. */
async function refusalOf(name: string, args: object) {
  const before = await documents();
  const { rejections } = await running.push(mutation(2, name, args));
  expect(await documents()).toEqual(before);
  expect(rejections).toHaveLength(1);
  return rejections[0]?.refusal;
}

const view = { viewId: uuid(10), name: 'Premier', base: 'open', filter: '', columns: [], sort: null, group: null };
const shift = { shiftId: uuid(11), userId: 'bob', fromAt: nowAt + hour, toAt: nowAt + 9 * hour };
const onCase = { caseId, eventId: uuid(3) };

describe('a client that skips its own checks is refused with a reason, and nothing changes', () => {
  test.each<[string, Role, string, object, string]>([
    ['rule-6: a view shared by no lead', 'coa', 'save_view', { ...view, shared: true }, 'not_allowed'],
    ['rule-6: a shift put on by no lead', 'tae', 'add_shift', shift, 'not_allowed'],
    [
      'rule-6: a reminder for somebody else by no lead',
      'coa',
      'set_reminder',
      { ...onCase, remindAt: nowAt + hour, forId: 'bob', about: 'Call.' },
      'not_allowed',
    ],
    ['rule-6: a snooze by the administrator', 'administrator', 'snooze', { ...onCase, untilAt: null }, 'not_allowed'],
    ['rule-6: an assignment of what is not theirs', 'coa', 'assign', { ...onCase, ownerId: 'bob' }, 'not_allowed'],
    ['a snooze that ended before it began', 'coa', 'snooze', { ...onCase, untilAt: nowAt - 1 }, 'time_is_past'],
    ['the end of a snooze that is none', 'coa', 'unsnooze', onCase, 'not_snoozed'],
    [
      'a reminder in the past',
      'coa',
      'set_reminder',
      { ...onCase, remindAt: nowAt, forId: 'ann', about: '' },
      'time_is_past',
    ],
    [
      'a tick for a reminder that is none',
      'coa',
      'finish_reminder',
      { ...onCase, reminderId: uuid(9) },
      'unknown_reminder',
    ],
    ['the removal of a view that is none', 'lead', 'remove_view', { viewId: uuid(9) }, 'unknown_view'],
    ['a shift that ends before it begins', 'lead', 'add_shift', { ...shift, toAt: nowAt }, 'wrong_time'],
  ])('%s', async (_what, role, name, args, code) => {
    await annIs(role);
    expect(await refusalOf(name, args)).toEqual({ code, message: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  test.each([
    ['a blank name', { ...view, shared: false, name: '  ' }],
    ['more columns than there can be', { ...view, shared: false, columns: Array(31).fill('left') }],
    ['a key that is unknown', { ...view, shared: false, colour: 'red' }],
  ])('a view with %s does not even parse, and the place is named', async (_what, args) => {
    const before = await documents();
    const answer = await running.pushError(mutation(2, 'save_view', args));
    expect(answer).toMatchObject({ status: 400, error: { mutationID: 2 } });
    expect(await documents()).toEqual(before);
  });
});
