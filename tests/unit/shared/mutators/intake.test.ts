import { describe, expect, it } from 'vitest';
import type { MutatorArgs } from '../../../../src-shared/mutators/registry.ts';
import { bluestem, caseId, cedar, Desk, dana, devon, harvest, irene, maya, monday, newCase, uuid } from './desk.ts';
import { ok, refusal } from './outcomes.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const emergency: MutatorArgs<'open_emergency'> = {
  caseId,
  eventId: uuid(1000),
  calledAt: monday,
  subject: 'Ordering is down before the cut-off',
  text: '',
  accountId: harvest,
  contactId: irene,
  severity: 1,
  emergency: { callerNumber: '+1 925 555 0142', whatIsDown: 'Order entry', downSinceAt: monday - 30 * minute },
};

function phoned(desk: Desk, changes: Partial<MutatorArgs<'open_emergency'>> = {}, at = 0, acceptedAt = at) {
  return desk.act('open_emergency', { ...emergency, ...changes }, { at, acceptedAt });
}

describe('rule-2 open_emergency', () => {
  it('opens a case by phone, triaged, whose clocks start at the call, which was its first response', async () => {
    const desk = new Desk();
    expect(await phoned(desk, { ownerId: maya }, 7)).toEqual(ok);
    expect(desk.state()).toMatchObject({
      channel: 'phone',
      status: 'triaged',
      severity: 1,
      provisional: false,
      priority: 1,
      openedAt: monday,
      ownerId: maya,
      notPhonedIn: false,
      clocks: { first_response: { startedAt: monday, usedMs: 0, phase: 'stopped' } },
    });
    expect(desk.state().clocks.resolution?.startedAt).toBe(monday);
    expect(desk.state().work.emergency).toEqual(emergency.emergency);
  });

  it('is recorded late by the time of the call, not of the form', async () => {
    const late = new Desk();
    await phoned(late, {}, 7);
    expect(late.case().events[0]).toMatchObject({ at: monday, recordedAt: monday + 7 * minute });
    const prompt = new Desk();
    await phoned(prompt, {}, 5);
    expect(prompt.case().events[0]).not.toHaveProperty('recordedAt');
  });

  it('counts at most 14 days before it arrived, however long the form and the call lie apart', async () => {
    const desk = new Desk();
    const arrival = 20 * 24 * 60;
    expect(await phoned(desk, { calledAt: monday }, 7 * 24 * 60, arrival)).toEqual(ok);
    expect(desk.state().openedAt).toBe(monday + 6 * day);
  });

  it('takes what the clock of the computer was wrong by off the times of the call too', async () => {
    const desk = new Desk();
    // The computer was an hour ahead: seven minutes after the call it showed 10:07.
    const hour = 60 * minute;
    const times = { calledAt: monday + hour, enteredAt: monday + hour + 7 * minute };
    const down = { ...emergency.emergency, downSinceAt: monday + hour - 30 * minute };
    expect(await phoned(desk, { ...times, emergency: down }, 7)).toEqual(ok);
    expect(desk.state().openedAt).toBe(monday);
    expect(desk.state().work.emergency?.downSinceAt).toBe(monday - 30 * minute);
  });

  it('keeps name and number of a caller whom nobody knows', async () => {
    const desk = new Desk();
    const caller = { ...emergency.emergency, callerName: 'Night manager, dock 4' };
    expect(await phoned(desk, { contactId: null, emergency: caller })).toEqual(ok);
    expect(desk.case().contactId).toBeNull();
    expect(desk.state().work.emergency).toMatchObject({ callerName: 'Night manager, dock 4' });
  });

  it.each([
    ['a call after it was logged', { calledAt: monday + 3 * minute }, 'future_call'],
    ['a call more than 14 days back', { calledAt: monday - 14 * day - 1 }, 'old_call'],
    ['nothing that is down', { emergency: { whatIsDown: ' ' } }, 'empty_text'],
    ['an empty subject', { subject: '  ' }, 'empty_subject'],
    ['an unknown account', { accountId: uuid(99), contactId: null }, 'unknown_account'],
    ['a contact of another account', { accountId: cedar }, 'foreign_contact'],
    ['an unknown product', { productId: uuid(99) }, 'unknown_product'],
    ['an agreement that the policy lacks', { accountId: bluestem, contactId: null }, 'unknown_agreement'],
    ['another agent as the owner', { ownerId: devon }, 'not_allowed'],
  ])('refuses %s', async (_, changes, code) => {
    const desk = new Desk();
    expect(await phoned(desk, changes)).toEqual(refusal(code));
    expect(desk.hasCase()).toBe(false);
  });

  it('takes a call that another computer dates a little ahead as beginning when it was logged', async () => {
    const desk = new Desk();
    expect(await phoned(desk, { calledAt: monday + minute })).toEqual(ok);
    expect(desk.state().openedAt).toBe(monday);
  });

  it('has no severity 3: what is no emergency belongs in the portal', async () => {
    await expect(phoned(new Desk(), { severity: 3 as unknown as 2 })).rejects.toThrow();
  });
});

const report = { type: 'report', fields: { period: '2026', recipient: 'Internal audit' } };

describe('rule-2 a request for service', () => {
  const asked = { kind: 'service_request' as const, request: report };

  it('keeps what it asks for from the start', async () => {
    const desk = new Desk();
    expect(await desk.create(asked)).toEqual(ok);
    expect(desk.state().work.request).toEqual(report);
  });

  it('may come without, and be filled in later', async () => {
    const desk = new Desk();
    await desk.create({ kind: 'service_request' });
    expect(await desk.on('set_request', { request: report })).toEqual(ok);
    expect(desk.state().work.request).toEqual(report);
  });

  it.each([
    ['a type that the policy lacks', { type: 'coffee', fields: {} }, 'unknown_request_type', /"coffee"/],
    ['a type named like a method', { type: 'constructor', fields: {} }, 'unknown_request_type', /"constructor"/],
    [
      'a field that its type does not ask for',
      { ...report, fields: { ...report.fields, size: '1' } },
      'unknown_request_field',
      /"size"/,
    ],
    [
      'required fields that are empty, by name',
      { type: 'report', fields: { period: ' ' } },
      'missing_request_fields',
      /Report period, Recipient/,
    ],
  ])('refuses %s', async (_, request, code, message) => {
    const desk = new Desk();
    expect(await desk.create({ ...asked, request })).toEqual(refusal(code, message));
    await desk.create({ kind: 'service_request' });
    expect(await desk.on('set_request', { request })).toEqual(refusal(code, message));
    expect(desk.state().work.request).toBeNull();
  });

  it('has fields on no case of another kind', async () => {
    const desk = new Desk();
    expect(await desk.create({ request: report })).toEqual(refusal('no_service_request'));
    await desk.create({ kind: 'question' });
    expect(await desk.on('set_request', { request: report })).toEqual(refusal('no_service_request'));
  });

  it('has its checklist ticked off item by item, and taken back', async () => {
    const desk = new Desk();
    await desk.create(asked);
    expect(await desk.on('check_item', { item: 'nda', done: true })).toEqual(ok);
    expect(await desk.on('check_item', { item: 'nda', done: true })).toEqual(refusal('already_so', /Confidentiality/));
    expect(await desk.on('check_item', { item: 'sent', done: true })).toEqual(ok);
    expect(desk.state().work.checked).toEqual(['nda', 'sent']);
    expect(await desk.on('check_item', { item: 'nda', done: false })).toEqual(ok);
    expect(desk.state().work.checked).toEqual(['sent']);
    expect(await desk.on('check_item', { item: 'tea', done: true })).toEqual(refusal('unknown_item', /"tea"/));
  });

  it('has no checklist before it says what is asked for', async () => {
    const desk = new Desk();
    await desk.create({ kind: 'service_request' });
    expect(await desk.on('check_item', { item: 'nda', done: true })).toEqual(refusal('no_request'));
  });

  it('begins its checklist anew under another type; undoing that brings type and ticks back', async () => {
    const desk = new Desk();
    await desk.create(asked);
    await desk.on('check_item', { item: 'nda', done: true });
    await desk.on('set_request', { request: { type: 'export', fields: { what: 'Invoices' } } }, { at: 1 });
    expect(desk.state().work.checked).toEqual([]);
    expect(await desk.on('undo', { undoes: desk.lastEvent().id }, { at: 2 })).toEqual(ok);
    expect(desk.state().work).toMatchObject({ request: report, checked: ['nda'] });
  });

  it('is not changed under the ticks of somebody else', async () => {
    const desk = new Desk();
    await desk.create(asked);
    const other = { ...report, fields: { ...report.fields, auditor: 'Wells' } };
    await desk.on('set_request', { request: other }, { at: 1 });
    const undoes = desk.lastEvent().id;
    await desk.on('check_item', { item: 'nda', done: true }, { at: 2, by: devon });
    expect(await desk.on('undo', { undoes }, { at: 3 })).toEqual(refusal('changed_since', /Devon Achterberg/));
  });
});

describe('rule-11 an enhancement request', () => {
  const wish = { kind: 'enhancement' as const };

  it('counts the vote of its own account from the start', async () => {
    const desk = new Desk();
    expect(await desk.create(wish)).toEqual(ok);
    expect(desk.state().work.votes).toEqual([harvest]);
    expect(new Set(desk.case().events.map(({ id }) => id)).size).toBe(2);
  });

  it('counts it as well when a case is turned into one at triage, once', async () => {
    const desk = new Desk();
    await desk.create({ kind: 'question' });
    expect(await desk.on('set_severity', { severity: 4, ...wish }, { at: 1 })).toEqual(ok);
    expect(desk.case().events.map(({ type }) => type)).toEqual(['opened', 'severity_set', 'voted']);
    expect(desk.state().work.votes).toEqual([harvest]);
    expect(await desk.on('set_severity', { severity: 3, ...wish }, { at: 2 })).toEqual(ok);
    expect(await desk.on('set_severity', { severity: 3, kind: 'issue' }, { at: 3 })).toEqual(ok);
    expect(await desk.on('set_severity', { severity: 3, ...wish }, { at: 4 })).toEqual(ok);
    expect(desk.state().work.votes).toEqual([harvest]);
    expect(desk.case().events.filter(({ type }) => type === 'voted')).toHaveLength(1);
  });

  it('leaves a vote withdrawn that was withdrawn, while it stays one', async () => {
    const desk = new Desk();
    await desk.create(wish);
    await desk.on('vote', { accountId: harvest, withdrawn: true }, { at: 1 });
    await desk.on('set_severity', { severity: 3, ...wish }, { at: 2 });
    expect(desk.state().work.votes).toEqual([]);
  });

  it('loses the vote that its kind brought when the kind is undone', async () => {
    const desk = new Desk();
    await desk.create({ kind: 'question' });
    await desk.on('set_severity', { severity: 4 }, { at: 1 });
    await desk.on('set_severity', { severity: 4, ...wish }, { at: 2 });
    const undoes = desk.case().events.at(-2)?.id ?? '';
    expect(await desk.on('undo', { undoes }, { at: 3 })).toEqual(ok);
    expect(desk.state()).toMatchObject({ kind: 'question', work: { votes: [] } });
    expect(await desk.on('set_severity', { severity: 4, ...wish }, { at: 4 })).toEqual(ok);
    expect(desk.state().work.votes).toEqual([harvest]);
  });

  it('counts one vote an account, until it is withdrawn', async () => {
    const desk = new Desk();
    await desk.create(wish);
    expect(await desk.on('vote', { accountId: cedar, text: 'Asked for on the phone.' })).toEqual(ok);
    expect(await desk.on('vote', { accountId: cedar }, { by: devon })).toEqual(refusal('already_voted', /Cedar Grove/));
    expect(desk.state().work.votes).toEqual([harvest, cedar]);
    expect(await desk.on('vote', { accountId: cedar, withdrawn: true })).toEqual(ok);
    expect(await desk.on('vote', { accountId: cedar, withdrawn: true })).toEqual(refusal('already_so'));
    expect(desk.state().work.votes).toEqual([harvest]);
  });

  it('has its votes undone one by one', async () => {
    const desk = new Desk();
    await desk.create(wish);
    await desk.on('vote', { accountId: cedar });
    const undoes = desk.lastEvent().id;
    await desk.on('vote', { accountId: harvest, withdrawn: true }, { at: 1, by: devon });
    expect(await desk.on('undo', { undoes }, { at: 2 })).toEqual(ok);
    expect(desk.state().work.votes).toEqual([]);
  });

  it('is the only kind that has votes, and only of accounts that exist', async () => {
    const desk = new Desk();
    await desk.create(wish);
    expect(await desk.on('vote', { accountId: uuid(99) })).toEqual(refusal('unknown_account'));
    const other = new Desk();
    await other.create({ kind: 'question' });
    expect(await other.on('vote', { accountId: cedar })).toEqual(refusal('no_enhancement'));
  });
});

describe('macros', () => {
  const macroId = uuid(500);
  const written = { macroId, name: '  Waiting for \n the file ', text: 'Hello {contact}', kinds: [], shared: false };

  it('are saved by their writer, and changed by nobody else', async () => {
    const desk = new Desk();
    expect(await desk.act('save_macro', written)).toEqual(ok);
    expect(desk.get('macros', macroId)).toEqual({
      id: macroId,
      name: 'Waiting for the file',
      text: 'Hello {contact}',
      kinds: [],
      ownerId: maya,
    });
    for (const by of [devon, dana]) {
      expect(await desk.act('save_macro', written, { by })).toEqual(refusal('not_allowed', /Maya Ortiz/));
      expect(await desk.act('remove_macro', { macroId }, { by })).toEqual(refusal('not_allowed', /Maya Ortiz/));
    }
  });

  it('of the whole desk are the leads’', async () => {
    const desk = new Desk();
    const shared = { ...written, shared: true };
    expect(await desk.act('save_macro', shared)).toEqual(refusal('not_allowed', /lead/));
    expect(await desk.act('save_macro', shared, { by: dana })).toEqual(ok);
    expect(await desk.act('save_macro', written)).toEqual(refusal('not_allowed', /lead/));
    expect(await desk.act('remove_macro', { macroId })).toEqual(refusal('not_allowed', /lead/));
    expect(desk.get('macros', macroId)).toMatchObject({ ownerId: null });
  });

  it('are taken out of use and brought back', async () => {
    const desk = new Desk();
    expect(await desk.act('remove_macro', { macroId })).toEqual(refusal('unknown_macro'));
    await desk.act('save_macro', written);
    expect(await desk.act('remove_macro', { macroId })).toEqual(ok);
    expect(desk.get('macros', macroId)).toMatchObject({ removed: true, text: 'Hello {contact}' });
    expect(await desk.act('remove_macro', { macroId, restore: true })).toEqual(ok);
    expect(desk.get('macros', macroId)).not.toHaveProperty('removed');
  });

  it.each([
    ['no name', { name: ' ' }, 'empty_name'],
    ['no text', { text: '\n' }, 'empty_text'],
    ['a closure code that the policy lacks', { closureCode: 'whatever' }, 'unknown_closure_code'],
  ])('are refused with %s', async (_, changes, code) => {
    const desk = new Desk();
    expect(await desk.act('save_macro', { ...written, ...changes })).toEqual(refusal(code));
    expect(desk.get('macros', macroId)).toBeUndefined();
  });

  it('are named by the message that was written with one', async () => {
    const desk = new Desk();
    await desk.create({ ...newCase });
    expect(await desk.on('message_customer', { text: 'Use the portal.', macro: 'belongs_in_portal' })).toEqual(ok);
    expect(desk.lastEvent()).toMatchObject({ type: 'agent_message', macro: 'belongs_in_portal' });
  });

  it('leave no placeholder in what is sent', async () => {
    const desk = new Desk();
    await desk.create({ ...newCase });
    const text = 'Hello {contact}, until {next step}.';
    expect(await desk.on('message_customer', { text, macro: 'thanks' })).toEqual(
      refusal('open_placeholder', /\{contact\}, \{next step\}/),
    );
    await desk.act('save_macro', { ...written, text: 'Please try {the steps}.' });
    const begun = { macro: macroId };
    expect(await desk.on('message_customer', { text: 'Please try {the steps}.', ...begun })).toEqual(
      refusal('open_placeholder', /\{the steps\}/),
    );
    await desk.act('save_macro', { ...written, text: 'שלום {שם}.' });
    expect(await desk.on('message_customer', { text: 'שלום {שם}.', ...begun })).toEqual(
      refusal('open_placeholder', /still holds \u2068\{שם\}\u2069\. Fill/),
    );
    expect(await desk.on('message_customer', { text: 'Call /orders/{id}: it says {return}.', ...begun })).toEqual(ok);
    // Braces that an agent wrote without a macro are the agent's.
    expect(await desk.on('message_customer', { text })).toEqual(ok);
  });
});
