import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mainSpace } from '../../../../src-backend/backend.ts';
import { shippedPolicy } from '../../../../src-backend/space/policy-file.ts';
import { accountIdSchema, caseDocumentSchema } from '../../../../src-shared/cases/case-document.ts';
import type { Role } from '../../../../src-shared/directory/documents.ts';
import { mutators } from '../../../../src-shared/mutators/registry.ts';
import { mutation, type Running, startBackend, user } from '../backend-fixture.ts';

const uuid = (number: number) => `019b8ee3-0000-7642-96d1-${String(number).padStart(12, '0')}`;
const caseId = uuid(1);
const onCase = { caseId, eventId: uuid(3) };

let running: Running;
beforeEach(async () => {
  running = await startBackend({ registry: mutators, policy: await shippedPolicy() });
  const id = accountIdSchema.parse('fresh');
  await running.storage.write(mainSpace, (tx) =>
    tx.put('accounts', id, { id, name: 'Fresh Fields', agreement: 'standard' }),
  );
  const about = { subject: 'ASN rejected', text: 'Unknown GTIN.', accountId: 'fresh', contactId: null };
  await running.push(
    mutation(1, 'create_case', { caseId, eventId: uuid(2), ...about, channel: 'portal', priority: 1 }),
  );
});
afterEach(() => running.backend.close());

async function annIs(role: Role): Promise<void> {
  const ann = user('ann', role);
  await running.storage.write(mainSpace, (tx) => tx.put('users', ann.id, ann));
}

async function documents() {
  return (await running.pull(null)).patch;
}

const answers = { production: true, impact: 'degraded', customers: 'many', workaround: 'none', scales: null };

describe('a client that skips its own checks is refused with a reason, and nothing changes', () => {
  test.each<[string, Role, object, string, RegExp]>([
    [
      'rule-3: answers that contradict each other',
      'coa',
      { answers: { ...answers, scales: true } },
      'contradictory_answers',
      /no workaround/,
    ],
    [
      'rule-3: answers that leave out whether a workaround scales',
      'coa',
      { answers: { ...answers, workaround: 'short_term' } },
      'contradictory_answers',
      /scales/,
    ],
    ['rule-3: a product that does not exist', 'coa', { productId: 'none' }, 'unknown_product', /does not exist/],
    [
      'rule-6: triage by the administrator',
      'administrator',
      { answers },
      'not_allowed',
      /^Only a COA, a TAE or a lead/,
    ],
  ])('%s', async (_what, role, args, code, words) => {
    await annIs(role);
    const before = await documents();
    const { rejections } = await running.push(mutation(2, 'set_severity', { ...onCase, severity: 2, ...args }));
    expect(rejections).toMatchObject([{ id: 2, refusal: { code, message: expect.stringMatching(words) } }]);
    expect(await documents()).toEqual(before);
  });

  test.each([
    ['rule-3: a severity that is none', { severity: 5 }],
    ['rule-3: a proposal of the client’s own', { severity: 4, proposed: 4, answers }],
    ['rule-3: an answer that no question has', { severity: 4, answers: { ...answers, impact: 'huge' } }],
  ])('%s is not understood, with its place', async (_what, args) => {
    const before = await documents();
    const { status, error } = await running.pushError(mutation(2, 'set_severity', { ...onCase, ...args }));
    expect([status, error.code]).toEqual([400, 'invalid_args']);
    expect(error.message).toMatch(/severity|proposed|impact/);
    expect(await documents()).toEqual(before);
  });
});

describe('rule-3 what the answers propose', () => {
  test('is worked out by the backend itself and kept beside the severity that the agent set', async () => {
    await running.push(mutation(2, 'set_severity', { ...onCase, severity: 4, answers }));
    const stored = (await documents()).find((operation) => operation.op === 'put' && operation.id === caseId);
    const { events } = caseDocumentSchema.parse(stored?.op === 'put' ? stored.doc : null);
    expect(events.at(-1)).toMatchObject({ type: 'severity_set', severity: 4, proposed: 2, answers });
  });
});
