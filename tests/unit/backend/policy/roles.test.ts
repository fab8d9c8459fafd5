import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mainSpace } from '../../../../src-backend/backend.ts';
import { shippedPolicy } from '../../../../src-backend/space/policy-file.ts';
import { accountIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { Role } from '../../../../src-shared/directory/documents.ts';
import { mutators } from '../../../../src-shared/mutators/registry.ts';
import { mutation, type Running, startBackend, user } from '../backend-fixture.ts';

const uuid = (number: number) => `019b8ee3-0000-7642-96d1-${String(number).padStart(12, '0')}`;
const caseId = uuid(1);
const foreignId = uuid(4);
const handedOffId = uuid(6);
const onCase = { caseId, eventId: uuid(20) };
const onHandedOff = { caseId: handedOffId, eventId: uuid(20) };
const brief = { summary: 'No orders.', impact: 'All buyers.', stepsTried: 'Sent by hand.', evidence: 'TLS alert 46' };

let running: Running;
beforeEach(async () => {
  running = await startBackend({ registry: mutators, policy: await shippedPolicy() });
  await running.storage.write(mainSpace, async (tx) => {
    for (const name of ['fresh', 'other']) {
      const id = accountIdSchema.parse(name);
      await tx.put('accounts', id, { id, name, agreement: 'standard' });
    }
  });
  await annIs('coa');
  const about = { subject: 'ASN rejected', text: 'Unknown GTIN.', contactId: null, channel: 'portal', priority: 2 };
  await running.push(
    mutation(1, 'create_case', { caseId, eventId: uuid(2), accountId: 'fresh', ...about }),
    mutation(2, 'create_case', { caseId: foreignId, eventId: uuid(5), accountId: 'other', ...about }),
    mutation(3, 'create_case', { caseId: handedOffId, eventId: uuid(7), accountId: 'fresh', ...about }),
    mutation(4, 'hand_off', { caseId: handedOffId, eventId: uuid(8), ...brief }),
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

describe('a client that skips its own checks is refused with a reason, and nothing changes', () => {
  test.each<[string, Role, string, object, string]>([
    ['rule-6: a hand-off by a TAE', 'tae', 'hand_off', { ...onCase, ...brief }, 'not_allowed'],
    [
      'rule-6: a hand-off without evidence',
      'coa',
      'hand_off',
      { ...onCase, ...brief, evidence: ' ' },
      'incomplete_hand_off',
    ],
    ['rule-6: a second hand-off', 'coa', 'hand_off', { ...onHandedOff, ...brief }, 'already_handed_off'],
    ['rule-6: an acceptance by a COA', 'coa', 'accept_hand_off', onHandedOff, 'not_allowed'],
    ['rule-6: an acceptance of what is not handed off', 'tae', 'accept_hand_off', onCase, 'not_handed_off'],
    ['rule-6: a return by a COA', 'coa', 'return_hand_off', { ...onHandedOff, reason: 'Why?' }, 'not_allowed'],
    [
      'rule-6: a return without a reason',
      'tae',
      'return_hand_off',
      { ...onHandedOff, reason: ' ' },
      'no_return_reason',
    ],
    [
      'rule-5: a change of agreement by no lead',
      'coa',
      'change_agreement',
      { ...onCase, agreement: 'premier' },
      'not_allowed',
    ],
    [
      'rule-5: an agreement that the policy has not',
      'lead',
      'change_agreement',
      { ...onCase, agreement: 'gold' },
      'unknown_agreement',
    ],
    [
      'rule-2: a merge over two accounts',
      'coa',
      'merge_cases',
      { ...onCase, into: foreignId, intoEventId: uuid(21) },
      'foreign_account',
    ],
    [
      'rule-2: a merge by the administrator',
      'administrator',
      'merge_cases',
      { ...onCase, into: handedOffId, intoEventId: uuid(21) },
      'not_allowed',
    ],
    [
      'rule-2: a merge into itself',
      'coa',
      'merge_cases',
      { ...onCase, into: caseId, intoEventId: uuid(21) },
      'same_case',
    ],
    [
      'rule-6: a severity set by the administrator',
      'administrator',
      'set_severity',
      { ...onCase, severity: 1 },
      'not_allowed',
    ],
  ])('%s', async (_what, role, name, args, code) => {
    await annIs(role);
    const before = await documents();
    const { rejections } = await running.push(mutation(5, name, args));
    expect(await documents()).toEqual(before);
    expect(rejections.map(({ refusal }) => refusal)).toEqual([{ code, message: expect.stringMatching(/^[A-Z].*\.$/) }]);
  });

  test('rule-8: no action unlocks an account', async () => {
    const before = await documents();
    const answer = await running.pushError(mutation(5, 'unlock_account', { accountId: 'fresh' }));
    expect(answer).toMatchObject({ error: { code: 'unknown_mutator', mutationID: 5 } });
    expect(await documents()).toEqual(before);
  });
});
