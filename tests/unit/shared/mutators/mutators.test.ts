import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../src-shared/mutators/mutator.ts';
import { mutators } from '../../../../src-shared/mutators/registry.ts';
import {
  bluestem,
  brief,
  caseId,
  Desk,
  dana,
  deskWithCase,
  devon,
  maya,
  monday,
  newCase,
  orderManagement,
  uuid,
} from './desk.ts';
import { ok, refusal } from './outcomes.ts';

describe('create_case', () => {
  it('opens a case under the agreement of its account', async () => {
    const desk = new Desk();
    expect(await desk.create({ subject: '  ASN   rejected\n by receiver ' })).toEqual(ok);
    expect(desk.case()).toMatchObject({ id: caseId, number: '00000001', subject: 'ASN rejected by receiver' });
    expect(desk.state()).toMatchObject({
      status: 'new',
      agreement: 'standard',
      severity: 2,
      provisional: true,
      ownerId: null,
    });
    expect(desk.case().events[0]).toMatchObject({ at: monday, version: 1, by: { kind: 'user', id: maya } });
  });

  it('has no number and no version before the backend knows of it', async () => {
    const desk = new Desk('client');
    await desk.create();
    expect(desk.case()).toMatchObject({ number: null, events: [{ version: null }] });
  });

  it('refuses a case that exists', async () => {
    const desk = await deskWithCase();
    expect(await desk.create()).toEqual(refusal('duplicate_case'));
  });

  it.each([
    ['an empty subject', { subject: ' \n ' }, 'empty_subject'],
    ['an empty description', { text: ' ' }, 'empty_text'],
    ['an unknown account', { accountId: uuid(99) }, 'unknown_account'],
    ['an unknown contact', { contactId: uuid(99) }, 'unknown_contact'],
    ['a contact of another account', { accountId: bluestem }, 'foreign_contact'],
    ['an unknown product', { productId: uuid(99) }, 'unknown_product'],
    [
      'an account with an agreement that the policy lacks',
      { accountId: bluestem, contactId: null },
      'unknown_agreement',
    ],
    ['another agent as the owner', { ownerId: devon }, 'not_allowed'],
  ])('refuses %s', async (_, changes, code) => {
    const desk = new Desk();
    expect(await desk.create(changes)).toEqual(refusal(code));
    expect(desk.hasCase()).toBe(false);
  });

  it('lets an agent keep it, and a lead give it to anybody who exists', async () => {
    const own = new Desk();
    expect(await own.create({ ownerId: maya })).toEqual(ok);
    expect(own.state().ownerId).toBe(maya);
    const given = new Desk();
    expect(await given.create({ ownerId: uuid(99) }, { by: dana })).toEqual(refusal('unknown_user'));
    expect(await given.create({ ownerId: devon }, { by: dana })).toEqual(ok);
    expect(given.state().ownerId).toBe(devon);
  });

  it.each([
    ['an id that is no UUID', { caseId: 'case-1' }],
    ['a subject of 501 characters', { subject: 'a'.repeat(501) }],
    ['a text of 100,001 characters', { text: 'a'.repeat(100_001) }],
    ['an unknown channel', { channel: 'fax' }],
    ['an unknown argument', { status: 'closed' }],
  ])('cannot read %s', (_, changes) => {
    expect(mutators.create_case.args.safeParse({ ...newCase, ...changes }).success).toBe(false);
  });
});

describe('rule-3 set_severity', () => {
  it('triages: severity, kind and product', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('set_severity', { severity: 3, kind: 'issue', productId: orderManagement })).toEqual(ok);
    expect(desk.state()).toMatchObject({
      status: 'triaged',
      severity: 3,
      provisional: false,
      kind: 'issue',
      productId: orderManagement,
    });
  });

  it('confirms a severity that was only provisional', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('set_severity', { severity: 2 })).toEqual(ok);
    expect(desk.state().provisional).toBe(false);
  });

  it('refuses the same again, but takes a new product', async () => {
    const desk = await deskWithCase();
    await desk.on('set_severity', { severity: 3 });
    expect(await desk.on('set_severity', { severity: 3 })).toEqual(
      refusal('unchanged', /^Case 00000001 already has severity 3\.$/),
    );
    expect(await desk.on('set_severity', { severity: 3, productId: orderManagement })).toEqual(ok);
  });

  it('refuses an unknown product and a closed case', async () => {
    const desk = await closedDesk();
    expect(await desk.on('set_severity', { severity: 1 }, { at: 50 })).toEqual(refusal('case_closed'));
    const open = await deskWithCase();
    expect(await open.on('set_severity', { severity: 1, productId: uuid(99) })).toEqual(refusal('unknown_product'));
  });
});

describe('rule-6 claim', () => {
  it('takes an unassigned case', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('claim', {})).toEqual(ok);
    expect(desk.state().ownerId).toBe(maya);
  });

  it('says who was first', async () => {
    const desk = await deskWithCase();
    await desk.on('claim', {});
    expect(await desk.on('claim', {}, { by: devon })).toEqual(
      refusal('already_claimed', /^Already claimed by Maya Ortiz\.$/),
    );
    expect(await desk.on('claim', {})).toEqual(refusal('already_owned', /already yours/));
  });

  it('does not take a case from a colleague who claimed it while this claim was offline', async () => {
    const desk = await deskWithCase();
    await desk.on('claim', {}, { by: devon, at: 20 });
    expect(await desk.on('claim', {}, { at: 10, acceptedAt: 60 })).toEqual(refusal('already_claimed'));
    expect(desk.state().ownerId).toBe(devon);
  });

  it('is refused if a later release would undo it unseen', async () => {
    const desk = await deskWithCase();
    await desk.on('claim', {}, { by: devon, at: 20 });
    await desk.on('release', {}, { by: devon, at: 30 });
    expect(await desk.on('claim', {}, { at: 10, acceptedAt: 60 })).toEqual(refusal('changed_meanwhile'));
  });

  it('refuses a closed case', async () => {
    expect(await (await closedDesk()).on('claim', {})).toEqual(refusal('case_closed'));
  });
});

describe('rule-6 assign', () => {
  it('is for the owner and for leads', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('assign', { ownerId: devon })).toEqual(refusal('not_allowed', /no owner/));
    expect(await desk.on('assign', { ownerId: maya }, { by: dana })).toEqual(ok);
    expect(await desk.on('assign', { ownerId: devon }, { by: devon })).toEqual(refusal('not_allowed', /Maya Ortiz/));
    expect(await desk.on('assign', { ownerId: devon })).toEqual(ok);
    expect(desk.state().ownerId).toBe(devon);
  });

  it('refuses an unknown agent, the present owner and a closed case', async () => {
    const desk = await deskWithCase();
    await desk.on('claim', {});
    expect(await desk.on('assign', { ownerId: uuid(99) })).toEqual(refusal('unknown_user'));
    expect(await desk.on('assign', { ownerId: maya })).toEqual(refusal('already_owned', /Maya Ortiz/));
    expect(await (await closedDesk()).on('assign', { ownerId: devon }, { by: dana })).toEqual(refusal('case_closed'));
  });
});

describe('rule-6 release', () => {
  it('is for the owner and for leads', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('release', {})).toEqual(refusal('not_owned'));
    await desk.on('claim', {});
    expect(await desk.on('release', {}, { by: devon })).toEqual(refusal('not_allowed', /belongs to Maya Ortiz/));
    expect(await desk.on('release', {}, { by: dana })).toEqual(ok);
    expect(desk.state().ownerId).toBeNull();
  });

  it('refuses a closed case', async () => {
    expect(await (await closedDesk()).on('release', {})).toEqual(refusal('case_closed'));
  });
});

describe('message_customer', () => {
  it('counts when the backend accepts it', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('message_customer', { text: 'We are on it.' }, { at: 10, acceptedAt: 90 })).toEqual(ok);
    expect(desk.case().events[1]).toMatchObject({ at: monday + 90 * 60_000, text: 'We are on it.' });
    expect(desk.case().events[1]).not.toHaveProperty('recordedAt');
    expect(desk.state()).toMatchObject({ status: 'in_progress' });
  });

  it('moves no clock and no status before that', async () => {
    const desk = await deskWithCase('client');
    expect(await desk.on('message_customer', { text: 'We are on it.' }, { at: 10 })).toEqual(ok);
    expect(desk.case().events).toHaveLength(2);
    expect(desk.state()).toMatchObject({ status: 'new', clocks: { first_response: { phase: 'running' } } });
  });

  it('refuses an empty text and a closed case', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('message_customer', { text: ' \n' })).toEqual(refusal('empty_text'));
    expect(await (await closedDesk()).on('message_customer', { text: 'Hello' })).toEqual(
      refusal('case_closed', /^Case 00000001 was closed by you\. Reopen it/),
    );
  });
});

describe('add_note', () => {
  it('adds to every case, closed ones too', async () => {
    const desk = await closedDesk();
    expect(await desk.on('add_note', { text: 'Found out later.' }, { at: 50 })).toEqual(ok);
    expect(desk.state().status).toBe('closed');
  });

  it('refuses an empty text', async () => {
    expect(await (await deskWithCase()).on('add_note', { text: '' })).toEqual(refusal('empty_text'));
  });

  it('counts when it was written, marked when that was long before', async () => {
    const desk = await deskWithCase();
    await desk.on('add_note', { text: 'Seen offline.' }, { at: 10, acceptedAt: 60 });
    expect(desk.case().events[1]).toMatchObject({ at: monday + 10 * 60_000, recordedAt: monday + 60 * 60_000 });
  });
});

describe('log_call', () => {
  it('records a call; a connected one is the first response', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('log_call', { connected: true, text: 'Agreed on a workaround.' }, { at: 5 })).toEqual(ok);
    expect(desk.state()).toMatchObject({ status: 'in_progress', clocks: { first_response: { phase: 'stopped' } } });
  });

  it('needs words for a call that took place, none for an attempt', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('log_call', { connected: true, text: '' })).toEqual(refusal('empty_text'));
    expect(await desk.on('log_call', { connected: false, text: '' })).toEqual(ok);
    expect(desk.state().status).toBe('new');
  });

  it('refuses a closed case, but takes a call made before it was closed', async () => {
    const desk = await closedDesk();
    expect(await desk.on('log_call', { connected: true, text: 'Said thanks.' }, { at: 60 })).toEqual(
      refusal('case_closed'),
    );
    expect(await desk.on('log_call', { connected: true, text: 'Told the cause.' }, { at: 5, acceptedAt: 60 })).toEqual(
      ok,
    );
  });
});

describe('wait', () => {
  it.each(['customer', 'development', 'internally'] as const)('waits on: %s', async (on) => {
    const desk = await deskWithCase();
    expect(await desk.on('wait', { on, text: 'Asked for the file.' })).toEqual(ok);
    expect(desk.state().status).toBe(`waiting_${on}`);
    expect(await desk.on('wait', { on })).toEqual(refusal('already_waiting'));
  });

  it('can turn to somebody else', async () => {
    const desk = await deskWithCase();
    await desk.on('wait', { on: 'customer' });
    expect(await desk.on('wait', { on: 'development' })).toEqual(ok);
    expect(desk.state().status).toBe('waiting_development');
  });

  it('refuses a resolved and a closed case', async () => {
    expect(await (await resolvedDesk()).on('wait', { on: 'customer' }, { at: 50 })).toEqual(
      refusal('not_open', /was resolved by you\. Reopen it/),
    );
    expect(await (await closedDesk()).on('wait', { on: 'customer' }, { at: 50 })).toEqual(
      refusal('not_open', /was closed by you\. Reopen it/),
    );
  });
});

describe('a move made offline', () => {
  it('takes its place in time if it fitted when it was made', async () => {
    const desk = await resolvedDesk();
    expect(await desk.on('wait', { on: 'customer' }, { at: 5, acceptedAt: 60 })).toEqual(ok);
    expect(desk.state().status).toBe('resolved');
    expect(desk.case().events.at(-1)).toMatchObject({ type: 'waiting', at: monday + 5 * 60_000 });
  });
});

describe('resume', () => {
  it('goes on after waiting, and only then', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('resume', {})).toEqual(refusal('not_waiting'));
    await desk.on('wait', { on: 'development' });
    expect(await desk.on('resume', {})).toEqual(ok);
    expect(desk.state().status).toBe('in_progress');
  });

  it('follows a wait that another computer dated a little later', async () => {
    const desk = await deskWithCase();
    await desk.on('wait', { on: 'development' }, { by: devon, at: 11 });
    expect(await desk.on('resume', {}, { at: 10 })).toEqual(ok);
    expect(desk.state().status).toBe('in_progress');
  });

  it('does not end a wait that began long after it', async () => {
    const desk = await deskWithCase();
    await desk.on('wait', { on: 'development' }, { by: devon, at: 30 });
    expect(await desk.on('resume', {}, { at: 10, acceptedAt: 60 })).toEqual(refusal('not_waiting'));
    expect(desk.state().status).toBe('waiting_development');
  });
});

describe('rule-7 resolve', () => {
  it('resolves an open case once', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('resolve', { text: 'Certificate renewed.' })).toEqual(ok);
    expect(desk.state().status).toBe('resolved');
    expect(await desk.on('resolve', {})).toEqual(refusal('not_open', /^Case 00000001 was resolved by you already\.$/));
  });

  it('is refused over a message of the customer that came after it was done, or that the agent has not seen', async () => {
    const desk = await deskWithCase();
    const first = desk.customerWrites({ at: 40 });
    expect(await desk.on('resolve', {}, { at: 30, acceptedAt: 120 })).toEqual(
      refusal('customer_wrote', /^The customer has written since\. Read it before case 00000001 is resolved\.$/),
    );
    expect(await desk.on('resolve', { seenMessageId: null }, { at: 50 })).toEqual(refusal('customer_wrote'));
    expect(desk.state().status).not.toBe('resolved');
    expect(await desk.on('resolve', { seenMessageId: first }, { at: 50 })).toEqual(ok);
  });

  it('counts what was on the screen as seen, though another clock dated it later', async () => {
    const desk = await deskWithCase();
    const seenMessageId = desk.customerWrites({ at: 40 });
    expect(await desk.on('resolve', { seenMessageId }, { at: 30, acceptedAt: 120 })).toEqual(ok);
  });

  it('stores no empty remark', async () => {
    const desk = await deskWithCase();
    await desk.on('resolve', { text: '  ' });
    expect(desk.case().events[1]).not.toHaveProperty('text');
  });
});

describe('rule-7 close', () => {
  it('is refused over a message of the customer that the agent has not seen', async () => {
    const desk = await deskWithCase();
    await desk.on('resolve', {});
    const first = desk.customerWrites({ at: 20 });
    expect(await desk.on('close', { reason: 'resolved', seenMessageId: null }, { at: 30 })).toEqual(
      refusal('customer_wrote', /^The customer has written since\./),
    );
    const second = desk.customerWrites({ at: 25 });
    expect(await desk.on('close', { reason: 'resolved', seenMessageId: first }, { at: 30 })).toEqual(
      refusal('customer_wrote'),
    );
    expect(desk.state().status).toBe('resolved');
    expect(await desk.on('close', { reason: 'resolved', seenMessageId: second }, { at: 30 })).toEqual(ok);
  });

  it('closes only what is resolved (published policy, closure a)', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('close', { reason: 'resolved' })).toEqual(refusal('not_resolved'));
    await desk.on('resolve', {});
    expect(await desk.on('close', { reason: 'resolved' })).toEqual(ok);
    expect(desk.state().status).toBe('closed');
    expect(await desk.on('close', { reason: 'resolved' })).toEqual(refusal('already_closed'));
  });
});

describe('reopen', () => {
  it('opens what was resolved or closed, and only that', async () => {
    const open = await deskWithCase();
    expect(await open.on('reopen', {})).toEqual(refusal('not_done'));
    for (const desk of [await resolvedDesk(), await closedDesk()]) {
      expect(await desk.on('reopen', { text: 'Back again.' }, { at: 50 })).toEqual(ok);
      expect(desk.state()).toMatchObject({ status: 'in_progress', resolvedAt: null, closedAt: null });
    }
  });
});

describe('rule-5 change_agreement', () => {
  it('is for leads', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('change_agreement', { agreement: 'premier' })).toEqual(refusal('not_allowed', /Only a lead/));
    expect(await desk.on('change_agreement', { agreement: 'premier' }, { by: dana })).toEqual(ok);
    expect(desk.state()).toMatchObject({
      agreement: 'premier',
      clocks: { first_response: { targetMs: 120 * 60_000 } },
    });
  });

  it.each([
    ['an unknown agreement', 'gold', 'unknown_agreement'],
    ['a name that every object has', 'constructor', 'unknown_agreement'],
    ['the same agreement', 'standard', 'unchanged'],
  ])('refuses %s', async (_, agreement, code) => {
    expect(await (await deskWithCase()).on('change_agreement', { agreement }, { by: dana })).toEqual(refusal(code));
  });

  it('refuses a closed case', async () => {
    expect(await (await closedDesk()).on('change_agreement', { agreement: 'premier' }, { by: dana, at: 50 })).toEqual(
      refusal('case_closed'),
    );
  });
});

describe('withdraw', () => {
  it('takes the place of an unreadable action and changes nothing', async () => {
    const desk = await deskWithCase();
    const before = desk.case();
    expect(await desk.act('withdraw', { name: 'fly', reason: 'There is no action "fly".' })).toEqual(ok);
    expect(desk.case()).toEqual(before);
  });
});

describe('every action on a case', () => {
  const actions: readonly ((desk: Desk, ids: { caseId: string; eventId: string }) => Promise<Outcome>)[] = [
    (desk, ids) => desk.act('set_severity', { ...ids, severity: 1 }),
    (desk, ids) => desk.act('claim', ids),
    (desk, ids) => desk.act('assign', { ...ids, ownerId: devon }),
    (desk, ids) => desk.act('release', ids),
    (desk, ids) => desk.act('message_customer', { ...ids, text: 'Hello' }),
    (desk, ids) => desk.act('add_note', { ...ids, text: 'Note' }),
    (desk, ids) => desk.act('log_call', { ...ids, connected: true, text: 'Call' }),
    (desk, ids) => desk.act('wait', { ...ids, on: 'customer' }),
    (desk, ids) => desk.act('resume', ids),
    (desk, ids) => desk.act('resolve', ids),
    (desk, ids) => desk.act('close', { ...ids, reason: 'resolved' }),
    (desk, ids) => desk.act('reopen', ids),
    (desk, ids) => desk.act('change_agreement', { ...ids, agreement: 'premier' }),
    (desk, ids) => desk.act('hand_off', { ...ids, ...brief }),
    (desk, ids) => desk.act('accept_hand_off', ids),
    (desk, ids) => desk.act('return_hand_off', { ...ids, reason: 'No trace.' }),
    (desk, ids) => desk.act('undo', { ...ids, undoes: uuid(1000) }),
  ];

  it.each(actions.map((action, index) => [index, action] as const))(
    'refuses an unknown case (%i)',
    async (_, action) => {
      expect(await action(await deskWithCase(), { caseId: 'elsewhere', eventId: uuid(5) })).toEqual(
        refusal('unknown_case', /^This case is not here any more: it was removed, or you may no longer see it\.$/),
      );
    },
  );

  it('is refused by the name that the agent knows a case by which is gone', async () => {
    const desk = await deskWithCase();
    desk.remove();
    expect(await desk.on('add_note', { text: 'Kept with the refusal.', knownAs: 'Case 00000001' })).toEqual(
      refusal('unknown_case', /^Case 00000001 is not here any more: /),
    );
  });

  it.each(actions.map((action, index) => [index, action] as const))(
    'refuses an entry that is there (%i)',
    async (_, action) => {
      expect(await action(await deskWithCase(), { caseId, eventId: uuid(1000) })).toEqual(refusal('duplicate_event'));
    },
  );

  it('happens after the opening, whatever the computer says', async () => {
    const desk = await deskWithCase();
    await desk.on('add_note', { text: 'Dated before the case.' }, { at: -30 });
    expect(desk.case().events[1]?.at).toBe(monday);
  });
});

describe('a case without a number', () => {
  it('is named "This new case"', async () => {
    const desk = await deskWithCase('client');
    expect(await desk.on('resume', {})).toEqual(refusal('not_waiting', /^This new case is not waiting on anybody\.$/));
  });
});

async function resolvedDesk(): Promise<Desk> {
  const desk = await deskWithCase();
  await desk.on('resolve', {}, { at: 10 });
  return desk;
}

async function closedDesk(): Promise<Desk> {
  const desk = await resolvedDesk();
  await desk.on('close', { reason: 'resolved' }, { at: 20 });
  return desk;
}
