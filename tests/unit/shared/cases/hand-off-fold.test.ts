import { describe, expect, it } from 'vitest';
import { caseIdSchema, eventIdSchema, userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { clockOf, event, fold, minutesIn } from './timeline.ts';

const handedOff = event(1, { type: 'handed_off', summary: 'Down.' });
const accepted = event(5, { type: 'hand_off_accepted', technicalOwnerId: userIdSchema.parse('tess') });

describe('rule-6 the hand-off of a case', () => {
  it('is none before the first one', () => {
    expect(fold()).toMatchObject({ handOff: null, technicalOwnerId: null, returnedCount: 0, mergedInto: null });
  });

  it('holds what it says, and nothing where an import or the wire does not say it', () => {
    expect(fold(handedOff).handOff).toEqual({
      state: 'open',
      eventId: null,
      at: minutesIn(1),
      by: null,
      brief: { summary: 'Down.', impact: null, stepsTried: null, evidence: null },
      answeredAt: null,
      answeredBy: null,
      reason: null,
    });
  });

  it('has a technical owner from acceptance to return', () => {
    expect(fold(handedOff, accepted)).toMatchObject({ technicalOwnerId: 'tess', handOff: { state: 'accepted' } });
    const returned = event(9, { type: 'hand_off_returned', reason: 'Not ours.' });
    expect(fold(handedOff, accepted, returned)).toMatchObject({
      technicalOwnerId: null,
      returnedCount: 1,
      handOff: { state: 'returned', reason: 'Not ours.', answeredAt: minutesIn(9) },
    });
  });

  it('ignores answers to nothing, and a second return', () => {
    const returned = (at: number) => event(at, { type: 'hand_off_returned' });
    expect(fold(accepted)).toMatchObject({ handOff: null, technicalOwnerId: null });
    expect(fold(returned(2)).returnedCount).toBe(0);
    expect(fold(handedOff, returned(2), returned(3)).returnedCount).toBe(1);
  });

  it('that was withdrawn leaves the one before, whose return still counts', () => {
    const withdrawn = event(9, { type: 'hand_off_returned', undoes: eventIdSchema.parse('second') });
    const again = event(8, { type: 'handed_off' });
    const state = fold(handedOff, event(2, { type: 'hand_off_returned', reason: 'Which?' }), again, withdrawn);
    expect(state).toMatchObject({ handOff: { state: 'returned', reason: 'Which?' }, returnedCount: 1 });
    expect(clockOf(state, 'hand_off').phase).toBe('stopped');
    expect(fold(handedOff, withdrawn).handOff).toBeNull();
  });

  it('ends with the case, and an accepted one stays accepted', () => {
    const resolved = event(20, { type: 'resolved' });
    const reopened = event(30, { type: 'reopened' });
    expect(fold(handedOff, resolved, reopened).handOff?.state).toBe('ended');
    expect(fold(handedOff, accepted, resolved, reopened)).toMatchObject({
      handOff: { state: 'accepted' },
      technicalOwnerId: 'tess',
    });
  });
});

describe('rule-2 a merge', () => {
  it('closes the case and names the survivor; the survivor’s clocks go on', () => {
    const into = caseIdSchema.parse('survivor');
    const merged = fold(event(5, { type: 'closed', into }));
    expect(merged).toMatchObject({ status: 'closed', mergedInto: into, mostUrgent: null });
    const survivor = fold(event(5, { type: 'merged_from', caseId: caseIdSchema.parse('other') }));
    expect(survivor).toMatchObject({ status: 'new', mergedInto: null, mostUrgent: 'first_response' });
  });
});
