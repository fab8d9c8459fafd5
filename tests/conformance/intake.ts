import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mainSpace } from '../../src-backend/backend.ts';
import { serviceUserId } from '../../src-backend/identity/service-tokens.ts';
import { issueToken } from '../../src-backend/identity/tokens.ts';
import { shippedPolicy } from '../../src-backend/space/policy-file.ts';
import type { Storage } from '../../src-backend/storage/storage.ts';
import {
  accountIdSchema,
  type CaseDocument,
  type CaseEvent,
  contactIdSchema,
  eventIdSchema,
  productIdSchema,
} from '../../src-shared/cases/case-document.ts';
import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import { mutators } from '../../src-shared/mutators/registry.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { mutation, nowAt, type Running, startBackend, user } from '../unit/backend/backend-fixture.ts';

const openedSchema = z.object({ id: z.string(), number: z.string(), receivedAt: z.iso.datetime() });
const takenSchema = z.object({
  id: z.string(),
  case: z.object({ id: z.string(), number: z.string() }),
  receivedAt: z.iso.datetime(),
  reopened: z.boolean(),
});

export interface Answer {
  readonly status: number;
  readonly json: unknown;
}

export const request = {
  account: { id: 'harvest' },
  contact: { email: 'irene@harvest.example' },
  subject: 'ASN rejected by receiver',
  text: 'All ASNs of today are rejected.',
  priority: 'critical',
};

/** A desk that other systems bring cases to. */
export class IntakeDesk {
  readonly running: Running;
  readonly policy: Policy;
  readonly portal: string;
  readonly tickets: string;
  #events = 1;
  #pushed = 0;

  private constructor(running: Running, policy: Policy, portal: string, tickets: string) {
    this.running = running;
    this.policy = policy;
    this.portal = portal;
    this.tickets = tickets;
  }

  static async open(storage: Storage, changes: Partial<Policy> = {}): Promise<IntakeDesk> {
    const policy = { ...(await shippedPolicy()), ...changes };
    const running = await startBackend({ storage, registry: mutators, policy });
    const irene = contactIdSchema.parse('irene');
    const [harvest, cedar] = [accountIdSchema.parse('harvest'), accountIdSchema.parse('cedar')];
    await storage.write(mainSpace, async (tx) => {
      await tx.put('accounts', harvest, { id: harvest, name: 'Harvest Valley', agreement: 'standard' });
      await tx.put('accounts', cedar, { id: cedar, name: 'Cedar Grove', agreement: 'standard' });
      const email = 'irene@harvest.example';
      await tx.put('contacts', irene, { id: irene, accountId: harvest, name: 'Irene Kapoor', email });
      const oms = productIdSchema.parse('oms');
      await tx.put('products', oms, { id: oms, name: 'Order Management' });
      await tx.put('users', 'ann', user('ann', 'tae'));
    });
    const token = (may: 'portal' | 'tickets', name: string) =>
      issueToken(storage, mainSpace, serviceUserId({ name, may: [may] }));
    return new IntakeDesk(running, policy, await token('portal', 'community'), await token('tickets', 'tracker'));
  }

  async post(path: string, body: unknown, key: string | null = 'key-1', token = this.portal): Promise<Answer> {
    const response = await this.running.post(path, body, {
      authorization: `Bearer ${token}`,
      ...(key === null ? {} : { 'idempotency-key': key }),
    });
    return { status: response.status, json: await response.json() };
  }

  async get(path: string, token = this.portal): Promise<Answer> {
    const response = await fetch(`${this.running.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, json: await response.json() };
  }

  async opens(changes: object = {}, key = 'key-1') {
    const { status, json } = await this.post('/v1/cases', { ...request, ...changes }, key);
    expect({ status, json }).toMatchObject({ status: 201 });
    return openedSchema.parse(json);
  }

  async writes(id: string, text: string, key = 'message-1', changes: object = {}) {
    const { status, json } = await this.post(`/v1/cases/${id}/messages`, { text, ...changes }, key);
    expect({ status, json }).toMatchObject({ status: 201 });
    return takenSchema.parse(json);
  }

  news(ref: string, body: unknown): Promise<Answer> {
    return this.post(`/v1/dev-tickets/${ref}`, body, null, this.tickets);
  }

  /** What an agent does, by an action of the app; a TAE unless another role is named. */
  async does(name: string, args: object, role: 'coa' | 'tae' | 'lead' = 'tae'): Promise<void> {
    await this.running.storage.write(mainSpace, (tx) => tx.put('users', 'ann', user('ann', role)));
    this.#pushed += 1;
    this.#events += 1;
    const eventId = `019b8ee3-0000-7642-96d1-${String(this.#events).padStart(12, '0')}`;
    const at = this.running.clock.now();
    const { rejections } = await this.running.push(mutation(this.#pushed, name, { eventId, ...args }, 'c1', at));
    expect(rejections).toEqual([]);
  }

  /** The case was closed on a ticket, for its release. */
  closedFor(id: string, ticketRef: string, plannedReleaseOn: string): Promise<void> {
    return this.running.storage.write(mainSpace, async (tx) => {
      const doc = await tx.get('cases', id);
      if (doc === undefined) throw new Error(`There is no case ${id}.`);
      const closed: CaseEvent = {
        id: eventIdSchema.parse(`${id}-closed-${tx.version}`),
        at: this.running.clock.now(),
        by: { kind: 'user', id: user('ann').id },
        version: tx.version,
        type: 'closed',
        reason: 'development',
        ticketRef,
        plannedReleaseOn,
      };
      await tx.put('cases', id, { ...doc, events: [...doc.events, closed] });
    });
  }

  async case(id: string): Promise<CaseDocument> {
    const doc = await this.running.storage.read(mainSpace, (tx) => tx.get('cases', id));
    if (doc === undefined) throw new Error(`There is no case ${id}.`);
    return doc;
  }

  async events(id: string): Promise<readonly CaseEvent[]> {
    return (await this.case(id)).events;
  }

  async state(id: string): Promise<CaseState> {
    return foldCase(compilePolicy(this.policy), await this.events(id));
  }
}

/** What other systems bring, by rule, through HTTP. */
export function intakeByRule(name: string, openStorage: () => Promise<Storage>): void {
  describe(`/v1 on ${name}`, () => {
    let desk: IntakeDesk;
    beforeEach(async () => {
      desk = await IntakeDesk.open(await openStorage());
      return () => desk.running.backend.close();
    });

    describe('rule-2 a case of the portal', () => {
      test('is opened by its contact, with a number, under the account’s agreement, for any COA to claim', async () => {
        const opened = await desk.opens({ kind: 'issue', product: { name: 'order management' } });
        expect(opened.number).toBe('00000001');
        expect(await desk.case(opened.id)).toMatchObject({
          number: '00000001',
          subject: request.subject,
          accountId: 'harvest',
          contactId: 'irene',
          events: [
            {
              type: 'opened',
              channel: 'portal',
              priority: 1,
              agreement: 'standard',
              kind: 'issue',
              productId: 'oms',
              by: { kind: 'contact', id: 'irene' },
              at: nowAt,
            },
          ],
        });
        expect(await desk.state(opened.id)).toMatchObject({ ownerId: null, severity: 1, provisional: true });
      });

      test('is the same one when it is sent again, with the same answer', async () => {
        const first = await desk.post('/v1/cases', request);
        desk.running.clock.set(nowAt + 60_000);
        const reordered = Object.fromEntries(Object.entries(request).reverse());
        expect(await desk.post('/v1/cases', reordered)).toEqual(first);
        expect((await desk.opens({}, 'key-2')).number).toBe('00000002');
      });

      test('is opened once though it is sent several times at once', async () => {
        const answers = await Promise.all([1, 2, 3, 4].map(() => desk.post('/v1/cases', request)));
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
        expect(answers[0]?.status).toBe(201);
      });

      test('is refused under a key that was used for something else', async () => {
        const { id } = await desk.opens();
        const before = await desk.running.state();
        expect(await desk.post('/v1/cases', { ...request, text: 'Something else.' })).toMatchObject({
          status: 409,
          json: { error: { code: 'key_reused', path: 'Idempotency-Key' } },
        });
        expect(await desk.running.state()).toEqual(before);
        expect((await desk.events(id)).length).toBe(1);
      });

      test('may come by e-mail, and of somebody who is new', async () => {
        const contact = { email: 'New@harvest.example', name: 'Noa New', phone: '555 0100' };
        const { id } = await desk.opens({ channel: 'email', contact });
        const doc = await desk.case(id);
        expect(doc.events[0]).toMatchObject({ channel: 'email', by: { kind: 'contact', id: doc.contactId } });
        const stored = await desk.running.storage.read(mainSpace, (tx) => tx.get('contacts', doc.contactId ?? ''));
        expect(stored).toMatchObject({ accountId: 'harvest', ...contact });
        const second = await desk.opens({ channel: 'email', contact: { email: 'new@HARVEST.example' } }, 'key-2');
        expect((await desk.case(second.id)).contactId).toBe(doc.contactId);
      });

      test.each([
        ['the contact’s e-mail address alone', { account: undefined }],
        ['the account’s name', { account: { name: ' harvest VALLEY ' }, contact: { name: 'irene kapoor' } }],
        ['the contact’s id', { account: undefined, contact: { id: 'irene' } }],
        ['the account alone', { contact: undefined }],
      ])('finds its customer by %s', async (_, changes) => {
        const { id } = await desk.opens(changes);
        expect((await desk.case(id)).accountId).toBe('harvest');
      });

      test('can go on from a closed one, and says so to the desk', async () => {
        const first = await desk.opens();
        const { id } = await desk.opens({ follows: first.number }, 'key-2');
        expect((await desk.events(id))[1]).toMatchObject({
          type: 'note',
          text: 'The customer goes on from case 00000001.',
        });
      });

      test('counts the vote of an account that asks for an enhancement', async () => {
        const { id } = await desk.opens({ kind: 'enhancement', priority: 'low' });
        expect((await desk.state(id)).work.votes).toEqual(['harvest']);
      });

      test('brings the fields of a request for service', async () => {
        const asked = { type: 'data_export', fields: { what: 'Invoices of May', format: 'CSV' } };
        const { id } = await desk.opens({ kind: 'service_request', request: asked });
        expect((await desk.state(id)).work.request).toEqual(asked);
      });
    });

    describe('what is wrong is refused with its place, and nothing is stored', () => {
      const asked = { type: 'data_export', fields: { what: 'Invoices' } };
      test.each<[string, object, number, string, string | undefined]>([
        ['no priority', { priority: undefined }, 400, 'invalid_body', 'priority'],
        ['an unknown priority', { priority: 'sev1' }, 400, 'invalid_body', 'priority'],
        ['a subject of 501 characters', { subject: 'x'.repeat(501) }, 400, 'invalid_body', 'subject'],
        ['a text of 100,001 characters', { text: 'x'.repeat(100_001) }, 400, 'invalid_body', 'text'],
        ['a field that is unknown', { severity: 1 }, 400, 'invalid_body', undefined],
        ['an unusable id', { account: { id: 'a\u0000b' } }, 400, 'invalid_body', 'account.id'],
        ['a phone case', { channel: 'phone' }, 400, 'invalid_body', 'channel'],
        ['a blank subject', { subject: ' \n' }, 422, 'empty_subject', 'subject'],
        ['a blank text', { text: '  ' }, 422, 'empty_text', 'text'],
        ['an unknown account', { account: { id: 'nobody' } }, 422, 'unknown_account', 'account'],
        ['nobody at all', { account: undefined, contact: undefined }, 422, 'unknown_account', 'account'],
        ['an unknown e-mail address', { contact: { email: 'x@y.example' } }, 422, 'unknown_contact', 'contact.name'],
        [
          'a contact of another account',
          { account: { id: 'cedar' }, contact: { id: 'irene' } },
          422,
          'foreign_contact',
          'contact.id',
        ],
        ['an unknown product', { product: { name: 'Teleport' } }, 422, 'unknown_product', 'product'],
        [
          'an unknown request',
          { kind: 'service_request', request: { type: 'x', fields: {} } },
          422,
          'unknown_request_type',
          'request',
        ],
        [
          'an incomplete request',
          { kind: 'service_request', request: asked },
          422,
          'missing_request_fields',
          'request',
        ],
        ['a request of another kind', { kind: 'issue', request: asked }, 422, 'no_service_request', 'request'],
        ['a case to go on from that is none', { follows: '00099999' }, 404, 'not_found', 'follows'],
      ])('%s', async (_, changes, status, code, path) => {
        const before = await desk.running.state();
        const answer = await desk.post('/v1/cases', { ...request, ...changes });
        expect(answer).toMatchObject({ status, json: { error: { code, message: expect.stringMatching(/\.$/) } } });
        if (path !== undefined) expect(answer.json).toMatchObject({ error: { path } });
        expect(await desk.running.state()).toEqual(before);
      });

      test.each([
        ['an e-mail address', { account: undefined }],
        ['an e-mail address, of the account', {}],
        ['a name', { contact: { name: 'irene kapoor' } }],
      ])('%s that several contacts of one account have', async (_, changes) => {
        const twin = { id: contactIdSchema.parse('twin'), accountId: accountIdSchema.parse('harvest') };
        const alike = { name: 'Irene Kapoor', email: 'Irene@harvest.example' };
        await desk.running.storage.write(mainSpace, (tx) => tx.put('contacts', twin.id, { ...twin, ...alike }));
        const before = await desk.running.state();
        expect(await desk.post('/v1/cases', { ...request, ...changes })).toMatchObject({
          status: 422,
          json: { error: { code: 'ambiguous_contact', path: 'contact' } },
        });
        expect(await desk.running.state()).toEqual(before);
      });

      test.each([null, 'with space', 'ü', 'k'.repeat(201)])('the key %j', async (key) => {
        expect(await desk.post('/v1/cases', request, key)).toMatchObject({
          status: 400,
          json: { error: { code: 'invalid_body', path: 'Idempotency-Key' } },
        });
      });

      test('a body that is too large, or no JSON', async () => {
        expect(await desk.post('/v1/cases', `"${'x'.repeat(1_100_000)}"`)).toMatchObject({
          status: 413,
          json: { error: { code: 'body_too_large' } },
        });
        expect(await desk.post('/v1/cases', '{"subject":')).toMatchObject({ status: 400 });
      });

      test('a sender that asks too often, and only that one', async () => {
        const answers = await Promise.all(Array.from({ length: 160 }, () => desk.get('/v1/cases/none')));
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404, 429]));
        expect((await desk.news('DEV-1', { status: 'Open' })).status).toBe(404);
      });
    });

    test.each([
      ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
      ['Markdown', '[click](javascript:alert(1)) ![](https://x.example/p.png)'],
      ['null bytes', 'before\u0000after'],
      ['halves of surrogate pairs', 'a\ud800b\udc00c'],
      ['right-to-left and combining marks', 'שלום \u202egnp.exe Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤'],
      ['emoji', '👩‍👩‍👧‍👦🇺🇸'],
      ['a formula', '=HYPERLINK("https://x.example","x")'],
      ['100,000 characters', '文'.repeat(100_000)],
    ])('text with %s comes back as it was sent', async (_, text) => {
      const subject = text.slice(0, 100);
      const { id } = await desk.opens({ text, subject });
      await desk.writes(id, text);
      const { json } = await desk.get(`/v1/cases/${id}`);
      expect(json).toMatchObject({ messages: [{ text }, { text }] });
      expect((await desk.events(id)).map((event) => ('text' in event ? event.text : null))).toEqual([text, text]);
      expect((await desk.case(id)).subject).toBe(subject.replace(/\s+/g, ' ').trim());
    });

    describe('rule-2 what a customer may see', () => {
      test('is what was said, and how the case stands in their words', async () => {
        const { id, number } = await desk.opens();
        await desk.does('add_note', { caseId: id, text: 'Secret note.' });
        await desk.does('set_severity', { caseId: id, severity: 2 });
        await desk.does('log_call', { caseId: id, connected: true, text: 'Secret call.' });
        await desk.does('message_customer', { caseId: id, text: 'We look into it.' });
        await desk.does('escalate', { caseId: id, team: 'database', ticketRef: 'DB-1', wait: true });
        const { status, json } = await desk.get(`/v1/cases/${number}`);
        expect(status).toBe(200);
        expect(json).toEqual({
          id,
          number,
          subject: request.subject,
          account: { id: 'harvest', name: 'Harvest Valley' },
          contact: { id: 'irene', name: 'Irene Kapoor' },
          product: null,
          kind: null,
          priority: 'critical',
          status: 'in progress',
          openedAt: new Date(nowAt).toISOString(),
          resolvedAt: null,
          closedAt: null,
          mergedInto: null,
          messages: [
            {
              id: expect.any(String),
              from: 'customer',
              author: 'Irene Kapoor',
              at: new Date(nowAt).toISOString(),
              text: request.text,
            },
            {
              id: expect.any(String),
              from: 'desk',
              author: null,
              at: new Date(nowAt).toISOString(),
              text: 'We look into it.',
            },
          ],
        });
      });

      test('is not what an agent wrote down when opening the case', async () => {
        const caseId = '019b8ee3-0000-7642-96d1-900000000001';
        const about = { accountId: 'harvest', contactId: 'irene', channel: 'phone', priority: 1 };
        await desk.does('create_case', { caseId, subject: 'Down', text: 'Sounds annoyed.', ...about });
        expect((await desk.get(`/v1/cases/${caseId}`)).json).toMatchObject({ messages: [] });
      });

      test('is nothing of another account, if the portal names the account', async () => {
        const { id } = await desk.opens();
        expect((await desk.get(`/v1/cases/${id}?account=harvest`)).status).toBe(200);
        expect(await desk.get(`/v1/cases/${id}?account=cedar`)).toMatchObject({
          status: 404,
          json: { error: { code: 'not_found' } },
        });
      });

      test('is found by number with or without zeros, also of cases that came since', async () => {
        const first = await desk.opens();
        expect((await desk.get('/v1/cases/1')).json).toMatchObject({ id: first.id });
        const second = await desk.opens({}, 'key-2');
        expect((await desk.get('/v1/cases/00000002')).json).toMatchObject({ id: second.id });
        expect((await desk.get('/v1/cases/3')).status).toBe(404);
      });
    });

    describe('rule-2 a message of the customer', () => {
      test('counts when it is accepted, and ends the waiting on the customer', async () => {
        const { id } = await desk.opens();
        await desk.does('wait', { caseId: id, on: 'customer' });
        desk.running.clock.set(nowAt + 60_000);
        const taken = await desk.writes(id, 'Here is the file.');
        expect(taken).toMatchObject({ case: { id, number: '00000001' }, reopened: false });
        expect((await desk.events(id)).at(-1)).toMatchObject({
          type: 'customer_message',
          at: nowAt + 60_000,
          by: { kind: 'contact', id: 'irene' },
        });
        expect((await desk.state(id)).status).toBe('in_progress');
      });

      test('is taken once, and refused under a key that said something else', async () => {
        const { id } = await desk.opens();
        const first = await desk.writes(id, 'Here is the file.');
        expect(await desk.writes(id, 'Here is the file.')).toEqual(first);
        expect(await desk.post(`/v1/cases/${id}/messages`, { text: 'Another.' }, 'message-1')).toMatchObject({
          status: 409,
          json: { error: { code: 'key_reused' } },
        });
        expect((await desk.events(id)).length).toBe(2);
      });

      test('opens a resolved case again, right after it, where the policy says so', async () => {
        const { id } = await desk.opens();
        await desk.does('set_severity', { caseId: id, severity: 3 });
        await desk.does('resolve', { caseId: id });
        const taken = await desk.writes(id, 'Not for us.');
        expect(taken.reopened).toBe(true);
        expect((await desk.events(id)).slice(-2)).toMatchObject([
          { type: 'customer_message' },
          { type: 'reopened', because: 'customer_wrote', by: { kind: 'system' } },
        ]);
        expect((await desk.state(id)).status).toBe('in_progress');
        expect(await desk.writes(id, 'Not for us.')).toEqual(taken);
      });

      test('is refused on a closed case, and says how to go on', async () => {
        const { id } = await desk.opens();
        await desk.does('set_severity', { caseId: id, severity: 3 });
        await desk.does('resolve', { caseId: id });
        await desk.does('close', { caseId: id, reason: 'resolved' });
        const answer = await desk.post(`/v1/cases/${id}/messages`, { text: 'Again.' });
        expect(answer).toMatchObject({ status: 409, json: { error: { code: 'case_closed' } } });
        expect(JSON.stringify(answer.json)).toContain('follows');
      });

      test('goes to the survivor of a merge, and is found there when it is sent again', async () => {
        const first = await desk.opens();
        const second = await desk.opens({}, 'key-2');
        const into = { into: second.id, intoEventId: '019b8ee3-0000-7642-96d1-800000000001' };
        await desk.does('merge_cases', { caseId: first.id, ...into });
        const taken = await desk.writes(first.id, 'One more thing.');
        expect(taken.case).toEqual({ id: second.id, number: '00000002' });
        expect(await desk.writes(first.id, 'One more thing.')).toEqual(taken);
        expect((await desk.events(second.id)).at(-1)).toMatchObject({ type: 'customer_message', doneOn: first.id });
        expect((await desk.get(`/v1/cases/${first.id}`)).json).toMatchObject({
          status: 'closed',
          mergedInto: { id: second.id, number: '00000002' },
        });
      });

      test('may come of somebody who is new, if the account is named too', async () => {
        const { id, number } = await desk.opens();
        const contact = { email: 'noa@harvest.example', name: 'Noa New' };
        await desk.writes(number, 'Me too.', 'message-1', { account: { name: 'harvest valley' }, contact });
        const { by } = (await desk.events(id)).at(-1) ?? {};
        const stored = await desk.running.storage.read(mainSpace, (tx) =>
          tx.get('contacts', by?.kind === 'contact' ? by.id : ''),
        );
        expect(stored).toMatchObject({ accountId: 'harvest', ...contact });
        // Known by now, and so by name or address alone.
        await desk.writes(number, 'Still.', 'message-2', { contact: { name: 'noa new' } });
        expect((await desk.events(id)).at(-1)).toMatchObject({ by });
      });

      const unknown = { email: 'x@y.example', name: 'X' };
      const ofHarvest = { email: 'irene@harvest.example', name: 'Irene Kapoor' };
      test.each<[string, object, number, string]>([
        ['of another account than is named', { account: { id: 'harvest' } }, 404, 'not_found'],
        ['of an account that is not known', { account: { name: 'Nobody' } }, 422, 'unknown_account'],
        ['where somebody new writes and no account is named', { contact: unknown }, 422, 'unknown_contact'],
        ['where somebody of another account writes', { contact: ofHarvest }, 422, 'foreign_contact'],
        [
          'where they do, and the account is named',
          { account: { id: 'cedar' }, contact: ofHarvest },
          422,
          'foreign_contact',
        ],
        ['where they are named by id', { contact: { id: 'irene' } }, 422, 'foreign_contact'],
      ])('is not put on a case %s', async (_, changes, status, code) => {
        const { number } = await desk.opens({ account: { id: 'cedar' }, contact: undefined });
        const before = await desk.running.state();
        expect(await desk.post(`/v1/cases/${number}/messages`, { text: 'x', ...changes })).toMatchObject({
          status,
          json: { error: { code } },
        });
        expect(await desk.running.state()).toEqual(before);
      });

      test.each<[string, object, number, string]>([
        ['a blank text', { text: ' ' }, 422, 'empty_text'],
        ['a contact that is not known', { text: 'x', contact: { id: 'nobody' } }, 422, 'unknown_contact'],
        ['more than text', { text: 'x', status: 'closed' }, 400, 'invalid_body'],
      ])('is refused with %s', async (_, body, status, code) => {
        const { id } = await desk.opens();
        const answer = await desk.post(`/v1/cases/${id}/messages`, body);
        expect(answer).toMatchObject({ status, json: { error: { code } } });
        expect((await desk.events(id)).length).toBe(1);
      });
    });

    describe('rule-6 news of a ticket', () => {
      async function escalated(): Promise<string> {
        const { id } = await desk.opens();
        const release = { team: 'development', ticketRef: 'DEV-1', plannedReleaseOn: '2026-03-20', wait: true };
        await desk.does('escalate', { caseId: id, ...release });
        return id;
      }

      test('reaches the ticket and its cases, once', async () => {
        const id = await escalated();
        const news = { status: 'In review', plannedReleaseOn: '2026-03-27', link: 'https://tracker.example/DEV-1' };
        const answer = await desk.news('DEV-1', news);
        expect(answer).toEqual({
          status: 200,
          json: { ref: 'DEV-1', team: 'development', ...news, cases: [{ id, number: '00000001' }], changed: true },
        });
        expect((await desk.state(id)).work.escalations).toMatchObject([news]);
        const before = await desk.running.state();
        expect((await desk.news('DEV-1', news)).json).toMatchObject({ changed: false });
        expect(await desk.running.state()).toEqual(before);
      });

      test('brings a case back that was closed for another release day', async () => {
        const id = await escalated();
        await desk.closedFor(id, 'DEV-1', '2026-03-20');
        expect((await desk.state(id)).status).toBe('closed');
        await desk.news('DEV-1', { status: 'Planned' });
        expect((await desk.state(id)).status).toBe('closed');
        await desk.news('DEV-1', { plannedReleaseOn: null });
        expect((await desk.events(id)).at(-1)).toMatchObject({ type: 'reopened', because: 'release_moved' });
        expect((await desk.state(id)).status).toBe('in_progress');
      });

      test.each<[string, string, object, number, string]>([
        ['for a ticket that nobody knows', 'DEV-9', { status: 'Open' }, 404, 'not_found'],
        ['that says nothing', 'DEV-1', {}, 400, 'invalid_body'],
        ['with a day that does not exist', 'DEV-1', { plannedReleaseOn: '2026-02-30' }, 400, 'invalid_body'],
        ['with a link that is none', 'DEV-1', { link: 'javascript:alert(1)' }, 400, 'invalid_body'],
        ['with more than that', 'DEV-1', { team: 'database' }, 400, 'invalid_body'],
      ])('is refused %s', async (_, ref, body, status, code) => {
        await escalated();
        const before = await desk.running.state();
        expect(await desk.news(ref, body)).toMatchObject({ status, json: { error: { code } } });
        expect(await desk.running.state()).toEqual(before);
      });
    });

    describe('tokens', () => {
      test('are looked at before the body is, and so is how often they come', async () => {
        const broken = '{"subject":';
        expect((await desk.post('/v1/cases', broken, 'k', 'nonsense')).status).toBe(401);
        expect((await desk.post('/v1/cases/1/messages', broken, 'k', desk.tickets)).status).toBe(403);
        const answers = await Promise.all(Array.from({ length: 160 }, () => desk.post('/v1/cases', broken)));
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400, 429]));
      });

      test('of a service are good for what it may, and for nothing of the sync', async () => {
        expect(await desk.post('/v1/cases', request, 'k', desk.tickets)).toMatchObject({
          status: 403,
          json: { error: { code: 'not_allowed', message: expect.stringContaining('--may portal') } },
        });
        expect((await desk.post('/v1/dev-tickets/DEV-1', { status: 'x' }, null)).status).toBe(403);
        for (const path of ['/sync/push', '/sync/pull', '/sync/load']) {
          expect((await desk.post(path, {}, null)).status).toBe(401);
        }
        expect((await desk.get('/sync/me')).status).toBe(401);
        expect((await desk.get('/sync/events')).status).toBe(401);
      });

      test('of an agent, and unknown ones, are good for nothing under /v1', async () => {
        const agents = await issueToken(desk.running.storage, mainSpace, user('ann').id);
        expect((await desk.post('/v1/cases', request, 'k', agents)).status).toBe(403);
        expect((await desk.post('/v1/cases', request, 'k', 'nonsense')).status).toBe(401);
        expect((await desk.post('/v1/nothing', request)).status).toBe(404);
      });
    });
  });
}
