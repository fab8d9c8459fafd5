import { describe, expect, it } from 'vitest';
import { mutators } from '../../../../src-shared/mutators/registry.ts';
import { caseId, type Desk, dana, deskWithCase, devon, harvest, maya, noor, otherCaseId, tess, uuid } from './desk.ts';
import { ok, refusal } from './outcomes.ts';

const onDev1 = { team: 'development', ticketRef: 'DEV-1', wait: false };
const withRelease = { ...onDev1, link: 'https://tracker.example/DEV-1', plannedReleaseOn: '2026-05-01' };

/** A second case of the same account. */
async function deskWithTwoCases(): Promise<Desk> {
  const desk = await deskWithCase();
  await desk.create({ caseId: otherCaseId, eventId: uuid(2000) });
  return desk;
}

describe('rule-6 escalate', () => {
  it('asks a team, with what is known of its ticket, and keeps the ticket', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('escalate', { ...withRelease, text: 'See trace 4711.' }, { by: tess, at: 10 })).toEqual(ok);
    expect(desk.state().work.escalations).toMatchObject([
      {
        team: 'development',
        ticketRef: 'DEV-1',
        link: 'https://tracker.example/DEV-1',
        plannedReleaseOn: '2026-05-01',
        sowRef: null,
        status: null,
      },
    ]);
    expect(desk.ticket('DEV-1')).toEqual({
      ref: 'DEV-1',
      team: 'development',
      link: 'https://tracker.example/DEV-1',
      status: null,
      plannedReleaseOn: '2026-05-01',
      caseIds: [caseId],
    });
    expect(desk.state().status).toBe('new');
  });

  it.each([
    ['development', 'waiting_development'],
    ['database', 'waiting_internally'],
  ])('lets the case wait on %s if asked to', async (team, status) => {
    const desk = await deskWithCase();
    expect(await desk.on('escalate', { team, wait: true }, { by: tess, at: 10 })).toEqual(ok);
    expect(desk.state().status).toBe(status);
    expect(desk.case().events.map(({ type }) => type)).toEqual(['opened', 'escalated', 'waiting']);
  });

  it('adds no second waiting where the case waits on that team already', async () => {
    const desk = await deskWithCase();
    await desk.on('wait', { on: 'development' }, { at: 5 });
    await desk.on('escalate', { ...onDev1, wait: true }, { by: tess, at: 10 });
    expect(desk.lastEvent().type).toBe('escalated');
  });

  it('is for TAEs and leads', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('escalate', onDev1)).toEqual(
      refusal('not_allowed', /^Only a TAE or a lead can escalate case 00000001 to another team\.$/),
    );
    expect(await desk.on('escalate', onDev1, { by: dana })).toEqual(ok);
  });

  it('is refused for a team that the policy does not have, naming those it has', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('escalate', { team: 'astrology', wait: false }, { by: tess })).toEqual(
      refusal('unknown_team', /^There is no team "astrology"\. Choose one of Development, Database, Professional/),
    );
  });

  it.each(['resolve', 'close'] as const)('is refused once somebody did %s the case', async (last) => {
    const desk = await deskWithCase();
    await desk.on('resolve', {}, { at: 5 });
    if (last === 'close') await desk.on('close', { reason: 'resolved' }, { at: 6 });
    expect(await desk.on('escalate', onDev1, { by: tess, at: 10 })).toEqual(
      refusal('not_open', /^Case 00000001 was (resolved|closed) by Maya Ortiz\. Reopen it before it is escalated\.$/),
    );
    expect(desk.ticket('DEV-1')).toBeUndefined();
  });

  it('takes no release date without a ticket, since nobody could tell of its change', async () => {
    const desk = await deskWithCase();
    const args = { team: 'development', plannedReleaseOn: '2026-05-01', wait: false };
    expect(await desk.on('escalate', args, { by: tess })).toEqual(
      refusal('release_without_ticket', /reference of the ticket\.$/),
    );
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'tracker',
    'https://tracker.example/a b',
    'https://t.example/\u0000x',
  ])('takes no link but a web address (%j)', (link) => {
    expect(mutators.escalate.args.safeParse({ caseId, eventId: uuid(1), ...onDev1, link }).success).toBe(false);
    expect(mutators.change_ticket.args.safeParse({ caseId, eventId: uuid(1), ticketRef: 'D', link }).success).toBe(
      false,
    );
  });

  it('is refused when the team was asked already, and brings nothing new', async () => {
    const desk = await deskWithCase();
    await desk.on('escalate', withRelease, { by: tess, at: 10 });
    const asked = refusal(
      'already_escalated',
      /^Case 00000001 was already escalated to Development by Tess Okafor, on ticket DEV-1\.$/,
    );
    expect(await desk.on('escalate', onDev1, { by: noor, at: 20 })).toEqual(asked);
    expect(await desk.on('escalate', { team: 'development', wait: true }, { by: noor, at: 20 })).toEqual(asked);
  });

  it('gives a team that was asked without a ticket the ticket later', async () => {
    const desk = await deskWithCase();
    await desk.on('escalate', { team: 'development', wait: true }, { by: tess, at: 10 });
    expect(await desk.on('escalate', onDev1, { by: tess, at: 20 })).toEqual(ok);
    expect(desk.state().work.escalations).toHaveLength(1);
    expect(desk.state().work.escalations[0]?.ticketRef).toBe('DEV-1');
  });

  it('gives the new ticket the link that the team had without one', async () => {
    const desk = await deskWithCase();
    const link = 'https://tracker.example/new';
    await desk.on('escalate', { team: 'development', link, wait: true }, { by: tess, at: 10 });
    expect(await desk.on('escalate', onDev1, { by: tess, at: 20 })).toEqual(ok);
    expect(desk.state().work.escalations).toMatchObject([{ ticketRef: 'DEV-1', link }]);
    expect(desk.ticket('DEV-1')?.link).toBe(link);
  });

  it('leaves a ticket that others are on as it is known', async () => {
    const desk = await deskWithTwoCases();
    await desk.on('escalate', onDev1, { by: tess, at: 5, caseId: otherCaseId });
    const link = 'https://tracker.example/new';
    await desk.on('escalate', { team: 'development', link, wait: true }, { by: tess, at: 10 });
    expect(await desk.on('escalate', onDev1, { by: tess, at: 20 })).toEqual(ok);
    expect(desk.state().work.escalations).toMatchObject([{ ticketRef: 'DEV-1', link: null }]);
    expect(desk.ticket('DEV-1')?.link).toBeNull();
  });

  it('is refused for a ticket that belongs to another team', async () => {
    const desk = await deskWithTwoCases();
    await desk.on('escalate', onDev1, { by: tess, at: 10 });
    const foreign = { team: 'database', ticketRef: 'DEV-1', wait: false };
    expect(await desk.on('escalate', foreign, { by: tess, at: 20, caseId: otherCaseId })).toEqual(
      refusal('foreign_ticket', /^Case 00000002 was not escalated: ticket DEV-1 belongs to Development\./),
    );
    expect(desk.state(otherCaseId).work.escalations).toEqual([]);
  });

  it('tells a case that joins a ticket what is known of it', async () => {
    const desk = await deskWithTwoCases();
    await desk.on('escalate', withRelease, { by: tess, at: 10 });
    await desk.on('change_ticket', { ticketRef: 'DEV-1', status: 'In review' }, { at: 15 });
    await desk.on('escalate', onDev1, { by: noor, at: 20, caseId: otherCaseId });
    expect(desk.ticket('DEV-1')?.caseIds).toEqual([caseId, otherCaseId]);
    expect(desk.state(otherCaseId).work.escalations).toMatchObject([
      { link: 'https://tracker.example/DEV-1', plannedReleaseOn: '2026-05-01', status: 'In review' },
    ]);
  });

  it('tells the other cases of the ticket a newer release date', async () => {
    const desk = await deskWithTwoCases();
    await desk.on('escalate', withRelease, { by: tess, at: 10 });
    const newer = { ...onDev1, plannedReleaseOn: '2026-05-08' };
    await desk.on('escalate', newer, { by: noor, at: 20, caseId: otherCaseId });
    expect(desk.lastEvent()).toMatchObject({
      type: 'ticket_changed',
      ticketRef: 'DEV-1',
      plannedReleaseOn: '2026-05-08',
    });
    expect(desk.ticket('DEV-1')?.plannedReleaseOn).toBe('2026-05-08');
  });
});

describe('rule-9 non-standard work', () => {
  const services = { team: 'professional_services', wait: true };

  it.each([undefined, '', '  '])('goes to Professional Services with a Statement of Work only (%j)', async (sowRef) => {
    const desk = await deskWithCase();
    const args = sowRef === undefined ? services : { ...services, sowRef };
    expect(await desk.on('escalate', args)).toEqual(
      refusal('needs_sow', /^Professional Services works on a Statement of Work only\. Give its reference\.$/),
    );
    expect(desk.case().events).toHaveLength(1);
  });

  it('can be sent there by any agent', async () => {
    for (const by of [maya, tess, dana]) {
      const desk = await deskWithCase();
      expect(await desk.on('escalate', { ...services, sowRef: ' SOW-12 ' }, { by })).toEqual(ok);
      expect(desk.state().work.escalations).toMatchObject([{ team: 'professional_services', sowRef: 'SOW-12' }]);
      expect(desk.state().status).toBe('waiting_internally');
    }
  });

  it('needs its Statement of Work whatever team it goes to', async () => {
    const desk = await deskWithCase();
    await desk.on('set_severity', { severity: 4, kind: 'professional_services' }, { at: 5 });
    expect(await desk.on('escalate', onDev1, { by: tess, at: 10 })).toEqual(
      refusal('needs_sow', /^Case 00000001 is non-standard work, which goes out with a Statement of Work only\./),
    );
    expect(await desk.on('escalate', { ...onDev1, sowRef: 'SOW-12' }, { by: tess, at: 10 })).toEqual(ok);
  });
});

describe('undo of an escalation', () => {
  it('takes it back, with the waiting that came with it and the place on the ticket', async () => {
    const desk = await deskWithCase();
    await desk.on('message_customer', { text: 'We look.' }, { at: 5 });
    await desk.on('escalate', { ...withRelease, wait: true }, { by: tess, at: 10 });
    const undoes = desk.case().events[2]?.id ?? '';
    expect(await desk.on('undo', { undoes }, { by: tess, at: 11 })).toEqual(ok);
    expect(desk.state().work.escalations).toEqual([]);
    expect(desk.state().status).toBe('in_progress');
    expect(desk.ticket('DEV-1')?.caseIds).toEqual([]);
  });

  it('leaves the reference to whatever team has it', async () => {
    const desk = await deskWithCase();
    await desk.on('escalate', withRelease, { by: tess, at: 10 });
    await desk.on('undo', { undoes: desk.lastEvent().id }, { by: tess, at: 11 });
    const other = { team: 'database', ticketRef: 'DEV-1', wait: false };
    expect(await desk.on('escalate', other, { by: tess, at: 12 })).toEqual(ok);
    expect(desk.ticket('DEV-1')).toMatchObject({ team: 'database', plannedReleaseOn: null, caseIds: [caseId] });
  });

  it('is refused where it brought news of a ticket that cases were on', async () => {
    const desk = await deskWithTwoCases();
    await desk.on('escalate', withRelease, { by: tess, at: 10 });
    const newer = { ...onDev1, plannedReleaseOn: '2026-05-08' };
    const refused = refusal('not_undoable', /changed what is known of ticket DEV-1.*Change the ticket again\.$/);
    await desk.on('escalate', newer, { by: tess, at: 20, caseId: otherCaseId });
    const undoes = desk.lastEvent(otherCaseId).id;
    expect(await desk.on('undo', { undoes }, { by: tess, at: 21, caseId: otherCaseId })).toEqual(refused);
    expect(desk.ticket('DEV-1')).toMatchObject({ plannedReleaseOn: '2026-05-08', caseIds: [caseId, otherCaseId] });
  });

  it('is possible where the case joined a ticket as it was known', async () => {
    const desk = await deskWithTwoCases();
    await desk.on('escalate', withRelease, { by: tess, at: 10 });
    await desk.on('escalate', onDev1, { by: tess, at: 20, caseId: otherCaseId });
    const undoes = desk.lastEvent(otherCaseId).id;
    expect(await desk.on('undo', { undoes }, { by: tess, at: 21, caseId: otherCaseId })).toEqual(ok);
    expect(desk.ticket('DEV-1')?.caseIds).toEqual([caseId]);
  });

  it('is too late once the ticket changed, or work was resumed', async () => {
    const desk = await deskWithCase();
    await desk.on('escalate', { ...withRelease, wait: true }, { by: tess, at: 10 });
    const undoes = desk.case().events[1]?.id ?? '';
    await desk.on('resume', {}, { by: devon, at: 11 });
    expect(await desk.on('undo', { undoes }, { by: tess, at: 12 })).toEqual(
      refusal('changed_since', /Devon Achterberg resumed work since\.$/),
    );
    await desk.on('wait', { on: 'development' }, { by: devon, at: 13 });
    await desk.on('change_ticket', { ticketRef: 'DEV-1', status: 'Open' }, { by: maya, at: 14 });
    expect(await desk.on('undo', { undoes }, { by: tess, at: 15 })).toEqual(
      refusal('changed_since', /Maya Ortiz changed the ticket since\.$/),
    );
  });
});

describe('rule-6 change_ticket', () => {
  async function onOneTicket(): Promise<Desk> {
    const desk = await deskWithTwoCases();
    await desk.on('escalate', withRelease, { by: tess, at: 10 });
    await desk.on('escalate', onDev1, { by: tess, at: 11, caseId: otherCaseId });
    return desk;
  }

  it('tells each case of the ticket, and keeps it', async () => {
    const desk = await onOneTicket();
    const news = { ticketRef: 'DEV-1', status: 'In review', plannedReleaseOn: '2026-05-08' };
    expect(await desk.on('change_ticket', news, { at: 20 })).toEqual(ok);
    for (const id of [caseId, otherCaseId]) {
      expect(desk.lastEvent(id)).toMatchObject({ type: 'ticket_changed', ...news, by: { kind: 'user', id: maya } });
      expect(desk.state(id).work.escalations).toMatchObject([{ status: 'In review', plannedReleaseOn: '2026-05-08' }]);
    }
    expect(desk.ticket('DEV-1')).toMatchObject({ status: 'In review', plannedReleaseOn: '2026-05-08' });
  });

  it('says only what is new, and is refused if that is nothing', async () => {
    const desk = await onOneTicket();
    await desk.on('change_ticket', { ticketRef: 'DEV-1', status: 'Open', plannedReleaseOn: '2026-05-01' }, { at: 20 });
    expect(desk.lastEvent()).not.toHaveProperty('plannedReleaseOn');
    expect(await desk.on('change_ticket', { ticketRef: 'DEV-1', status: 'Open' }, { at: 21 })).toEqual(
      refusal('unchanged', /^Ticket DEV-1 says just that already\.$/),
    );
  });

  it('is refused for a ticket that the case is not on', async () => {
    const desk = await onOneTicket();
    expect(await desk.on('change_ticket', { ticketRef: 'DEV-9', status: 'Open' }, { at: 20 })).toEqual(
      refusal('unknown_ticket', /^Case 00000001 is not on a ticket DEV-9\. Escalate it first\.$/),
    );
  });

  it('is refused when something later is known of the ticket', async () => {
    const desk = await onOneTicket();
    await desk.on('change_ticket', { ticketRef: 'DEV-1', status: 'Done' }, { by: devon, at: 30 });
    expect(await desk.on('change_ticket', { ticketRef: 'DEV-1', status: 'Open' }, { at: 20, acceptedAt: 40 })).toEqual(
      refusal(
        'changed_meanwhile',
        /^Ticket DEV-1 was changed after you did this: Devon Achterberg changed the ticket \(Case 0000000/,
      ),
    );
    expect(desk.ticket('DEV-1')?.status).toBe('Done');
  });

  it('is refused too when the later word stands on the case itself, or on one that was merged into it', async () => {
    const desk = await deskWithTwoCases();
    await desk.on('escalate', onDev1, { by: tess, at: 10 });
    await desk.on('change_ticket', { ticketRef: 'DEV-1', plannedReleaseOn: '2026-06-01' }, { by: devon, at: 30 });
    const overtaken = refusal(
      'changed_meanwhile',
      /^Ticket DEV-1 was changed after you did this: Devon Achterberg changed the ticket \(Case 00000001\)\.$/,
    );
    const earlier = { ...onDev1, plannedReleaseOn: '2026-05-01' };
    expect(await desk.on('escalate', earlier, { by: noor, at: 20, acceptedAt: 40 })).toEqual(overtaken);
    await desk.on('merge_cases', { into: otherCaseId, intoEventId: uuid(7001) }, { at: 50 });
    const said = { ticketRef: 'DEV-1', plannedReleaseOn: '2026-05-01' };
    expect(await desk.on('change_ticket', said, { at: 20, acceptedAt: 60 })).toEqual(overtaken);
    expect(desk.ticket('DEV-1')?.plannedReleaseOn).toBe('2026-06-01');
    expect(desk.state(otherCaseId).work.escalations).toMatchObject([{ plannedReleaseOn: '2026-06-01' }]);
  });

  it('reaches a case where it was merged into, which is on the ticket from then on', async () => {
    const desk = await deskWithTwoCases();
    await desk.on('escalate', withRelease, { by: tess, at: 10 });
    await desk.on('merge_cases', { into: otherCaseId, intoEventId: uuid(7001) }, { at: 15 });
    expect(
      await desk.on('change_ticket', { ticketRef: 'DEV-1', status: 'Open' }, { at: 20, caseId: otherCaseId }),
    ).toEqual(ok);
    expect(desk.state(otherCaseId).work.escalations).toMatchObject([
      { team: 'development', ticketRef: 'DEV-1', status: 'Open', plannedReleaseOn: '2026-05-01' },
    ]);
    expect(desk.lastEvent(caseId).type).toBe('closed');
  });

  it('cannot be undone', async () => {
    const desk = await onOneTicket();
    await desk.on('change_ticket', { ticketRef: 'DEV-1', status: 'Open' }, { at: 20 });
    expect(await desk.on('undo', { undoes: desk.lastEvent().id }, { at: 21 })).toEqual(
      refusal('not_undoable', /Change the ticket again\.$/),
    );
  });
});

describe('rule-7 a case that was closed for a release', () => {
  /** Closed by Maya, who owns it, on the ticket's release of 1 May. */
  async function closedForRelease(): Promise<Desk> {
    const desk = await deskWithTwoCases();
    await desk.on('claim', {}, { at: 1 });
    await desk.on('escalate', withRelease, { by: tess, at: 10 });
    await desk.on('escalate', onDev1, { by: tess, at: 11, caseId: otherCaseId });
    const doc = desk.case();
    const closed = {
      id: desk.newEventId(),
      at: doc.events[0]?.at ?? 0,
      by: { kind: 'user', id: maya },
      version: 1,
      type: 'closed',
      reason: 'development',
      ticketRef: 'DEV-1',
      plannedReleaseOn: '2026-05-01',
    };
    desk.put('cases', doc.id, { ...doc, events: [...doc.events, { ...closed, at: closed.at + 20 * 60_000 }] });
    expect(desk.state().status).toBe('closed');
    return desk;
  }

  it.each([
    ['moves', '2026-05-08'],
    ['is withdrawn', null],
  ])('comes back to its owner when the date %s', async (_, plannedReleaseOn) => {
    const desk = await closedForRelease();
    await desk.on('change_ticket', { ticketRef: 'DEV-1', plannedReleaseOn }, { by: devon, at: 30 });
    expect(desk.lastEvent()).toMatchObject({ type: 'reopened', because: 'release_moved', by: { kind: 'system' } });
    expect(desk.state()).toMatchObject({ status: 'in_progress', ownerId: maya });
    expect(desk.state(otherCaseId).status).toBe('new');
  });

  it('comes back when another case joins the ticket with another date', async () => {
    const desk = await closedForRelease();
    await desk.create({ caseId: uuid(103), eventId: uuid(2001), accountId: harvest });
    const other = { ...onDev1, plannedReleaseOn: '2026-05-20' };
    expect(await desk.on('escalate', other, { by: tess, at: 30, caseId: uuid(103) })).toEqual(ok);
    expect(desk.state().status).toBe('in_progress');
  });

  it('comes back after its closing, though the change was heard of before', async () => {
    const desk = await closedForRelease();
    await desk.on(
      'change_ticket',
      { ticketRef: 'DEV-1', plannedReleaseOn: null },
      { by: devon, at: 15, acceptedAt: 40 },
    );
    expect(desk.state().status).toBe('in_progress');
  });

  it('stays closed while only the status of the ticket changes', async () => {
    const desk = await closedForRelease();
    await desk.on('change_ticket', { ticketRef: 'DEV-1', status: 'In test' }, { by: devon, at: 30 });
    expect(desk.state().status).toBe('closed');
  });
});
