import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../src-shared/mutators/mutator.ts';
import type { MutatorArgs } from '../../../../src-shared/mutators/registry.ts';
import {
  type ActOptions,
  brief,
  caseId,
  cedar,
  type Desk,
  deskWithCase,
  devon,
  maya,
  otherCaseId,
  tess,
  thirdCaseId,
} from './desk.ts';
import { ok, refusal } from './outcomes.ts';

async function threeCases(): Promise<Desk> {
  const desk = await deskWithCase();
  for (const id of [otherCaseId, thirdCaseId]) await desk.create({ caseId: id, eventId: desk.newEventId() });
  return desk;
}

function merge(desk: Desk, from: string, into: string, options: ActOptions = {}) {
  const args = { caseId: from, eventId: desk.newEventId(), into, intoEventId: desk.newEventId() };
  return desk.act('merge_cases', args, { at: 10, ...options });
}

const late = { at: 20 };
const changes: readonly (readonly [name: string, change: (desk: Desk) => Promise<Outcome>])[] = [
  ['claim', (desk) => desk.on('claim', {}, late)],
  ['assign', (desk) => desk.on('assign', { ownerId: maya }, late)],
  ['release', (desk) => desk.on('release', {}, late)],
  ['set_severity', (desk) => desk.on('set_severity', { severity: 1 }, late)],
  ['wait', (desk) => desk.on('wait', { on: 'customer' }, late)],
  ['resume', (desk) => desk.on('resume', {}, late)],
  ['resolve', (desk) => desk.on('resolve', {}, late)],
  ['close', (desk) => desk.on('close', { reason: 'resolved' }, late)],
  ['reopen', (desk) => desk.on('reopen', {}, late)],
  ['change_agreement', (desk) => desk.on('change_agreement', { agreement: 'premier' }, late)],
  ['hand_off', (desk) => desk.on('hand_off', brief, late)],
  ['accept_hand_off', (desk) => desk.on('accept_hand_off', {}, { ...late, by: tess })],
  ['return_hand_off', (desk) => desk.on('return_hand_off', { reason: 'Hm.' }, { ...late, by: tess })],
];

describe('rule-2 merge_cases', () => {
  it('closes the one with its clocks, and tells the other', async () => {
    const desk = await threeCases();
    expect(await merge(desk, caseId, otherCaseId)).toEqual(ok);
    const merged = desk.state();
    expect(merged).toMatchObject({ status: 'closed', mergedInto: otherCaseId, mostUrgent: null });
    expect(Object.values(merged.clocks).every((clock) => clock.phase === 'stopped')).toBe(true);
    expect(desk.lastEvent()).toMatchObject({ type: 'closed', reason: 'merged', into: otherCaseId });
    expect(desk.lastEvent(otherCaseId)).toMatchObject({ type: 'merged_from', caseId, by: { id: maya } });
    expect(desk.state(otherCaseId)).toMatchObject({ status: 'new', mergedInto: null, mostUrgent: 'first_response' });
  });

  it('sends what is written on it later to the survivor', async () => {
    const desk = await threeCases();
    await merge(desk, caseId, otherCaseId);
    expect(await desk.on('message_customer', { text: 'We are on it.' }, { at: 20 })).toEqual(ok);
    expect(await desk.on('add_note', { text: 'Same partner.' }, { at: 21 })).toEqual(ok);
    expect(await desk.on('log_call', { connected: true, text: 'Agreed.' }, { at: 22 })).toEqual(ok);
    expect(desk.case(otherCaseId).events.slice(-3)).toMatchObject([
      { type: 'agent_message', doneOn: caseId },
      { type: 'note', doneOn: caseId },
      { type: 'call', doneOn: caseId },
    ]);
    expect(desk.state(otherCaseId)).toMatchObject({
      status: 'in_progress',
      clocks: { first_response: { phase: 'stopped' } },
    });
    expect(desk.lastEvent().type).toBe('closed');
  });

  it('takes what it is on with other teams along, with the latest word of each ticket', async () => {
    const desk = await threeCases();
    const tae = { by: tess, at: 5 };
    const onDev1 = { team: 'development', ticketRef: 'DEV-1', wait: false };
    await desk.on('escalate', { ...onDev1, link: 'https://tracker.example/1', plannedReleaseOn: '2026-05-01' }, tae);
    await desk.on('change_ticket', { ticketRef: 'DEV-1', status: 'In review' }, { at: 6 });
    await desk.on('escalate', { team: 'professional_services', sowRef: 'SOW-7', wait: false }, tae);
    await desk.on('escalate', { team: 'database', wait: false }, tae);
    await desk.on('escalate', { team: 'database', ticketRef: 'DB-2', wait: false }, { ...tae, caseId: otherCaseId });
    expect(await merge(desk, caseId, otherCaseId)).toEqual(ok);
    expect(desk.case(otherCaseId).events.map(({ type }) => type)).toEqual([
      'opened',
      'escalated',
      'merged_from',
      'escalated',
      'escalated',
    ]);
    expect(desk.state(otherCaseId).work.escalations).toMatchObject([
      { team: 'database', ticketRef: 'DB-2' },
      {
        team: 'development',
        ticketRef: 'DEV-1',
        link: 'https://tracker.example/1',
        plannedReleaseOn: '2026-05-01',
        status: 'In review',
      },
      { team: 'professional_services', ticketRef: null, sowRef: 'SOW-7' },
    ]);
    expect(desk.state(otherCaseId).status).toBe('new');
    expect(desk.ticket('DEV-1')?.caseIds).toEqual([otherCaseId]);
    expect(
      desk
        .case(otherCaseId)
        .events.map(({ doneOn }) => doneOn)
        .filter(Boolean),
    ).toEqual([caseId, caseId]);
    const undoes = desk.lastEvent(otherCaseId).id;
    expect(await desk.on('undo', { undoes }, { at: 11, caseId: otherCaseId })).toEqual(
      refusal('not_undoable', /came with a merge/),
    );
    await desk.on('change_ticket', { ticketRef: 'DEV-1', status: 'Done' }, { at: 20, caseId: otherCaseId });
    expect(desk.lastEvent(otherCaseId)).toMatchObject({ type: 'ticket_changed', status: 'Done' });
  });

  it('brings no ticket that the survivor is on already', async () => {
    const desk = await threeCases();
    const onDev1 = { team: 'development', ticketRef: 'DEV-1', wait: false };
    for (const id of [caseId, otherCaseId]) await desk.on('escalate', onDev1, { by: tess, at: 5, caseId: id });
    expect(await merge(desk, caseId, otherCaseId)).toEqual(ok);
    expect(desk.lastEvent(otherCaseId).type).toBe('merged_from');
    expect(desk.ticket('DEV-1')?.caseIds).toEqual([otherCaseId]);
  });

  it('leaves the survivor on such a ticket for the sake of the merged case', async () => {
    const desk = await threeCases();
    const onDev1 = { team: 'development', ticketRef: 'DEV-1', wait: false };
    await desk.on('escalate', onDev1, { by: tess, at: 5 });
    await desk.on('escalate', onDev1, { by: tess, at: 6, caseId: otherCaseId });
    const undoes = desk.lastEvent(otherCaseId).id;
    await merge(desk, caseId, otherCaseId);
    expect(await desk.on('undo', { undoes }, { by: tess, at: 11, caseId: otherCaseId })).toEqual(
      refusal('changed_since', /Maya Ortiz merged another case into it since\.$/),
    );
    expect(desk.ticket('DEV-1')?.caseIds).toEqual([otherCaseId]);
  });

  it('also down a chain, to the last one', async () => {
    const desk = await threeCases();
    await merge(desk, caseId, otherCaseId);
    expect(await merge(desk, otherCaseId, thirdCaseId, { at: 11 })).toEqual(ok);
    await desk.on('add_note', { text: 'Far away.' }, { at: 20 });
    expect(desk.lastEvent(thirdCaseId)).toMatchObject({ type: 'note', text: 'Far away.', doneOn: caseId });
    expect(await desk.on('claim', {}, { at: 20 })).toEqual(
      refusal('merged', /^Case 00000001 was merged into case 00000003 by Maya Ortiz\. Do this there\.$/),
    );
  });

  it.each(changes)('refuses %s on it', async (_, change) => {
    const desk = await threeCases();
    await merge(desk, caseId, otherCaseId, { by: devon });
    const before = [desk.case(), desk.case(otherCaseId)];
    expect(await change(desk)).toEqual(
      refusal('merged', /^Case 00000001 was merged into case 00000002 by Devon Achterberg\. Do this there\.$/),
    );
    expect([desk.case(), desk.case(otherCaseId)]).toEqual(before);
  });

  it('goes one way only, whoever merges first', async () => {
    const desk = await threeCases();
    await merge(desk, caseId, otherCaseId);
    expect(await merge(desk, otherCaseId, caseId, { by: devon, at: 9, acceptedAt: 12 })).toEqual(
      refusal(
        'merged',
        /^Case 00000002 was not merged: case 00000001 itself was merged into this one by Maya Ortiz\.$/,
      ),
    );
    expect(await merge(desk, thirdCaseId, caseId, { at: 13 })).toEqual(
      refusal('merged', /case 00000001 itself was merged into case 00000002 by Maya Ortiz\.$/),
    );
    expect(await merge(desk, caseId, thirdCaseId, { at: 13 })).toEqual(refusal('merged', /Do this there\.$/));
  });

  it('refuses itself, a stranger, a closed one and one that is not there', async () => {
    const desk = await threeCases();
    expect(await merge(desk, caseId, caseId)).toEqual(refusal('same_case'));
    const strange = { caseId: '0a0b0c0d-0000-7000-8000-000000000103', accountId: cedar, contactId: null };
    await desk.create({ ...strange, eventId: desk.newEventId() });
    expect(await merge(desk, caseId, strange.caseId)).toEqual(
      refusal('foreign_account', /belongs to Cedar Grove, and replies would reach the wrong customer\.$/),
    );
    expect(await merge(desk, caseId, 'elsewhere')).toEqual(refusal('unknown_case'));
    expect(await merge(desk, 'elsewhere', caseId)).toEqual(refusal('unknown_case'));
    await desk.on('resolve', {}, { at: 1, caseId: otherCaseId });
    await desk.on('close', { reason: 'resolved' }, { at: 2, caseId: otherCaseId });
    expect(await merge(desk, otherCaseId, caseId)).toEqual(
      refusal('case_closed', /was closed by you\. Reopen it to merge it\.$/),
    );
    expect(await merge(desk, caseId, otherCaseId)).toEqual(refusal('case_closed', /Reopen it before another case/));
  });

  it('refuses one that was closed and reopened after it was done', async () => {
    const desk = await threeCases();
    await desk.on('resolve', {}, { at: 15 });
    await desk.on('reopen', {}, { at: 30 });
    expect(await merge(desk, caseId, otherCaseId, { at: 10, acceptedAt: 60 })).toEqual(refusal('changed_meanwhile'));
    expect(desk.lastEvent(otherCaseId).type).toBe('opened');
  });

  it('is refused the second time it is sent under new ids, and by the ids it has', async () => {
    const desk = await threeCases();
    const args: MutatorArgs<'merge_cases'> = {
      caseId,
      eventId: desk.newEventId(),
      into: otherCaseId,
      intoEventId: desk.case(otherCaseId).events[0]?.id ?? '',
    };
    expect(await desk.act('merge_cases', args)).toEqual(refusal('duplicate_event'));
  });

  it('leaves work in a circle of damaged data nowhere to go, and says so', async () => {
    const desk = await threeCases();
    await merge(desk, caseId, otherCaseId);
    const broken = desk.case(otherCaseId);
    desk.put('cases', otherCaseId, {
      ...broken,
      events: [...broken.events, { ...desk.lastEvent(), id: desk.newEventId(), into: caseId }],
    });
    expect(await desk.on('add_note', { text: 'Round.' }, { at: 20 })).toEqual(
      refusal('unknown_case', /no place to go\.$/),
    );
    expect(await desk.on('claim', {}, { at: 20 })).toEqual(refusal('merged', /not here any more/));
  });
});
