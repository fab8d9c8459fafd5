import { describe, expect, it } from 'vitest';
import { userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { undoOf } from '../../../../src-shared/cases/undo-rule.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import {
  type ActOptions,
  brief,
  caseId,
  type Desk,
  dana,
  deskWithCase,
  devon,
  maya,
  monday,
  orderManagement,
  otherCaseId,
  policy,
  tess,
  uuid,
} from './desk.ts';
import { ok, refusal } from './outcomes.ts';

/** Takes the last change of the case back. */
function undoLast(desk: Desk, options: ActOptions = {}) {
  return desk.on('undo', { undoes: desk.lastEvent().id }, options);
}

async function triaged(): Promise<Desk> {
  const desk = await deskWithCase();
  await desk.on('set_severity', { severity: 3 }, { at: 1 });
  return desk;
}

describe('undo of owners', () => {
  it('of a claim, an assignment and a release brings the owner of before back', async () => {
    const desk = await triaged();
    await desk.on('claim', {}, { at: 2 });
    expect(await undoLast(desk, { at: 3 })).toEqual(ok);
    expect(desk.state().ownerId).toBeNull();
    expect(desk.lastEvent()).toMatchObject({ type: 'assigned', ownerId: null, undoes: desk.case().events[2]?.id });

    await desk.on('claim', {}, { at: 4 });
    await desk.on('assign', { ownerId: devon }, { at: 5 });
    expect(await undoLast(desk, { at: 6 })).toEqual(ok);
    expect(desk.state().ownerId).toBe(maya);

    await desk.on('release', {}, { at: 7 });
    expect(await undoLast(desk, { at: 8 })).toEqual(ok);
    expect(desk.state().ownerId).toBe(maya);
  });

  it('is refused when somebody changed the owner since, and says who', async () => {
    const desk = await triaged();
    await desk.on('claim', {}, { at: 2 });
    const undoes = desk.lastEvent().id;
    await desk.on('assign', { ownerId: devon }, { by: dana, at: 3 });
    expect(await desk.on('undo', { undoes }, { at: 4 })).toEqual(
      refusal('changed_since', /^Too late to undo this on case 00000001: Dana Whitmore changed the owner since\.$/),
    );
    expect(desk.state().ownerId).toBe(devon);
  });

  it('is refused when the case was closed since', async () => {
    const desk = await triaged();
    await desk.on('claim', {}, { at: 2 });
    const undoes = desk.lastEvent().id;
    await desk.on('resolve', {}, { at: 3 });
    await desk.on('close', { reason: 'resolved' }, { at: 4 });
    expect(await desk.on('undo', { undoes }, { at: 5 })).toEqual(refusal('case_closed'));
  });
});

describe('undo of severity and agreement', () => {
  it('goes back to the severity, kind and product that the desk had set', async () => {
    const desk = await triaged();
    await desk.on('set_severity', { severity: 1, kind: 'issue', productId: orderManagement }, { at: 5 });
    expect(await undoLast(desk, { at: 6 })).toEqual(ok);
    expect(desk.state()).toMatchObject({ severity: 3, provisional: false, kind: null, productId: null });
  });

  it('does not take a first triage back', async () => {
    const desk = await triaged();
    expect(await undoLast(desk, { at: 2 })).toEqual(
      refusal('first_triage', /^The desk had not set a severity on case 00000001 before\. Set the one that fits\.$/),
    );
  });

  it('goes back to the agreement of before, for who is still a lead', async () => {
    const desk = await triaged();
    await desk.on('change_agreement', { agreement: 'premier' }, { by: dana, at: 5 });
    expect(await undoLast(desk, { at: 6 })).toEqual(
      refusal('not_allowed', /^Dana Whitmore did this on case 00000001\./),
    );
    expect(await undoLast(desk, { by: dana, at: 7 })).toEqual(ok);
    expect(desk.state().agreement).toBe('standard');
  });

  it('may be repeated step by step: what was itself undone is in nobody’s way', async () => {
    const desk = await triaged();
    await desk.on('set_severity', { severity: 2 }, { at: 2 });
    const first = desk.lastEvent().id;
    await desk.on('set_severity', { severity: 1 }, { at: 3 });
    expect(await undoLast(desk, { at: 4 })).toEqual(ok);
    expect(desk.state().severity).toBe(2);
    expect(await desk.on('undo', { undoes: first }, { at: 5 })).toEqual(ok);
    expect(desk.state().severity).toBe(3);
  });

  it('may be repeated over an escalation too: the waiting that it brought was undone with it', async () => {
    const desk = await triaged();
    await desk.on('wait', { on: 'customer' }, { by: tess, at: 2 });
    const first = desk.lastEvent().id;
    const escalationId = desk.newEventId();
    const escalation = { caseId, eventId: escalationId, team: 'development', wait: true } as const;
    await desk.act('escalate', escalation, { by: tess, at: 3 });
    expect(await desk.on('undo', { undoes: escalationId }, { by: tess, at: 4 })).toEqual(ok);
    expect(desk.state().status).toBe('waiting_customer');
    expect(await desk.on('undo', { undoes: first }, { by: tess, at: 5 })).toEqual(ok);
    expect(desk.state().status).toBe('in_progress');
  });

  it('is refused after the same value was set again by somebody else', async () => {
    const desk = await triaged();
    await desk.on('set_severity', { severity: 2 }, { at: 2 });
    const undoes = desk.lastEvent().id;
    await desk.on('set_severity', { severity: 1 }, { by: devon, at: 3 });
    await desk.on('set_severity', { severity: 2 }, { by: devon, at: 4 });
    expect(await desk.on('undo', { undoes }, { at: 5 })).toEqual(
      refusal('changed_since', /Devon Achterberg set the severity since\.$/),
    );
  });

  it('keeps what a colleague set before, though it arrived later', async () => {
    const desk = await triaged();
    await desk.on('set_severity', { severity: 1 }, { at: 30 });
    const undoes = desk.lastEvent().id;
    await desk.on('set_severity', { severity: 2 }, { by: devon, at: 20, acceptedAt: 40 });
    expect(await desk.on('undo', { undoes }, { at: 50 })).toEqual(ok);
    expect(desk.state().severity).toBe(2);
  });
});

describe('undo of moves', () => {
  it.each([
    ['wait', 'in_progress', 'waiting_development'],
    ['resume', 'waiting_customer', 'in_progress'],
    ['resolve', 'waiting_internally', 'resolved'],
    ['close', 'resolved', 'closed'],
    ['reopen', 'resolved', 'in_progress'],
    ['reopen', 'closed', 'in_progress'],
  ] as const)('of %s leads back to %s', async (name, before, after) => {
    const desk = await triaged();
    await desk.on('log_call', { connected: true, text: 'Hello.' }, { at: 2 });
    if (before === 'waiting_customer') await desk.on('wait', { on: 'customer' }, { at: 3 });
    if (before === 'waiting_internally') await desk.on('wait', { on: 'internally' }, { at: 3 });
    if (before === 'resolved' || before === 'closed') await desk.on('resolve', {}, { at: 3 });
    if (before === 'closed') await desk.on('close', { reason: 'resolved' }, { at: 4 });
    expect(desk.state().status).toBe(before);
    const act = {
      wait: () => desk.on('wait', { on: 'development' }, { at: 10 }),
      resume: () => desk.on('resume', {}, { at: 10 }),
      resolve: () => desk.on('resolve', {}, { at: 10 }),
      close: () => desk.on('close', { reason: 'resolved' }, { at: 10 }),
      reopen: () => desk.on('reopen', {}, { at: 10 }),
    };
    expect(await act[name]()).toEqual(ok);
    expect(desk.state().status).toBe(after);
    expect(await undoLast(desk, { at: 11 })).toEqual(ok);
    expect(desk.state().status).toBe(before);
  });

  it('leaves a case in progress that had not been begun, since no event leads further back', async () => {
    const desk = await triaged();
    await desk.on('wait', { on: 'customer' }, { at: 2 });
    expect(await undoLast(desk, { at: 3 })).toEqual(ok);
    expect(desk.state().status).toBe('in_progress');
  });

  it('hands a case off again whose open hand-off ended with a mistaken resolve', async () => {
    const desk = await triaged();
    await desk.on('hand_off', brief, { at: 2 });
    await desk.on('resolve', {}, { at: 3 });
    expect(desk.state().handOff?.state).toBe('ended');
    expect(await undoLast(desk, { at: 4 })).toEqual(ok);
    expect(desk.state()).toMatchObject({ status: 'in_progress', handOff: { state: 'open', brief } });
    const added = desk.case().events.slice(-2);
    expect(added).toMatchObject([{ type: 'reopened' }, { type: 'handed_off' }]);
    expect(new Set(added.map(({ id }) => id)).size).toBe(2);
    expect(new Set(added.map(({ undoes }) => undoes)).size).toBe(1);
  });

  it('of a reopening is refused once anything happened, and a note is nothing', async () => {
    const desk = await triaged();
    await desk.on('resolve', {}, { at: 2 });
    await desk.on('reopen', {}, { at: 3 });
    const undoes = desk.lastEvent().id;
    await desk.on('add_note', { text: 'Hm.' }, { by: devon, at: 4 });
    desk.customerWrites({ at: 5 });
    expect(await desk.on('undo', { undoes }, { at: 6 })).toEqual(
      refusal('changed_since', /Irene Kapoor wrote since\.$/),
    );
  });

  it('of waiting is refused when the customer has answered', async () => {
    const desk = await triaged();
    await desk.on('wait', { on: 'customer' }, { at: 2 });
    const undoes = desk.lastEvent().id;
    desk.customerWrites({ at: 5 });
    expect(await desk.on('undo', { undoes }, { at: 6 })).toEqual(
      refusal('changed_since', /Irene Kapoor wrote since\.$/),
    );
  });

  it.each([
    ['resolve', (desk: Desk) => desk.on('resolve', {}, { at: 3 })],
    ['wait', (desk: Desk) => desk.on('wait', { on: 'development' }, { at: 3 })],
  ])('of %s does not wait again for a customer who has written since', async (_, act) => {
    const desk = await triaged();
    await desk.on('wait', { on: 'customer' }, { at: 2 });
    expect(await act(desk)).toEqual(ok);
    const undoes = desk.lastEvent().id;
    desk.customerWrites({ at: 4 });
    expect(await desk.on('undo', { undoes }, { at: 5 })).toEqual(ok);
    expect(desk.state().status).toBe('in_progress');
  });

  it('of an escalation leaves a waiting alone that it did not bring, whatever the customer has written since', async () => {
    const desk = await triaged();
    await desk.on('wait', { on: 'customer' }, { at: 2 });
    await desk.on('escalate', { team: 'database', wait: false }, { by: tess, at: 3 });
    const undoes = desk.lastEvent().id;
    desk.customerWrites({ at: 4 });
    await desk.on('wait', { on: 'internally' }, { at: 5 });
    expect(await desk.on('undo', { undoes }, { by: tess, at: 6 })).toEqual(ok);
    expect(desk.state()).toMatchObject({ status: 'waiting_internally', work: { escalations: [] } });
    expect(desk.lastEvent()).toMatchObject({ type: 'escalated', undoes });
  });

  it('of resuming is refused when a customer who was waited for has written since', async () => {
    const desk = await triaged();
    await desk.on('wait', { on: 'customer' }, { at: 2 });
    await desk.on('resume', {}, { at: 3 });
    const undoes = desk.lastEvent().id;
    desk.customerWrites({ at: 4 });
    expect(await desk.on('undo', { undoes }, { at: 5 })).toEqual(
      refusal('changed_since', /Irene Kapoor wrote since\.$/),
    );
  });

  it('names oneself', async () => {
    const desk = await triaged();
    await desk.on('wait', { on: 'customer' }, { at: 2 });
    const undoes = desk.lastEvent().id;
    await desk.on('resolve', {}, { at: 3 });
    expect(await desk.on('undo', { undoes }, { at: 4 })).toEqual(
      refusal('changed_since', /: you resolved the case since\.$/),
    );
  });
});

describe('undo of a hand-off', () => {
  it('withdraws it while nobody has answered, and is no return', async () => {
    const desk = await triaged();
    await desk.on('hand_off', brief, { at: 2 });
    expect(await undoLast(desk, { at: 3 })).toEqual(ok);
    expect(desk.state()).toMatchObject({ handOff: null, returnedCount: 0, clocks: { hand_off: { phase: 'stopped' } } });
    expect(await desk.on('accept_hand_off', {}, { by: tess, at: 4 })).toEqual(
      refusal('not_handed_off', /^Case 00000001 is not handed off; the hand-off may have been withdrawn\.$/),
    );
  });

  it('leaves an earlier return as it was', async () => {
    const desk = await triaged();
    await desk.on('hand_off', brief, { at: 2 });
    await desk.on('return_hand_off', { reason: 'Which one?' }, { by: tess, at: 3 });
    await desk.on('hand_off', brief, { at: 4 });
    expect(await undoLast(desk, { at: 5 })).toEqual(ok);
    expect(desk.state()).toMatchObject({ handOff: { state: 'returned', reason: 'Which one?' }, returnedCount: 1 });
  });

  it('withdraws one that an undone resolve had brought back', async () => {
    const desk = await triaged();
    await desk.on('hand_off', brief, { at: 2 });
    const undoes = desk.lastEvent().id;
    await desk.on('resolve', {}, { at: 3 });
    await undoLast(desk, { at: 4 });
    expect(desk.state().handOff?.state).toBe('open');
    expect(await desk.on('undo', { undoes }, { at: 5 })).toEqual(ok);
    expect(desk.state().handOff).toBeNull();
    expect(await desk.on('accept_hand_off', {}, { by: tess, at: 6 })).toEqual(refusal('not_handed_off'));
  });

  it('is refused once a TAE has it', async () => {
    const desk = await triaged();
    await desk.on('hand_off', brief, { at: 2 });
    const undoes = desk.lastEvent().id;
    await desk.on('accept_hand_off', {}, { by: tess, at: 3 });
    expect(await desk.on('undo', { undoes }, { at: 4 })).toEqual(
      refusal('changed_since', /Tess Okafor accepted the hand-off since\.$/),
    );
  });
});

describe('undo of what still waits to be sent', () => {
  it('shows at once, and ends alike on the backend, which gets both in order', async () => {
    const here = await deskWithCase('client');
    const there = await deskWithCase('backend');
    for (const desk of [here, there]) {
      await desk.on('set_severity', { severity: 3 }, { at: 1 });
      await desk.on('claim', {}, { at: 2 });
      await desk.on('wait', { on: 'development' }, { at: 3 });
      expect(await undoLast(desk, { at: 4 })).toEqual(ok);
      const claimed = desk.case().events[2];
      expect(claimed).toMatchObject({ type: 'assigned', ownerId: maya });
      expect(await desk.on('undo', { undoes: claimed?.id ?? '' }, { at: 5 })).toEqual(ok);
      expect(desk.state()).toMatchObject({ ownerId: null, status: 'in_progress', severity: 3 });
    }
    expect(here.case().events.map(({ type, at, undoes }) => [type, at, undoes])).toEqual(
      there.case().events.map(({ type, at, undoes }) => [type, at, undoes]),
    );
  });

  it('leaves a colleague’s claim alone that was first, and says that there is nothing to take back', async () => {
    const here = await deskWithCase('client');
    await here.on('claim', {}, { at: 10 });
    const undoes = here.lastEvent().id;
    expect(await here.on('undo', { undoes }, { at: 11 })).toEqual(ok);

    const there = await deskWithCase();
    await there.act('claim', { caseId, eventId: uuid(3000) }, { by: devon, at: 5 });
    expect(await there.on('claim', {}, { at: 10 })).toEqual(refusal('already_claimed'));
    expect(await there.on('undo', { undoes }, { at: 11 })).toEqual(refusal('nothing_to_undo'));
    expect(there.state().ownerId).toBe(devon);
  });
});

describe('what cannot be undone', () => {
  it.each([
    ['the opening', async () => {}, /^Opening a case cannot be undone\./],
    [
      'a message',
      (desk: Desk) => desk.on('message_customer', { text: 'Hi.' }, { at: 2 }),
      /^A message to the customer/,
    ],
    ['a call', (desk: Desk) => desk.on('log_call', { connected: false, text: '' }, { at: 2 }), /^A call stays/],
    ['a note', (desk: Desk) => desk.on('add_note', { text: 'Hm.' }, { at: 2 }), /^A note stays/],
    ['what the customer wrote', async (desk: Desk) => desk.customerWrites({ at: 2 }), /^What the customer wrote/],
  ] as const)('%s', async (_, act, message) => {
    const desk = await deskWithCase();
    await act(desk);
    expect(await undoLast(desk, { at: 3 })).toEqual(refusal('not_undoable', message));
  });

  it('accepting and returning a hand-off', async () => {
    const desk = await triaged();
    await desk.on('hand_off', brief, { at: 2 });
    await desk.on('accept_hand_off', {}, { by: tess, at: 3 });
    expect(await undoLast(desk, { by: tess, at: 4 })).toEqual(refusal('not_undoable', /Return it, and say why\.$/));
    await desk.on('return_hand_off', { reason: 'Hm.' }, { by: tess, at: 5 });
    expect(await undoLast(desk, { by: tess, at: 6 })).toEqual(refusal('not_undoable', /handed off again\.$/));
  });

  it('a merge, on either case; and anything on the merged one', async () => {
    const desk = await triaged();
    await desk.on('claim', {}, { at: 2 });
    const claimed = desk.lastEvent().id;
    await desk.create({ caseId: otherCaseId, eventId: uuid(2000) });
    await desk.on('merge_cases', { into: otherCaseId, intoEventId: uuid(2001) }, { at: 3 });
    expect(await undoLast(desk, { at: 4 })).toEqual(refusal('not_undoable', /^A merge cannot be undone\./));
    expect(await desk.on('undo', { undoes: uuid(2001) }, { at: 4, caseId: otherCaseId })).toEqual(
      refusal('not_undoable', /^A merge cannot be undone\./),
    );
    expect(await desk.on('undo', { undoes: claimed }, { at: 4 })).toEqual(refusal('merged', /a merge is final\.$/));
  });

  it('an undo, and the same thing twice', async () => {
    const desk = await triaged();
    await desk.on('claim', {}, { at: 2 });
    const undoes = desk.lastEvent().id;
    await undoLast(desk, { at: 3 });
    expect(await undoLast(desk, { at: 4 })).toEqual(refusal('undo_of_undo'));
    expect(await desk.on('undo', { undoes }, { at: 5 })).toEqual(refusal('already_undone'));
  });

  it('what was refused itself, what others did, and what is a day old', async () => {
    const desk = await triaged();
    expect(await desk.on('undo', { undoes: uuid(4000) }, { at: 2 })).toEqual(
      refusal('nothing_to_undo', /the action itself was not accepted\.$/),
    );
    await desk.on('claim', {}, { by: devon, at: 2 });
    expect(await undoLast(desk, { at: 3 })).toEqual(
      refusal('not_allowed', /^Devon Achterberg did this on case 00000001\./),
    );
    expect(await undoLast(desk, { by: devon, at: 2 + 24 * 60 + 1 })).toEqual(refusal('too_late'));
    expect(await undoLast(desk, { by: devon, at: 2 + 24 * 60 })).toEqual(ok);
  });
});

describe('undo in the order of events', () => {
  it('counts after what it takes back, though another computer dated that slightly later', async () => {
    const desk = await triaged();
    await desk.on('add_note', { text: 'From a clock ahead.' }, { by: devon, at: 11.5 });
    await desk.on('claim', {}, { at: 10 });
    await desk.on('add_note', { text: 'Further ahead.' }, { by: devon, at: 13 });
    const claimed = desk.case().events[3];
    expect(claimed).toMatchObject({ type: 'assigned', at: monday + 11.5 * 60_000 });
    expect(await desk.on('undo', { undoes: claimed?.id ?? '' }, { at: 10.1 })).toEqual(ok);
    expect(desk.state().ownerId).toBeNull();
    expect(desk.lastEvent().at).toBe(claimed?.at);
  });
});

describe('undoOf', () => {
  it.each([
    ['Undo claim', (desk: Desk) => desk.on('claim', {}, { at: 2 })],
    ['Undo assignment', (desk: Desk) => desk.on('assign', { ownerId: devon }, { by: dana, at: 2 })],
    ['Undo severity', (desk: Desk) => desk.on('set_severity', { severity: 1 }, { at: 2 })],
    [
      'Undo change of agreement',
      (desk: Desk) => desk.on('change_agreement', { agreement: 'premier' }, { by: dana, at: 2 }),
    ],
    ['Undo waiting', (desk: Desk) => desk.on('wait', { on: 'customer' }, { at: 2 })],
    ['Undo resolve', (desk: Desk) => desk.on('resolve', {}, { at: 2 })],
    ['Undo hand-off', (desk: Desk) => desk.on('hand_off', brief, { at: 2 })],
  ] as const)('calls it "%s"', async (words, act) => {
    const desk = await triaged();
    expect(await act(desk)).toEqual(ok);
    const { id: eventId, by, at } = desk.lastEvent();
    const user = { id: userIdSchema.parse(by.kind === 'user' ? by.id : ''), role: 'lead' } as const;
    const found = undoOf({ policy: compilePolicy(policy), doc: desk.case(), eventId, user, at });
    expect(found).toMatchObject({ possible: true, words });
  });
});
