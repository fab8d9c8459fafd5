import { describe, expect, it } from 'vitest';
import { brief, type Desk, dana, deskWithCase, devon, maya, monday, noor, tess } from './desk.ts';
import { ok, refusal } from './outcomes.ts';

const minute = 60_000;

async function handedOff(): Promise<Desk> {
  const desk = await deskWithCase();
  await desk.on('claim', {}, { at: 1 });
  expect(await desk.on('hand_off', brief, { at: 10 })).toEqual(ok);
  return desk;
}

async function acceptedByTess(): Promise<Desk> {
  const desk = await handedOff();
  expect(await desk.on('accept_hand_off', {}, { by: tess, at: 20 })).toEqual(ok);
  return desk;
}

describe('rule-6 hand_off', () => {
  it('asks the TAEs, and leaves the customer their contact', async () => {
    const desk = await handedOff();
    const { handOff, ownerId, technicalOwnerId, returnedCount, clocks } = desk.state();
    expect(handOff).toMatchObject({
      state: 'open',
      eventId: desk.lastEvent().id,
      at: monday + 10 * minute,
      by: { kind: 'user', id: maya },
      brief,
      answeredAt: null,
      answeredBy: null,
      reason: null,
    });
    expect([ownerId, technicalOwnerId, returnedCount]).toEqual([maya, null, 0]);
    expect(clocks.hand_off?.phase).toBe('running');
  });

  it.each([
    ['a summary', { summary: ' ' }, /Still empty: the summary\.$/],
    ['the impact', { impact: '' }, /Still empty: the impact\.$/],
    [
      'the steps tried and evidence',
      { stepsTried: '', evidence: '\n' },
      /Still empty: the steps tried, the evidence\.$/,
    ],
  ])('is refused without %s', async (_, changes, message) => {
    const desk = await deskWithCase();
    expect(await desk.on('hand_off', { ...brief, ...changes })).toEqual(refusal('incomplete_hand_off', message));
    expect(desk.state().handOff).toBeNull();
  });

  it('is for COAs and leads', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('hand_off', brief, { by: tess })).toEqual(
      refusal('not_allowed', /^Only a COA or a lead can hand case 00000001 off to the TAEs\.$/),
    );
    expect(await desk.on('hand_off', brief, { by: dana })).toEqual(ok);
  });

  it('is refused while one is open or accepted, naming whose it is', async () => {
    const desk = await handedOff();
    expect(await desk.on('hand_off', brief, { by: devon, at: 15 })).toEqual(
      refusal('already_handed_off', /^Case 00000001 was already handed off by Maya Ortiz and waits for a TAE\.$/),
    );
    await desk.on('accept_hand_off', {}, { by: tess, at: 20 });
    expect(await desk.on('hand_off', brief, { by: devon, at: 30 })).toEqual(
      refusal('already_handed_off', /^Case 00000001 was already handed off; Tess Okafor works on it\.$/),
    );
  });

  it('is refused on a resolved case, and ends with one', async () => {
    const desk = await handedOff();
    await desk.on('resolve', {}, { at: 15 });
    expect(desk.state().handOff?.state).toBe('ended');
    expect(await desk.on('hand_off', brief, { at: 20 })).toEqual(
      refusal('not_open', /was resolved by you\. Reopen it/),
    );
    expect(await desk.on('accept_hand_off', {}, { by: tess, at: 20 })).toEqual(
      refusal('not_open', /^Case 00000001 was resolved by Maya Ortiz; its hand-off ended with that\.$/),
    );
  });

  it('is refused if it was done offline and another one came and went meanwhile', async () => {
    const desk = await deskWithCase();
    await desk.on('hand_off', brief, { by: devon, at: 20 });
    await desk.on('return_hand_off', { reason: 'No trace.' }, { by: tess, at: 30 });
    expect(await desk.on('hand_off', brief, { at: 10, acceptedAt: 60 })).toEqual(refusal('changed_meanwhile'));
  });
});

describe('rule-6 accept_hand_off', () => {
  it('makes the technical owner, begins the work and ends the clock', async () => {
    const desk = await acceptedByTess();
    expect(desk.state()).toMatchObject({
      status: 'in_progress',
      ownerId: maya,
      technicalOwnerId: tess,
      handOff: { state: 'accepted', answeredBy: { kind: 'user', id: tess }, answeredAt: monday + 20 * minute },
      clocks: { hand_off: { phase: 'stopped' } },
    });
  });

  it('goes to the first of two', async () => {
    const desk = await acceptedByTess();
    expect(await desk.on('accept_hand_off', {}, { by: noor, at: 15, acceptedAt: 40 })).toEqual(
      refusal('already_accepted', /^The hand-off of case 00000001 was already accepted by Tess Okafor\.$/),
    );
    expect(await desk.on('accept_hand_off', {}, { by: tess, at: 45 })).toEqual(
      refusal('already_accepted', /already accepted by you\.$/),
    );
    expect(desk.state().technicalOwnerId).toBe(tess);
  });

  it('is for TAEs and leads, and for what was handed off', async () => {
    const desk = await deskWithCase();
    expect(await desk.on('accept_hand_off', {}, { by: tess })).toEqual(refusal('not_handed_off'));
    await desk.on('hand_off', brief, { at: 10 });
    expect(await desk.on('accept_hand_off', {}, { by: devon, at: 11 })).toEqual(
      refusal('not_allowed', /^Only a TAE or a lead can accept/),
    );
    expect(await desk.on('accept_hand_off', {}, { by: dana, at: 12 })).toEqual(ok);
  });
});

describe('rule-6 return_hand_off', () => {
  it('sends it back with its reason, and counts how often', async () => {
    const desk = await handedOff();
    expect(await desk.on('return_hand_off', { reason: 'Which partner?' }, { by: tess, at: 20 })).toEqual(ok);
    expect(desk.state()).toMatchObject({
      returnedCount: 1,
      handOff: { state: 'returned', reason: 'Which partner?', answeredBy: { id: tess } },
    });
    await desk.on('hand_off', brief, { at: 30 });
    expect(desk.state()).toMatchObject({ returnedCount: 1, handOff: { state: 'open', reason: null } });
    await desk.on('accept_hand_off', {}, { by: tess, at: 40 });
    await desk.on('return_hand_off', { reason: 'Needs a COA.' }, { by: tess, at: 50 });
    expect(desk.state()).toMatchObject({ returnedCount: 2, technicalOwnerId: null });
  });

  it('needs a reason, and a TAE', async () => {
    const desk = await handedOff();
    expect(await desk.on('return_hand_off', { reason: ' ' }, { by: tess, at: 20 })).toEqual(
      refusal('no_return_reason', /^Say why case 00000001 goes back/),
    );
    expect(await desk.on('return_hand_off', { reason: 'Mine.' }, { by: maya, at: 20 })).toEqual(refusal('not_allowed'));
  });

  it('of an accepted one is for whoever accepted it, and for a lead', async () => {
    const desk = await acceptedByTess();
    expect(await desk.on('return_hand_off', { reason: 'Hm.' }, { by: noor, at: 30 })).toEqual(
      refusal('not_allowed', /^Tess Okafor accepted .* Only Tess Okafor or a lead can return it\.$/),
    );
    expect(await desk.on('return_hand_off', { reason: 'She is ill.' }, { by: dana, at: 30 })).toEqual(ok);
    expect(await desk.on('return_hand_off', { reason: 'Hm.' }, { by: tess, at: 20, acceptedAt: 40 })).toEqual(
      refusal('already_returned', /already returned by Dana Whitmore\.$/),
    );
  });
});
