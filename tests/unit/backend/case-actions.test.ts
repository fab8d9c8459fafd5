import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mainSpace } from '../../../src-backend/backend.ts';
import { shippedPolicy } from '../../../src-backend/space/policy-file.ts';
import { accountIdSchema, caseDocumentSchema } from '../../../src-shared/cases/case-document.ts';
import { mutators } from '../../../src-shared/mutators/registry.ts';
import { mutation, nowAt, type Running, startBackend } from './backend-fixture.ts';

const caseId = '019b8ee3-0000-7642-96d1-2ad2571dfb9f';
const eventId = (index: number) => `019b8ee3-0000-7642-96d1-00000000000${index}`;
const doneAt = nowAt - 20 * 60_000;

let running: Running;
beforeEach(async () => {
  running = await startBackend({ registry: mutators, policy: await shippedPolicy() });
  const id = accountIdSchema.parse('fresh');
  await running.storage.write(mainSpace, (tx) =>
    tx.put('accounts', id, { id, name: 'Fresh Fields', agreement: 'standard' }),
  );
});
afterEach(() => running.backend.close());

async function caseDocument() {
  const stored = (await running.pull(null)).patch.find(
    (operation) => operation.op === 'put' && operation.id === caseId,
  );
  if (stored?.op !== 'put') throw new Error('the case is not there');
  return { version: stored.version, doc: caseDocumentSchema.parse(stored.doc) };
}

function opening(id: number) {
  const args = {
    caseId,
    eventId: eventId(1),
    subject: 'ASN rejected',
    text: 'Unknown GTIN since this morning.',
    accountId: 'fresh',
    contactId: null,
    channel: 'portal',
    priority: 2,
  };
  return mutation(id, 'create_case', args, 'c1', doneAt);
}

describe('the actions on a case, applied by the backend', () => {
  test('a case made offline gets its number, and events with the version that added them', async () => {
    const message = { caseId, eventId: eventId(2), text: 'We are looking into it.' };
    const answer = await running.push(opening(1), mutation(2, 'message_customer', message, 'c1', doneAt + 1_000));
    expect(answer).toEqual({ lastMutationIDs: { c1: 2 }, rejections: [] });
    const { doc, version } = await caseDocument();
    expect(doc.number).toBe('00000001');
    expect(doc.events).toMatchObject([
      // Done offline: at its own time, and marked as recorded late.
      { type: 'opened', at: doneAt, recordedAt: nowAt, version: version - 1, by: { kind: 'user', id: 'ann' } },
      // A message reaches the customer only now.
      { type: 'agent_message', at: nowAt, version },
    ]);
    expect(doc.events[1]).not.toHaveProperty('recordedAt');
  });

  test('what a rule refuses is told in a sentence, and the case stays as it was', async () => {
    await running.push(opening(1));
    const before = await caseDocument();
    const answer = await running.push(mutation(2, 'resume', { caseId, eventId: eventId(3) }));
    expect(answer.rejections).toMatchObject([{ id: 2, name: 'resume' }]);
    expect(answer.rejections[0]?.refusal.message).toMatch(/^[A-Z].*\.$/);
    expect(await caseDocument()).toEqual(before);
  });

  test('withdraw takes the place of an action that the backend does not know', async () => {
    expect((await running.pushError(opening(1), mutation(2, 'teleport', {}))).error).toMatchObject({
      code: 'unknown_mutator',
      mutationID: 2,
    });
    const withdrawn = mutation(2, 'withdraw', { name: 'teleport', reason: 'unknown' });
    expect(await running.push(opening(1), withdrawn)).toEqual({ lastMutationIDs: { c1: 2 }, rejections: [] });
  });
});
