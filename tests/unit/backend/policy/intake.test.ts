import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mainSpace } from '../../../../src-backend/backend.ts';
import { shippedPolicy } from '../../../../src-backend/space/policy-file.ts';
import { accountIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { Role } from '../../../../src-shared/directory/documents.ts';
import { mutators } from '../../../../src-shared/mutators/registry.ts';
import { mutation, nowAt, type Running, startBackend, user } from '../backend-fixture.ts';

const uuid = (number: number) => `019b8ee3-0000-7642-96d1-${String(number).padStart(12, '0')}`;
const minute = 60_000;
const day = 24 * 60 * minute;
const about = { accountId: 'fresh', contactId: null };
const opened = { subject: 'ASN rejected', text: 'Unknown GTIN.', ...about, channel: 'portal', priority: 2 };

let running: Running;
beforeEach(async () => {
  running = await startBackend({ registry: mutators, policy: await shippedPolicy() });
  const id = accountIdSchema.parse('fresh');
  await running.storage.write(mainSpace, (tx) =>
    tx.put('accounts', id, { id, name: 'Fresh Fields', agreement: 'standard' }),
  );
  await running.push(
    mutation(1, 'create_case', { caseId: uuid(1), eventId: uuid(2), ...opened, kind: 'service_request' }),
    mutation(2, 'create_case', { caseId: uuid(3), eventId: uuid(4), ...opened, kind: 'enhancement' }),
  );
});
afterEach(() => running.backend.close());

const documents = async (): Promise<unknown> => (await running.pull(null)).patch;

/** Pushes past the app's own checks; answers the refusal, after which nothing has changed. */
async function refusalOf(name: string, args: object) {
  const before = await documents();
  const { rejections } = await running.push(mutation(3, name, args));
  expect(await documents()).toEqual(before);
  expect(rejections).toHaveLength(1);
  return rejections[0]?.refusal;
}

async function annIs(role: Role): Promise<void> {
  const ann = user('ann', role);
  await running.storage.write(mainSpace, (tx) => tx.put('users', ann.id, ann));
}

const newCase = { caseId: uuid(10), eventId: uuid(11) };
const emergency = {
  ...newCase,
  calledAt: nowAt - 7 * minute,
  subject: 'Ordering is down',
  text: '',
  ...about,
  severity: 1,
  emergency: { whatIsDown: 'Ordering' },
};
const request = { type: 'ssae18_report', fields: { period: '2026', recipient: 'Internal audit' } };
const onRequest = { caseId: uuid(1), eventId: uuid(12) };
const onWish = { caseId: uuid(3), eventId: uuid(13) };
const macro = { macroId: uuid(14), name: 'Thanks', text: 'Thank you.', kinds: [], shared: false };

describe('a client that skips its own checks is refused with a reason, and nothing changes', () => {
  test.each<[string, Role, string, object, string]>([
    [
      'rule-2: a call of the future',
      'coa',
      'open_emergency',
      { ...emergency, calledAt: nowAt + 5 * minute },
      'future_call',
    ],
    ['rule-2: a call of last month', 'coa', 'open_emergency', { ...emergency, calledAt: nowAt - 15 * day }, 'old_call'],
    ['rule-2: nothing that is down', 'coa', 'open_emergency', { ...emergency, emergency: {} }, 'empty_text'],
    ['rule-2: an emergency by the administrator', 'administrator', 'open_emergency', emergency, 'not_allowed'],
    [
      'rule-2: a request without what its type asks for',
      'coa',
      'create_case',
      { ...newCase, ...opened, kind: 'service_request', request: { ...request, fields: {} } },
      'missing_request_fields',
    ],
    [
      'rule-2: a request of another kind',
      'coa',
      'create_case',
      { ...newCase, ...opened, request },
      'no_service_request',
    ],
    [
      'rule-2: a request that nobody knows',
      'coa',
      'set_request',
      { ...onRequest, request: { type: 'tea', fields: {} } },
      'unknown_request_type',
    ],
    [
      'rule-2: an item before the request',
      'coa',
      'check_item',
      { ...onRequest, item: 'nda', done: true },
      'no_request',
    ],
    ['rule-11: a second vote of an account', 'coa', 'vote', { ...onWish, accountId: 'fresh' }, 'already_voted'],
    [
      'rule-11: a vote for what is no enhancement',
      'coa',
      'vote',
      { ...onRequest, accountId: 'fresh' },
      'no_enhancement',
    ],
    [
      'rule-6: a new case for somebody else by no lead',
      'coa',
      'create_case',
      { ...newCase, ...opened, ownerId: 'ben' },
      'not_allowed',
    ],
    ['rule-6: a macro of the desk by no lead', 'coa', 'save_macro', { ...macro, shared: true }, 'not_allowed'],
    ['rule-6: a macro by the administrator', 'administrator', 'save_macro', macro, 'not_allowed'],
    [
      'rule-2: a macro sent with its braces',
      'coa',
      'message_customer',
      { ...onRequest, text: 'Hello {contact}', macro: 'first_reply' },
      'open_placeholder',
    ],
  ])('%s', async (_, role, name, args, code) => {
    await annIs(role);
    expect(await refusalOf(name, args)).toMatchObject({ code, message: expect.stringMatching(/^.{12,}\.$/) });
  });

  test('rule-2: an emergency of severity 3 is no action that the backend knows', async () => {
    const { status, error } = await running.pushError(mutation(3, 'open_emergency', { ...emergency, severity: 3 }));
    expect([status, error.code, error.path]).toEqual([400, 'invalid_args', 'mutations[0].args.severity']);
  });
});

test('rule-2: a call counts from when it began, and is marked as recorded late', async () => {
  await running.push(mutation(3, 'open_emergency', { ...emergency, calledAt: nowAt - 30 * minute, enteredAt: nowAt }));
  const { patch } = await running.pull(null);
  const made = patch.find((change) => change.op === 'put' && change.id === uuid(10));
  expect(made).toMatchObject({
    doc: { events: [{ at: nowAt - 30 * minute, recordedAt: nowAt, channel: 'phone', severity: 1 }] },
  });
});
