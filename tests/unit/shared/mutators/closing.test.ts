import { beforeEach, describe, expect, it } from 'vitest';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import { closingPolicy, la } from '../closure/closing-desk.ts';
import { type Desk, dana, monday as deskMonday, deskWithCase, devon, maya, tess } from './desk.ts';
import { ok, refusal } from './outcomes.ts';

const minute = 60_000;
/** Minutes of the test desk at an instant by the clocks of Los Angeles. */
const at = (date: string, time?: string) => (la(date, time) - deskMonday) / minute;
const rules = closingPolicy();

let desk: Desk;
beforeEach(async () => {
  desk = await deskWithCase('backend', rules);
  await desk.on('set_severity', { severity: 4 }, { at: 1 });
});

/** An escalation as another action makes it. */
function escalate(body: Partial<Extract<FoldEvent, { type: 'escalated' }>>, minutes: number): void {
  const doc = desk.case();
  const common = { id: desk.newEventId(), by: { kind: 'user', id: tess }, version: 1_000 + doc.events.length };
  const escalated = { ...common, type: 'escalated', team: 'development', ...body, at: deskMonday + minutes * minute };
  desk.put('cases', doc.id, { ...doc, events: [...doc.events, escalated] });
}

describe('rule-7 resolving severity 1 and 2', () => {
  it('is refused without a root cause, given now or before', async () => {
    await desk.on('set_severity', { severity: 1 }, { at: 2 });
    const refused = refusal(
      'no_root_cause',
      /^Case 00000001 has severity 1: write down its root cause to resolve it\.$/,
    );
    expect(await desk.on('resolve', {}, { at: 3 })).toEqual(refused);
    expect(await desk.on('resolve', { rootCause: ' \n' }, { at: 3 })).toEqual(refused);
    expect(desk.state().status).toBe('triaged');
    expect(await desk.on('resolve', { rootCause: 'The certificate had expired.' }, { at: 4 })).toEqual(ok);
    expect(desk.lastEvent()).toMatchObject({ type: 'resolved', rootCause: 'The certificate had expired.' });
  });

  it('goes on with one that was written down before', async () => {
    await desk.on('set_severity', { severity: 2 }, { at: 2 });
    await desk.on('set_root_cause', { rootCause: 'The certificate had expired.' }, { at: 3 });
    expect(await desk.on('resolve', {}, { at: 4 })).toEqual(ok);
    expect(await desk.on('close', { reason: 'resolved' }, { at: 5 })).toEqual(ok);
  });

  it('does not hinder a client and the backend from seeing the same', async () => {
    const client = await deskWithCase('client', rules);
    await client.on('set_severity', { severity: 1 }, { at: 2 });
    expect(await client.on('resolve', {}, { at: 3 })).toEqual(refusal('no_root_cause'));
  });
});

describe('rule-7 (a) close as resolved', () => {
  it('is refused on a case that is not resolved', async () => {
    expect(await desk.on('close', { reason: 'resolved' }, { at: 2 })).toEqual(
      refusal('not_resolved', /^Case 00000001 cannot be closed yet\. Resolve it first\.$/),
    );
  });

  it('is refused when the severity was raised after it was resolved, until the root cause is there', async () => {
    await desk.on('resolve', {}, { at: 2 });
    await desk.on('set_severity', { severity: 1 }, { at: 3 });
    expect(await desk.on('close', { reason: 'resolved' }, { at: 4 })).toEqual(
      refusal('no_root_cause', /^Case 00000001 cannot be closed yet\. Write down the root cause\.$/),
    );
    await desk.on('set_root_cause', { rootCause: 'A full disk.' }, { at: 5 });
    expect(await desk.on('close', { reason: 'resolved', closureCode: 'answered' }, { at: 6 })).toEqual(ok);
    expect(desk.state().work.closure).toMatchObject({ reason: 'resolved', closureCode: 'answered' });
  });
});

describe('rule-7 (b) close without a response', () => {
  const write = (date: string, time?: string) =>
    desk.on('message_customer', { text: 'Could you look at it?' }, { at: at(date, time) });
  const closeAt = (date: string, time?: string, more: object = {}) =>
    desk.on('close', { reason: 'no_response', ...more }, { at: at(date, time) });

  it('is refused over a weekend and a holiday until the third support day has its outreach', async () => {
    await write('2026-11-25');
    await write('2026-11-26');
    await write('2026-11-27', '08:30');
    await write('2026-11-28');
    expect(await closeAt('2026-11-28', '12:00')).toEqual({
      accepted: false,
      code: 'too_few_outreaches',
      message:
        'Case 00000001 cannot be closed yet. 2 of 3 outreaches count (Wed 25 Nov and Fri 27 Nov). The next one counts from Mon 30 Nov 06:00 (America/Los_Angeles).',
    });
    await write('2026-11-30', '06:00');
    expect(await closeAt('2026-11-30', '06:01')).toEqual(ok);
    expect(desk.state()).toMatchObject({ status: 'closed', work: { closure: { reason: 'no_response' } } });
  });

  it('judges what was done offline by its own time: what was sent only later counts for nothing yet', async () => {
    await write('2026-11-23');
    await write('2026-11-24');
    const late = { at: at('2026-11-25', '09:00'), acceptedAt: at('2026-11-25', '15:00') };
    await desk.on('message_customer', { text: 'Once more.' }, late);
    expect(await desk.on('close', { reason: 'no_response' }, { ...late, at: late.at + 1 })).toEqual(
      refusal('too_few_outreaches'),
    );
  });

  it('is refused if the customer was heard between the closing and its arrival', async () => {
    for (const date of ['2026-11-23', '2026-11-24', '2026-11-25']) await write(date);
    await desk.on('log_call', { connected: true, text: 'It works now.' }, { by: devon, at: at('2026-11-25', '11:00') });
    expect(await closeAt('2026-11-25', '10:30')).toEqual(refusal('customer_heard'));
    const seen = desk.customerWrites({ at: at('2026-11-25', '12:00') });
    for (const date of ['2026-11-30', '2026-12-01', '2026-12-02']) await write(date);
    expect(await closeAt('2026-12-02', '11:00', { seenMessageId: null })).toEqual(refusal('customer_wrote'));
    expect(await closeAt('2026-12-02', '11:00', { seenMessageId: seen })).toEqual(ok);
  });
});

describe('rule-7 (c) close on a development ticket', () => {
  it('is refused without one, and keeps the ticket and its date', async () => {
    const close = { reason: 'development', ticketRef: 'DEV-7' } as const;
    expect(await desk.on('close', close, { at: at('2026-11-24') })).toEqual(
      refusal('no_ticket', /Escalate it to development first, with the reference of a ticket\.$/),
    );
    escalate({ ticketRef: 'DEV-7', plannedReleaseOn: '2026-11-24' }, at('2026-11-24', '11:00'));
    expect(await desk.on('close', close, { at: at('2026-11-24', '12:00') })).toEqual(refusal('no_release_ahead'));
    escalate({ ticketRef: 'DEV-7', plannedReleaseOn: '2026-12-04' }, at('2026-11-24', '13:00'));
    expect(await desk.on('close', { reason: 'development' }, { at: at('2026-11-24', '14:00') })).toEqual(
      refusal('no_ticket', /Choose the ticket it is closed on\.$/),
    );
    expect(await desk.on('close', close, { at: at('2026-11-24', '14:00') })).toEqual(ok);
    expect(desk.lastEvent()).toMatchObject({
      type: 'closed',
      reason: 'development',
      ticketRef: 'DEV-7',
      plannedReleaseOn: '2026-12-04',
    });
  });

  it('keeps its evidence when a reopening is undone', async () => {
    escalate({ ticketRef: 'DEV-7', plannedReleaseOn: '2026-12-04' }, at('2026-11-24'));
    const close = { reason: 'development', ticketRef: 'DEV-7', closureCode: 'answered', text: 'As agreed.' } as const;
    await desk.on('close', close, { at: at('2026-11-24', '11:00') });
    const { closure } = desk.state().work;
    await desk.on('reopen', {}, { at: at('2026-11-24', '12:00') });
    await desk.on('undo', { undoes: desk.lastEvent().id }, { at: at('2026-11-24', '12:05') });
    expect(desk.state()).toMatchObject({ status: 'closed' });
    expect(desk.state().work.closure).toEqual({ ...closure, at: expect.any(Number) });
    expect(desk.lastEvent()).toMatchObject({ text: 'As agreed.' });
  });
});

describe('rule-7 (d) close in agreement', () => {
  const agreed = { who: ' Irene Kapoor ', at: la('2026-11-24', '09:00'), how: 'On the phone.' };

  it('is refused without who, when and how, or with a time to come', async () => {
    const done = { at: at('2026-11-24', '09:00') };
    expect(await desk.on('close', { reason: 'agreement' }, done)).toEqual(refusal('no_agreement'));
    const blank = { ...agreed, who: '  ' };
    expect(await desk.on('close', { reason: 'agreement', agreed: blank }, done)).toEqual(
      refusal('no_agreement', /Say who of the customer agreed\.$/),
    );
    const later = { ...agreed, at: agreed.at + minute };
    expect(await desk.on('close', { reason: 'agreement', agreed: later }, done)).toEqual(refusal('agreed_later'));
    const earlier = { ...agreed, at: deskMonday - minute };
    expect(await desk.on('close', { reason: 'agreement', agreed: earlier }, done)).toEqual(
      refusal('agreed_earlier', /They cannot have agreed before the case was opened\.$/),
    );
    expect(await desk.on('close', { reason: 'agreement', agreed }, done)).toEqual(ok);
    expect(desk.lastEvent()).toMatchObject({ agreed: { ...agreed, who: 'Irene Kapoor' } });
  });

  it('stays the reason when another closing, done later, arrived before it', async () => {
    escalate({ ticketRef: 'DEV-7', plannedReleaseOn: '2026-12-04' }, at('2026-11-24', '08:00'));
    const development = { reason: 'development', ticketRef: 'DEV-7' } as const;
    const late = { at: at('2026-11-24', '10:00'), acceptedAt: at('2026-11-24', '11:00') };
    expect(await desk.on('close', development, { at: at('2026-11-24', '10:05') })).toEqual(ok);
    expect(await desk.on('close', { reason: 'agreement', agreed }, { ...late, by: devon })).toEqual(ok);
    expect(desk.state().work.closure).toMatchObject({ reason: 'agreement', ticketRef: null });
    await desk.on('reopen', {}, { at: at('2026-11-24', '12:00') });
    await desk.on('undo', { undoes: desk.lastEvent().id }, { at: at('2026-11-24', '12:01') });
    expect(desk.state()).toMatchObject({ status: 'closed', work: { closure: { reason: 'agreement' } } });
  });

  it('goes back to the state before when it is undone', async () => {
    await desk.on('wait', { on: 'development' }, { at: at('2026-11-24', '08:00') });
    await desk.on('close', { reason: 'agreement', agreed }, { at: at('2026-11-24', '10:00') });
    expect(await desk.on('undo', { undoes: desk.lastEvent().id }, { at: at('2026-11-24', '10:01') })).toEqual(ok);
    expect(desk.state()).toMatchObject({ status: 'waiting_development', work: { closure: null } });
  });
});

describe('rule-7 root cause and breach reasons', () => {
  it('may be written down in any state, and taken back', async () => {
    await desk.on('resolve', {}, { at: 2 });
    await desk.on('close', { reason: 'resolved' }, { at: 3 });
    expect(await desk.on('set_root_cause', { rootCause: '  ' }, { at: 4 })).toEqual(refusal('empty_text'));
    expect(await desk.on('set_root_cause', { rootCause: 'A full disk.' }, { at: 4 })).toEqual(ok);
    expect(await desk.on('set_root_cause', { rootCause: 'A full disk.' }, { at: 5 })).toEqual(refusal('unchanged'));
    await desk.on('reopen', {}, { at: 6 });
    const first = desk.case().events.find(({ type }) => type === 'root_cause_set');
    expect(await desk.on('undo', { undoes: first?.id ?? '' }, { at: 7 })).toEqual(ok);
    expect(desk.state().work.rootCause).toBeNull();
    expect(await desk.on('set_root_cause', { rootCause: 'A leak.' }, { at: 8, by: dana })).toEqual(ok);
    const last = desk.lastEvent().id;
    expect(await desk.on('set_root_cause', { rootCause: 'A leaking pool.' }, { at: 9 })).toEqual(ok);
    expect(await desk.on('undo', { undoes: last }, { at: 10, by: dana })).toEqual(
      refusal('changed_since', /Maya Ortiz wrote down the root cause since\.$/),
    );
  });

  it('give a reason of the list, for a clock that was missed by then', async () => {
    await desk.on('set_severity', { severity: 2 }, { at: 2 });
    const reason = { clock: 'resolution', code: 'volume' } as const;
    const soon = { at: 3 };
    const later = { at: 60 * 24 * 5 };
    expect(await desk.on('set_breach_reason', reason, soon)).toEqual(
      refusal('not_missed', /^Case 00000001 has not missed its resolution\.$/),
    );
    expect(await desk.on('set_breach_reason', { ...reason, code: 'toString' }, later)).toEqual(
      refusal('unknown_breach_reason', /no reason “toString”/),
    );
    expect(await desk.on('set_breach_reason', { ...reason, clock: 'hand_off' }, later)).toEqual(refusal('not_missed'));
    expect(await desk.on('set_breach_reason', reason, later)).toEqual(ok);
    expect(desk.state().work.breachReasons).toEqual({ resolution: 'volume' });
    expect(await desk.on('set_breach_reason', reason, later)).toEqual(refusal('unchanged'));
    expect(await desk.on('undo', { undoes: desk.lastEvent().id }, { ...later, by: maya })).toEqual(ok);
    expect(desk.state().work.breachReasons).toEqual({});
  });

  it('are required at closing where the policy insists', async () => {
    const codes = { volume: 'More cases than hands' };
    desk = await deskWithCase('backend', closingPolicy({ closure: { breach_reasons: { required: true, codes } } }));
    await desk.on('set_severity', { severity: 2 }, { at: 2 });
    const later = 60 * 24 * 5;
    await desk.on('resolve', { rootCause: 'A full disk.' }, { at: later });
    expect(await desk.on('close', { reason: 'resolved' }, { at: later + 1 })).toEqual(
      refusal('no_breach_reason', /Give a reason for the missed resolution\.$/),
    );
    await desk.on('set_breach_reason', { clock: 'resolution', code: 'volume' }, { at: later + 2 });
    expect(await desk.on('close', { reason: 'resolved' }, { at: later + 3 })).toEqual(ok);
  });
});
