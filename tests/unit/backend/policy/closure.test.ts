import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mainSpace } from '../../../../src-backend/backend.ts';
import { TestClock } from '../../../../src-backend/clock.ts';
import { caseDocumentSchema } from '../../../../src-shared/cases/case-document.ts';
import { mutators } from '../../../../src-shared/mutators/registry.ts';
import { closingPolicy, la } from '../../shared/closure/closing-desk.ts';
import { mutation, type Running, startBackend } from '../backend-fixture.ts';

/** Monday 30 November 2026, 10:00 in Los Angeles. */
const now = la('2026-11-30');
const uuid = (n: number) => `0a0b0c0d-0000-7000-8000-${String(n).padStart(12, '0')}`;

let running: Running;
let sent: number;
beforeEach(async () => {
  sent = 0;
  running = await startBackend({ registry: mutators, policy: closingPolicy(), clock: new TestClock(now) });
});
afterEach(() => running.backend.close());

/** A case of severity 1 whose timeline is given; each event by Ann, a minute after the one before. */
async function put(id: string, ...events: readonly object[]): Promise<void> {
  const by = { kind: 'user', id: 'ann' };
  const openedAt = la('2026-11-24');
  const doc = caseDocumentSchema.parse({
    id,
    number: '00000007',
    subject: 'Orders stopped',
    accountId: 'harvest',
    contactId: null,
    events: [
      { type: 'opened', channel: 'phone', priority: 1, severity: 1, agreement: 'standard', text: 'Since five.' },
      ...events,
    ].map((event, index) => ({ id: `${id}-${index}`, at: openedAt + index * 60_000, by, version: 1, ...event })),
  });
  await running.storage.write(mainSpace, async (tx) => tx.put('cases', doc.id, doc));
}

async function caseJson(id: string): Promise<unknown> {
  return running.storage.read(mainSpace, (tx) => tx.get('cases', id));
}

/** Sends an action as a client does that checked nothing itself. */
async function send(name: string, args: object): Promise<readonly { code: string; message: string }[]> {
  sent += 1;
  const { rejections } = await running.push(mutation(sent, name, { eventId: uuid(sent), ...args }, 'c1', now));
  return rejections.map(({ refusal }) => refusal);
}

const resolved = { type: 'resolved', text: 'Sent again.' };
const message = (date: string) => ({ type: 'agent_message', text: 'Could you look?', at: la(date) });
const escalated = (plannedReleaseOn?: string) => ({
  type: 'escalated',
  team: 'development',
  ticketRef: 'DEV-7',
  ...(plannedReleaseOn === undefined ? {} : { plannedReleaseOn }),
});
const agreed = { who: 'Irene Kapoor', at: now, how: 'On the phone.' };

describe('rule-7 sent straight to the backend', () => {
  test.each([
    ['resolved without a resolution', [], 'close', { reason: 'resolved' }, 'not_resolved'],
    ['resolved without the root cause of severity 1', [resolved], 'close', { reason: 'resolved' }, 'no_root_cause'],
    ['a resolution of severity 1 without its root cause', [], 'resolve', { text: 'Done.' }, 'no_root_cause'],
    [
      'no response after three messages on two support days',
      [message('2026-11-24'), message('2026-11-25'), message('2026-11-26')],
      'close',
      { reason: 'no_response' },
      'too_few_outreaches',
    ],
    ['development without a ticket', [], 'close', { reason: 'development', ticketRef: 'DEV-7' }, 'no_ticket'],
    [
      'development without a date',
      [escalated()],
      'close',
      { reason: 'development', ticketRef: 'DEV-7' },
      'no_release_ahead',
    ],
    [
      'development on a release of today',
      [escalated('2026-11-30')],
      'close',
      { reason: 'development', ticketRef: 'DEV-7' },
      'no_release_ahead',
    ],
    ['agreement without evidence', [], 'close', { reason: 'agreement' }, 'no_agreement'],
    [
      'agreement of tomorrow',
      [],
      'close',
      { reason: 'agreement', agreed: { ...agreed, at: now + 86_400_000 } },
      'agreed_later',
    ],
    ['an unknown closure code', [], 'close', { reason: 'agreement', agreed, closureCode: 'x' }, 'unknown_closure_code'],
    ['an empty root cause', [], 'set_root_cause', { rootCause: '' }, 'empty_text'],
    [
      'a reason for a clock that was not missed',
      [],
      'set_breach_reason',
      { clock: 'triage', code: 'volume' },
      'not_missed',
    ],
    [
      'a reason that no policy has',
      [],
      'set_breach_reason',
      { clock: 'resolution', code: 'x' },
      'unknown_breach_reason',
    ],
  ])('refuses %s, with a sentence, and changes nothing', async (_name, events, action, args, code) => {
    await put('case-1', ...events);
    const before = await caseJson('case-1');
    const refusals = await send(action, { caseId: 'case-1', ...args });
    expect(refusals).toEqual([{ code, message: expect.stringMatching(/^[A-Z“].*\.$/) }]);
    expect(await caseJson('case-1')).toEqual(before);
  });

  test('takes each reason with its evidence', async () => {
    const root = { type: 'root_cause_set', rootCause: 'A certificate.' };
    await put('a', resolved, root);
    await put('b', message('2026-11-24'), message('2026-11-25'), message('2026-11-30'));
    await put('c', escalated('2026-12-01'));
    await put('d');
    expect(await send('close', { caseId: 'a', reason: 'resolved' })).toEqual([]);
    expect(await send('close', { caseId: 'b', reason: 'no_response', closureCode: 'answered' })).toEqual([]);
    expect(await send('close', { caseId: 'c', reason: 'development', ticketRef: 'DEV-7' })).toEqual([]);
    expect(await send('close', { caseId: 'd', reason: 'agreement', agreed })).toEqual([]);
    expect(await send('set_breach_reason', { caseId: 'd', clock: 'resolution', code: 'volume' })).toEqual([]);
  });

  test('does not judge events that were there before: what was imported stays closed', async () => {
    await put('case-1', { type: 'closed', reason: 'no_response' });
    expect(await send('add_note', { caseId: 'case-1', text: 'Closed by the old tool.' })).toEqual([]);
    expect(await send('reopen', { caseId: 'case-1' })).toEqual([]);
    expect(await send('close', { caseId: 'case-1', reason: 'no_response' })).toHaveLength(1);
  });
});
