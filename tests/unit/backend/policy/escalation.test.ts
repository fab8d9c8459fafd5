import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mainSpace } from '../../../../src-backend/backend.ts';
import { shippedPolicy } from '../../../../src-backend/space/policy-file.ts';
import { accountIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { Role } from '../../../../src-shared/directory/documents.ts';
import { mutators } from '../../../../src-shared/mutators/registry.ts';
import { mutation, type Running, startBackend, user } from '../backend-fixture.ts';

const uuid = (number: number) => `019b8ee3-0000-7642-96d1-${String(number).padStart(12, '0')}`;
const caseId = uuid(1);
const onCase = { caseId, eventId: uuid(9) };

let running: Running;
let sent: number;
beforeEach(async () => {
  running = await startBackend({ registry: mutators, policy: await shippedPolicy() });
  const id = accountIdSchema.parse('fresh');
  await running.storage.write(mainSpace, (tx) =>
    tx.put('accounts', id, { id, name: 'Fresh Fields', agreement: 'standard' }),
  );
  sent = 0;
  const about = { subject: 'ASN rejected', text: 'Unknown GTIN.', accountId: 'fresh', contactId: null };
  const kind = 'professional_services';
  await does('coa', 'create_case', { caseId, eventId: uuid(2), ...about, kind, channel: 'portal', priority: 3 });
});
afterEach(() => running.backend.close());

async function push(role: Role, name: string, args: object) {
  const ann = user('ann', role);
  await running.storage.write(mainSpace, (tx) => tx.put('users', ann.id, ann));
  sent += 1;
  return running.push(mutation(sent, name, args));
}

async function does(role: Role, name: string, args: object): Promise<void> {
  expect((await push(role, name, args)).rejections).toEqual([]);
}

async function documents(): Promise<unknown> {
  return (await running.pull(null)).patch.filter((operation) => !('id' in operation) || operation.id !== 'ann');
}

/** Pushes past the app's own checks; answers the refusal, and holds that nothing changed. */
async function refusalOf(role: Role, name: string, args: object) {
  const before = await documents();
  const { rejections } = await push(role, name, args);
  expect(await documents()).toEqual(before);
  return rejections[0]?.refusal;
}

const escalation = { ...onCase, team: 'development', ticketRef: 'DEV-1', sowRef: 'SOW-1', wait: true };
const services = { ...onCase, team: 'professional_services', wait: true };
const news = { ...onCase, ticketRef: 'DEV-1', status: 'Open' };

describe('a client that skips its own checks is refused with a reason, and nothing changes', () => {
  test.each<[string, Role, string, object, string]>([
    ['rule-6: an escalation by a COA', 'coa', 'escalate', escalation, 'not_allowed'],
    ['rule-6: an escalation by the administrator', 'administrator', 'escalate', escalation, 'not_allowed'],
    ['rule-6: to a team that is none', 'tae', 'escalate', { ...escalation, team: 'astrology' }, 'unknown_team'],
    [
      'rule-6: a release without a ticket',
      'tae',
      'escalate',
      { ...onCase, team: 'database', sowRef: 'SOW-1', plannedReleaseOn: '2026-05-01', wait: false },
      'release_without_ticket',
    ],
    ['rule-6: news of a ticket it is not on', 'coa', 'change_ticket', news, 'unknown_ticket'],
    ['rule-6: news of a ticket by the administrator', 'administrator', 'change_ticket', news, 'not_allowed'],
    ['rule-9: to Professional Services without an SOW', 'coa', 'escalate', services, 'needs_sow'],
    ['rule-9: with a blank SOW', 'lead', 'escalate', { ...services, sowRef: '  ' }, 'needs_sow'],
    ['rule-9: by the administrator', 'administrator', 'escalate', { ...services, sowRef: 'SOW-1' }, 'not_allowed'],
    [
      'rule-9: non-standard work to another team without an SOW',
      'tae',
      'escalate',
      { ...onCase, team: 'development', ticketRef: 'DEV-1', wait: true },
      'needs_sow',
    ],
  ])('%s', async (_what, role, name, args, code) => {
    expect(await refusalOf(role, name, args)).toEqual({ code, message: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  test.each([
    ['a link that is no web address', { link: 'javascript:alert(1)' }],
    ['a day that does not exist', { plannedReleaseOn: '2026-02-30' }],
    ['a reference with a null byte', { ticketRef: 'DEV\u00001' }],
    ['a reference of nothing', { ticketRef: ' ' }],
    ['no word on waiting', { wait: undefined }],
  ])('an escalation with %s does not even parse, and the place is named', async (_what, changes) => {
    const before = await documents();
    const answer = await running.pushError(mutation(sent + 1, 'escalate', { ...escalation, ...changes }));
    expect(answer).toMatchObject({ status: 400, error: { path: expect.stringMatching(/^mutations\[0\]\.args\./) } });
    expect(await documents()).toEqual(before);
  });

  test('rule-6: a ticket of another team', async () => {
    await does('tae', 'escalate', { ...escalation, eventId: uuid(3) });
    const foreign = { ...escalation, team: 'database' };
    expect(await refusalOf('tae', 'escalate', foreign)).toMatchObject({ code: 'foreign_ticket' });
  });
});
