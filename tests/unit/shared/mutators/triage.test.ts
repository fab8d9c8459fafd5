import { describe, expect, it } from 'vitest';
import type { TriageAnswers } from '../../../../src-shared/cases/case-document.ts';
import { type Desk, deskWithCase, uuid } from './desk.ts';
import { ok, refusal } from './outcomes.ts';

const degraded: TriageAnswers = {
  production: true,
  impact: 'degraded',
  customers: 'many',
  workaround: 'unreasonable',
  scales: false,
};
const minimal: TriageAnswers = { ...degraded, impact: 'minimal' };

const phoned = { caseId: uuid(200) };

async function phoneCase(): Promise<Desk> {
  const desk = await deskWithCase();
  await desk.create({ ...phoned, channel: 'phone' });
  return desk;
}

describe('rule-3 triage with answers', () => {
  it('keeps the answers and the severity they propose beside the one that was set', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('set_severity', { severity: 3, answers: degraded })).toEqual(ok);
    expect(desk.lastEvent()).toMatchObject({ severity: 3, answers: degraded, proposed: 2 });
    expect(desk.state().work.triage).toMatchObject({ found: 3, answers: degraded });
  });

  it('takes new answers to the same severity, but not the same again', async () => {
    const desk = await deskWithCase();
    await desk.on('set_severity', { severity: 2, answers: degraded });
    expect(await desk.on('set_severity', { severity: 2, answers: degraded })).toEqual(refusal('unchanged'));
    expect(await desk.on('set_severity', { severity: 2, answers: minimal })).toEqual(ok);
    expect(desk.lastEvent()).toMatchObject({ proposed: 4 });
  });

  it('refuses answers that contradict each other', async () => {
    const desk = await deskWithCase();
    const before = desk.case();
    for (const answers of [
      { ...degraded, workaround: 'none' as const, scales: true },
      { ...degraded, scales: null },
    ]) {
      expect(await desk.on('set_severity', { severity: 2, answers })).toEqual(refusal('contradictory_answers'));
    }
    expect(desk.case()).toEqual(before);
  });

  it('gets the answers of before back by undo', async () => {
    const desk = await deskWithCase();
    await desk.on('set_severity', { severity: 2 });
    await desk.on('set_severity', { severity: 4, answers: minimal }, { at: 1 });
    expect(await desk.on('undo', { undoes: desk.lastEvent().id }, { at: 2 })).toEqual(ok);
    expect(desk.state()).toMatchObject({ severity: 2, work: { triage: { found: 2, answers: null } } });
    await desk.on('set_severity', { severity: 3, answers: degraded }, { at: 3 });
    await desk.on('set_severity', { severity: 4, answers: minimal }, { at: 4 });
    await desk.on('undo', { undoes: desk.lastEvent().id }, { at: 5 });
    expect(desk.state()).toMatchObject({ severity: 3, work: { triage: { answers: degraded } } });
    expect(desk.lastEvent()).toMatchObject({ proposed: 2 });
  });
});

describe('rule-2 what does not come by the channel it should', () => {
  it('a portal case found to be severity 1 or 2 is not phoned in until the customer was reached by phone', async () => {
    const desk = await deskWithCase();
    expect(desk.state().notPhonedIn).toBe(false);
    await desk.on('set_severity', { severity: 2 });
    expect(desk.state().notPhonedIn).toBe(true);
    await desk.on('log_call', { connected: false, text: '' });
    expect(desk.state().notPhonedIn).toBe(true);
    await desk.on('log_call', { connected: true, text: 'They confirm.' });
    expect(desk.state().notPhonedIn).toBe(false);
  });

  it('a call that turns out severity 3 or 4 belongs in the portal until the customer was told so by the macro', async () => {
    const desk = await phoneCase();
    const belongs = () => desk.state(phoned.caseId).work.belongsInPortal;
    expect(belongs()).toBe(false);
    await desk.on('set_severity', { severity: 3 }, phoned);
    expect(belongs()).toBe(true);
    await desk.on('message_customer', { text: 'We look into it.' }, phoned);
    await desk.on('message_customer', { text: 'Kindly.', macro: 'another' }, phoned);
    expect(belongs()).toBe(true);
    expect(await desk.on('message_customer', { text: 'Kindly.', macro: 'belongs_in_portal' }, phoned)).toEqual(ok);
    expect(desk.lastEvent(phoned.caseId)).toMatchObject({ type: 'agent_message', macro: 'belongs_in_portal' });
    expect(belongs()).toBe(false);
  });

  it('a call that is found to be severity 1 or 2 after all belongs on the phone', async () => {
    const desk = await phoneCase();
    await desk.on('set_severity', { severity: 4 }, phoned);
    await desk.on('set_severity', { severity: 1 }, phoned);
    expect(desk.state(phoned.caseId).work.belongsInPortal).toBe(false);
  });
});
