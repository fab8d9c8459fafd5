import { case1, case2, case3, type Person, uuid } from './conflict-desk.ts';
import { act, type ConflictRow } from './conflict-row.ts';

const brief = { summary: 'Down.', impact: 'All trucks.', stepsTried: 'Sent again.', evidence: 'Trace 1.' };
const merge = (by: Person, caseId: string, into: string, at: number, n = 7001) =>
  act(by, 'merge_cases', at, { caseId, into, intoEventId: uuid(n) });
const resolved = act('maya', 'resolve', 5);
const handedOff = act('maya', 'hand_off', 5, brief, 42);

/** About hand-offs, merges, undo and cases that are gone. */
export const teamConflictRows: readonly ConflictRow[] = [
  {
    name: 'hand-off and hand-off: one at a time',
    one: act('maya', 'hand_off', 10, brief),
    other: act('devon', 'hand_off', 20, brief),
    oneFirst: {
      refused: [null, 'already_handed_off'],
      state: { handOff: { state: 'open' } },
      says: 'Case 00000001 was already handed off by Maya Ortiz and waits for a TAE.',
    },
    otherFirst: { refused: ['already_handed_off', null], state: { handOff: { state: 'open' } } },
  },
  {
    name: 'accept and accept: the first at the backend has it',
    given: [handedOff],
    one: act('tess', 'accept_hand_off', 10),
    other: act('noor', 'accept_hand_off', 20),
    oneFirst: { refused: [null, 'already_accepted'], state: { technicalOwnerId: 'tess' } },
    otherFirst: {
      refused: ['already_accepted', null],
      state: { technicalOwnerId: 'noor' },
      says: 'The hand-off of case 00000001 was already accepted by Noor Haddad.',
    },
  },
  {
    name: 'accept and return: nobody returns what a colleague works on, nor accepts what went back',
    given: [handedOff],
    one: act('tess', 'accept_hand_off', 10),
    other: act('noor', 'return_hand_off', 20, { reason: 'No trace.' }),
    oneFirst: {
      refused: [null, 'not_allowed'],
      state: { technicalOwnerId: 'tess', returnedCount: 0 },
      says: 'Tess Okafor accepted the hand-off of case 00000001. Only Tess Okafor or a lead can return it.',
    },
    otherFirst: {
      refused: ['already_returned', null],
      state: { technicalOwnerId: null, returnedCount: 1 },
      says: 'The hand-off of case 00000001 was already returned by Noor Haddad.',
    },
  },
  {
    name: 'return and return: counted once',
    given: [handedOff, act('tess', 'accept_hand_off', 8)],
    one: act('tess', 'return_hand_off', 10, { reason: 'No trace.' }),
    other: act('dana', 'return_hand_off', 20, { reason: 'She is ill.' }),
    oneFirst: { refused: [null, 'already_returned'], state: { returnedCount: 1, technicalOwnerId: null } },
    otherFirst: { refused: ['already_returned', null], state: { returnedCount: 1, technicalOwnerId: null } },
  },
  {
    name: 'hand-off and resolve: a resolved case is not handed off, and an open hand-off ends with it',
    one: act('maya', 'hand_off', 10, brief),
    other: act('devon', 'resolve', 20),
    oneFirst: { refused: [null, null], state: { status: 'resolved', handOff: { state: 'ended' } } },
    otherFirst: { refused: ['not_open', null], state: { status: 'resolved', handOff: null } },
  },
  {
    name: 'accept and resolve: as with the hand-off',
    given: [handedOff],
    one: act('tess', 'accept_hand_off', 10),
    other: act('devon', 'resolve', 20),
    oneFirst: { refused: [null, null], state: { status: 'resolved', technicalOwnerId: 'tess' } },
    otherFirst: {
      refused: ['not_open', null],
      state: { status: 'resolved', technicalOwnerId: null },
      says: 'Case 00000001 was resolved by Devon Achterberg; its hand-off ended with that.',
    },
  },
  {
    name: 'close while handed off: only a case that is resolved closes, and that ended the hand-off',
    given: [handedOff],
    one: act('maya', 'close', 10, { reason: 'resolved' }),
    other: act('tess', 'accept_hand_off', 20),
    oneFirst: { refused: ['not_resolved', null], state: { handOff: { state: 'accepted' } } },
    otherFirst: { refused: ['not_resolved', null], state: { handOff: { state: 'accepted' } } },
  },
  {
    name: 'merge both ways at once: the first at the backend wins',
    one: merge('maya', case1, case2, 10),
    other: merge('devon', case2, case1, 20, 7002),
    oneFirst: {
      refused: [null, 'merged'],
      state: { mergedInto: case2 },
      says: 'Case 00000002 was not merged: case 00000001 itself was merged into this one by Maya Ortiz.',
    },
    otherFirst: { refused: ['merged', null], state: { mergedInto: null } },
  },
  {
    name: 'merge into two at once: the first at the backend wins',
    one: merge('maya', case1, case2, 10),
    other: merge('devon', case1, case3, 20, 7002),
    oneFirst: { refused: [null, 'merged'], state: { mergedInto: case2 } },
    otherFirst: {
      refused: ['merged', null],
      state: { mergedInto: case3 },
      says: 'Case 00000001 was merged into case 00000003 by Devon Achterberg. Do this there.',
    },
  },
  {
    name: 'merge in a chain: a survivor may go on, but nothing is merged into what is gone',
    one: merge('maya', case1, case2, 10),
    other: merge('devon', case2, case3, 20, 7002),
    oneFirst: { refused: [null, null], state: { mergedInto: case2 } },
    otherFirst: {
      refused: ['merged', null],
      state: { mergedInto: null },
      says: 'Case 00000001 was not merged: case 00000002 itself was merged into case 00000003 by Devon Achterberg.',
    },
  },
  ...['message_customer', 'add_note', 'log_call'].map(
    (name): ConflictRow => ({
      name: `${name} and merge: what is written goes to the survivor`,
      one: act('maya', name, 10, { text: 'Written.', ...(name === 'log_call' ? { connected: true } : {}) }),
      other: merge('devon', case1, case2, 20),
      oneFirst: { refused: [null, null], state: { mergedInto: case2 } },
      otherFirst: { refused: [null, null], state: { mergedInto: case2 } },
    }),
  ),
  ...(
    [
      ['claim', {}],
      ['set_severity', { severity: 1 }],
      ['wait', { on: 'customer' }],
      ['resolve', {}],
      ['hand_off', brief],
    ] as const
  ).map(
    ([name, args]): ConflictRow => ({
      name: `${name} and merge: a merged case takes no changes`,
      one: act('maya', name, 10, args),
      other: merge('devon', case1, case2, 20),
      oneFirst: { refused: [null, null], state: { mergedInto: case2 } },
      otherFirst: {
        refused: ['merged', null],
        state: { mergedInto: case2 },
        says: 'Case 00000001 was merged into case 00000002 by Devon Achterberg. Do this there.',
      },
    }),
  ),
  {
    name: 'reopen and merge: a merge is final',
    given: [resolved],
    one: act('maya', 'reopen', 30),
    other: merge('devon', case1, case2, 20),
    oneFirst: {
      refused: [null, 'changed_meanwhile'],
      state: { status: 'in_progress', mergedInto: null },
      says: 'Case 00000001 was changed after you did this: Maya Ortiz reopened the case.',
    },
    otherFirst: { refused: ['merged', null], state: { status: 'closed', mergedInto: case2 } },
  },
  {
    name: 'undo and the customer’s message: who has written is not waited for again',
    given: [act('maya', 'wait', 5, { on: 'customer' }), act('maya', 'wait', 6, { on: 'development' }, 43)],
    one: act('maya', 'undo', 10, { undoes: uuid(43) }),
    other: 'customer_writes',
    oneFirst: { refused: [null, null], state: { status: 'in_progress' } },
    otherFirst: { refused: [null, null], state: { status: 'in_progress' } },
  },
  {
    name: 'undo and another’s later change: that stays',
    given: [act('maya', 'claim', 5, {}, 41)],
    one: act('maya', 'undo', 10, { undoes: uuid(41) }),
    other: act('dana', 'assign', 20, { ownerId: 'devon' }),
    oneFirst: { refused: [null, null], state: { ownerId: 'devon' } },
    otherFirst: {
      refused: ['changed_since', null],
      state: { ownerId: 'devon' },
      says: 'Too late to undo this on case 00000001: Dana Whitmore changed the owner since.',
    },
  },
  {
    name: 'undo and another’s earlier change: the undo goes back to that one',
    given: [act('devon', 'set_severity', 1, { severity: 4 }), act('maya', 'set_severity', 15, { severity: 1 }, 41)],
    one: act('maya', 'undo', 20, { undoes: uuid(41) }),
    other: act('omar', 'set_severity', 10, { severity: 2 }),
    oneFirst: { refused: [null, null], state: { severity: 4 } },
    otherFirst: { refused: [null, null], state: { severity: 2 } },
  },
  {
    name: 'undo of a hand-off and its acceptance: whoever comes first',
    given: [handedOff],
    one: act('maya', 'undo', 10, { undoes: uuid(42) }),
    other: act('tess', 'accept_hand_off', 20),
    oneFirst: {
      refused: [null, 'not_handed_off'],
      state: { handOff: null },
      says: 'Case 00000001 is not handed off; the hand-off may have been withdrawn.',
    },
    otherFirst: {
      refused: ['changed_since', null],
      state: { technicalOwnerId: 'tess' },
      says: 'Too late to undo this on case 00000001: Tess Okafor accepted the hand-off since.',
    },
  },
  {
    name: 'anything and the removal of the case: refused by the name the agent knows it by',
    one: act('maya', 'add_note', 10, { text: 'Kept.', knownAs: 'Case 00000001' }),
    other: 'case_removed',
    oneFirst: { refused: [null, null] },
    otherFirst: {
      refused: ['unknown_case', null],
      says: 'Case 00000001 is not here any more: it was removed, or you may no longer see it.',
    },
  },
  {
    name: 'a merge and the removal of the survivor: nothing is merged into what is gone',
    one: merge('maya', case2, case1, 10),
    other: 'case_removed',
    oneFirst: { refused: [null, null] },
    otherFirst: {
      refused: ['unknown_case', null],
      says: 'Case 00000002 was not merged: the other case is not here any more.',
    },
  },
];
