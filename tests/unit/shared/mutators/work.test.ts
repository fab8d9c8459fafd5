import { describe, expect, it } from 'vitest';
import { backFromSnoozeAt } from '../../../../src-shared/cases/snoozed.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { caseId, Desk, dana, deskWithCase, devon, maya, monday, policy, uuid } from './desk.ts';
import { ok, refusal } from './outcomes.ts';

const minute = 60_000;
const at = (minutes: number) => monday + minutes * minute;

describe('rule-6 a snooze', () => {
  it('lasts until its time, or until the customer writes', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('snooze', { untilAt: at(90), text: 'The file comes tonight.' }, { at: 5 })).toEqual(ok);
    expect(desk.state().work.snooze).toMatchObject({ untilAt: at(90), at: at(5) });
    desk.customerWrites({ at: 30 });
    expect(desk.state().work.snooze).toBeNull();
    expect(await desk.on('snooze', { untilAt: null }, { at: 40 })).toEqual(ok);
    expect(desk.state().work.snooze).toMatchObject({ untilAt: null });
  });

  it('done offline takes its place before what the customer wrote meanwhile, and is ended by that', async () => {
    const desk = await deskWithCase();
    desk.customerWrites({ at: 30 });
    expect(await desk.on('snooze', { untilAt: at(90) }, { at: 20, acceptedAt: 60 })).toEqual(ok);
    expect(desk.state().work.snooze).toBeNull();
  });

  it('moves no clock, and neither status nor owner', async () => {
    const desk = await deskWithCase();
    const before = desk.state();
    await desk.on('snooze', { untilAt: at(90) }, { at: 5 });
    const { clocks, status, ownerId, dueAt } = desk.state();
    expect({ clocks, status, ownerId, dueAt }).toEqual({
      clocks: before.clocks,
      status: before.status,
      ownerId: before.ownerId,
      dueAt: before.dueAt,
    });
  });

  it('names a time that is to come, within a year', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('snooze', { untilAt: at(5) }, { at: 5 })).toEqual(
      refusal('time_is_past', /^Case 00000001 is not snoozed: the time it names is past\./),
    );
    expect(await desk.on('snooze', { untilAt: at(367 * 24 * 60) }, { at: 5 })).toEqual(refusal('time_too_far'));
    expect(desk.case().events).toHaveLength(1);
  });

  it('is not for a case that is done, and resolving ends it', async () => {
    const desk = await deskWithCase();
    await desk.on('snooze', { untilAt: null }, { at: 5 });
    expect(await desk.on('snooze', { untilAt: null }, { at: 6 })).toEqual(refusal('already_snoozed'));
    await desk.on('resolve', {}, { at: 10 });
    expect(desk.state().work.snooze).toBeNull();
    expect(await desk.on('snooze', { untilAt: at(90) }, { at: 11 })).toEqual(refusal('not_open'));
    await desk.on('reopen', {}, { at: 12 });
    expect(desk.state().work.snooze).toBeNull();
  });

  it('ends by hand while it holds, by any agent', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('unsnooze', {}, { at: 4 })).toEqual(refusal('not_snoozed'));
    await desk.on('snooze', { untilAt: at(60) }, { at: 5 });
    expect(await desk.on('unsnooze', {}, { by: devon, at: 61 })).toEqual(refusal('not_snoozed'));
    expect(await desk.on('unsnooze', {}, { by: devon, at: 30 })).toEqual(ok);
    expect(desk.state().work.snooze).toBeNull();
  });

  it('is undone, also one that took the place of another, but not over what the customer wrote', async () => {
    const desk = await deskWithCase();
    await desk.on('snooze', { untilAt: at(60) }, { at: 5 });
    await desk.on('snooze', { untilAt: at(90) }, { at: 6 });
    const second = desk.lastEvent().id;
    expect(await desk.on('undo', { undoes: second }, { at: 7 })).toEqual(ok);
    expect(desk.state().work.snooze).toMatchObject({ untilAt: at(60) });
    await desk.on('unsnooze', {}, { at: 8 });
    expect(await desk.on('undo', { undoes: desk.lastEvent().id }, { at: 9 })).toEqual(ok);
    expect(desk.state().work.snooze).toMatchObject({ untilAt: at(60) });
    await desk.on('unsnooze', {}, { at: 10 });
    const last = desk.lastEvent().id;
    desk.customerWrites({ at: 11 });
    expect(await desk.on('undo', { undoes: last }, { at: 12 })).toEqual(refusal('changed_since', /Irene Kapoor wrote/));
  });

  it('hides no deadline: the case is back when its most urgent clock gets at risk', async () => {
    const desk = await deskWithCase();
    const compiled = compilePolicy(policy);
    expect(backFromSnoozeAt(compiled, desk.state())).toBeNull();
    await desk.on('snooze', { untilAt: null }, { at: 1 });
    // First response within 240 minutes: at risk after 75 % of them.
    expect(backFromSnoozeAt(compiled, desk.state())).toBe(at(180));
    await desk.on('snooze', { untilAt: at(60) }, { at: 2 });
    expect(backFromSnoozeAt(compiled, desk.state())).toBe(at(60));
    await desk.on('log_call', { connected: true, text: 'Spoke.' }, { at: 3 });
    await desk.on('wait', { on: 'customer' }, { at: 4 });
    await desk.on('snooze', { untilAt: null }, { at: 5 });
    expect(backFromSnoozeAt(compiled, desk.state())).toBe(Infinity);
  });
});

describe('a reminder', () => {
  it('is for oneself, with or without words, and is ticked off once', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('set_reminder', { remindAt: at(60), forId: maya, about: 'Ask for the file.' })).toEqual(ok);
    const reminderId = desk.lastEvent().id;
    expect(desk.state().work.reminders).toEqual([
      { id: reminderId, remindAt: at(60), forId: maya, about: 'Ask for the file.' },
    ]);
    expect(await desk.on('set_reminder', { remindAt: at(61), forId: maya, about: '' })).toEqual(ok);
    expect(await desk.on('finish_reminder', { reminderId }, { at: 70 })).toEqual(ok);
    expect(desk.state().work.reminders).toHaveLength(1);
    expect(await desk.on('finish_reminder', { reminderId }, { at: 71 })).toEqual(refusal('already_done'));
    expect(await desk.on('finish_reminder', { reminderId: uuid(9) }, { at: 71 })).toEqual(refusal('unknown_reminder'));
  });

  it('rule-6: only a lead sets one for somebody else, or ticks it off', async () => {
    const desk = await deskWithCase();
    const forDevon = { remindAt: at(60), forId: devon, about: 'Call them.' };
    expect(await desk.on('set_reminder', forDevon)).toEqual(
      refusal('not_allowed', 'Only a lead can set a reminder on case 00000001 for somebody else.'),
    );
    expect(await desk.on('set_reminder', { ...forDevon, forId: uuid(9) }, { by: dana })).toEqual(
      refusal('unknown_user'),
    );
    expect(await desk.on('set_reminder', forDevon, { by: dana })).toEqual(ok);
    const reminderId = desk.lastEvent().id;
    expect(await desk.on('finish_reminder', { reminderId }, { at: 5 })).toEqual(
      refusal('not_allowed', /Only Devon Achterberg or a lead/),
    );
    expect(await desk.on('finish_reminder', { reminderId }, { by: devon, at: 5 })).toEqual(ok);
  });

  it('names a time that is to come', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('set_reminder', { remindAt: at(0), forId: maya, about: '' })).toEqual(
      refusal('time_is_past', /^No reminder was set on case 00000001/),
    );
  });

  it('is undone both ways, also on a closed case', async () => {
    const desk = await deskWithCase();
    await desk.on('resolve', {}, { at: 1 });
    await desk.on('close', { reason: 'resolved' }, { at: 2 });
    await desk.on('set_reminder', { remindAt: at(60), forId: maya, about: 'Look again.' }, { at: 3 });
    const setting = desk.lastEvent().id;
    await desk.on('finish_reminder', { reminderId: setting }, { at: 4 });
    expect(await desk.on('undo', { undoes: desk.lastEvent().id }, { at: 5 })).toEqual(ok);
    expect(desk.state().work.reminders).toMatchObject([{ remindAt: at(60), forId: maya, about: 'Look again.' }]);
    await desk.on('set_reminder', { remindAt: at(90), forId: maya, about: '' }, { at: 6 });
    expect(await desk.on('undo', { undoes: desk.lastEvent().id }, { at: 7 })).toEqual(ok);
    expect(desk.state().work.reminders).toHaveLength(1);
  });

  it('is taken back also when it was ticked off and brought back since, and not once it is ticked off', async () => {
    const desk = await deskWithCase();
    await desk.on('set_reminder', { remindAt: at(60), forId: maya, about: 'Look again.' }, { at: 1 });
    const setting = desk.lastEvent().id;
    await desk.on('finish_reminder', { reminderId: setting }, { at: 2 });
    const ticking = desk.lastEvent().id;
    expect(await desk.on('undo', { undoes: setting }, { at: 3 })).toEqual(
      refusal('already_done', 'This reminder on case 00000001 was ticked off already.'),
    );
    await desk.on('undo', { undoes: ticking }, { at: 4 });
    expect(desk.state().work.reminders).toHaveLength(1);
    expect(await desk.on('undo', { undoes: setting }, { at: 5 })).toEqual(ok);
    expect(desk.state().work.reminders).toEqual([]);
  });
});

const view = {
  viewId: uuid(400),
  name: 'My premier accounts',
  shared: false,
  base: 'mine',
  filter: 'premier',
  columns: ['left', 'subject'],
  sort: { by: 'account', descending: false },
  group: 'severity',
};

describe('a saved view', () => {
  it('is kept, changed and removed by who made it; saving it again brings it back', async () => {
    const desk = new Desk();
    expect(await desk.act('save_view', view)).toEqual(ok);
    expect(await desk.act('save_view', { ...view, name: 'Premier' })).toEqual(ok);
    expect(desk.doc('views', view.viewId)).toMatchObject({ name: 'Premier', ownerId: maya, group: 'severity' });
    expect(await desk.act('remove_view', { viewId: view.viewId })).toEqual(ok);
    expect(desk.doc('views', view.viewId)).toMatchObject({ removed: true });
    expect(await desk.act('remove_view', { viewId: view.viewId })).toEqual(refusal('already_removed'));
    expect(await desk.act('save_view', view)).toEqual(ok);
    expect(desk.doc('views', view.viewId)).not.toHaveProperty('removed');
    expect(await desk.act('remove_view', { viewId: uuid(401) })).toEqual(refusal('unknown_view'));
  });

  it('rule-6: only a lead shares one with the desk, and only its maker or a lead changes a shared one', async () => {
    const desk = new Desk();
    expect(await desk.act('save_view', { ...view, shared: true })).toEqual(
      refusal('not_allowed', 'Only a lead can share a view with the desk.'),
    );
    expect(desk.doc('views', view.viewId)).toBeUndefined();
    await desk.act('save_view', { ...view, shared: true }, { by: dana });
    expect(await desk.act('save_view', { ...view, name: 'Mine' })).toEqual(
      refusal('not_allowed', /belongs to Dana Whitmore\. Only Dana Whitmore or a lead/),
    );
    expect(await desk.act('remove_view', { viewId: view.viewId })).toEqual(refusal('not_allowed'));
    await desk.act('save_view', { ...view, viewId: uuid(402) }, { by: devon });
    expect(await desk.act('remove_view', { viewId: uuid(402) }, { by: dana })).toEqual(
      refusal('not_allowed', /Only Devon Achterberg can change it/),
    );
  });
});

describe('rule-6 the on-call roster', () => {
  const shift = { shiftId: uuid(500), userId: devon, fromAt: at(60), toAt: at(600) };

  it('is kept by leads', async () => {
    const desk = new Desk();
    expect(await desk.act('add_shift', shift)).toEqual(
      refusal('not_allowed', 'Only a lead can change the on-call roster.'),
    );
    expect(desk.doc('shifts', shift.shiftId)).toBeUndefined();
    expect(await desk.act('add_shift', shift, { by: dana })).toEqual(ok);
    expect(await desk.act('remove_shift', { shiftId: shift.shiftId })).toEqual(refusal('not_allowed'));
    expect(await desk.act('remove_shift', { shiftId: shift.shiftId }, { by: dana })).toEqual(ok);
    expect(await desk.act('remove_shift', { shiftId: shift.shiftId }, { by: dana })).toEqual(
      refusal('already_removed', /Devon Achterberg/),
    );
    expect(await desk.act('add_shift', shift, { by: dana })).toEqual(ok);
    expect(await desk.act('add_shift', shift, { by: dana })).toEqual(refusal('duplicate_shift'));
  });

  it('refuses a shift of nobody, one that ends before it begins, and one of more than two weeks', async () => {
    const desk = new Desk();
    const by = { by: dana };
    expect(await desk.act('add_shift', { ...shift, userId: uuid(9) }, by)).toEqual(refusal('unknown_user'));
    expect(await desk.act('add_shift', { ...shift, toAt: shift.fromAt }, by)).toEqual(refusal('wrong_time'));
    expect(await desk.act('add_shift', { ...shift, toAt: at(30_000) }, by)).toEqual(refusal('wrong_time'));
    expect(await desk.act('remove_shift', { shiftId: uuid(501) }, by)).toEqual(refusal('unknown_shift'));
  });

  it('leaves cases alone', async () => {
    const desk = await deskWithCase();
    const before = desk.case(caseId);
    await desk.act('add_shift', shift, { by: dana });
    expect(desk.case(caseId)).toEqual(before);
  });
});
