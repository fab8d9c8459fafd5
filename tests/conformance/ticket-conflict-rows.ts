import { case1, case2, uuid } from './conflict-desk.ts';
import { act, type ConflictRow } from './conflict-row.ts';

const onDev1 = { team: 'development', ticketRef: 'DEV-1', wait: false };
const escalated = act('tess', 'escalate', 3, { ...onDev1, plannedReleaseOn: '2026-03-20' });
const closedOnDev1 = { reason: 'development', ticketRef: 'DEV-1' };

/** About escalations and the tickets of other teams. */
export const ticketConflictRows: readonly ConflictRow[] = [
  {
    name: 'escalate and escalate, the same team: the first at the backend asks it',
    one: act('tess', 'escalate', 10, { team: 'development', wait: true }),
    other: act('noor', 'escalate', 20, { team: 'development', wait: true }),
    oneFirst: {
      refused: [null, 'already_escalated'],
      state: { status: 'waiting_development' },
      says: 'Case 00000001 was already escalated to Development by Tess Okafor.',
    },
    otherFirst: {
      refused: ['already_escalated', null],
      says: 'Case 00000001 was already escalated to Development by Noor Haddad.',
    },
  },
  {
    name: 'escalate and escalate, two teams: both are asked, and it waits on the later one',
    one: act('tess', 'escalate', 10, { team: 'development', wait: true }),
    other: act('noor', 'escalate', 20, { team: 'database', wait: true }),
    oneFirst: { refused: [null, null], state: { status: 'waiting_internally' } },
    otherFirst: { refused: [null, null], state: { status: 'waiting_internally' } },
  },
  {
    name: 'escalate on one reference for two teams: it belongs to the first at the backend',
    one: act('tess', 'escalate', 10, onDev1),
    other: act('noor', 'escalate', 20, { ...onDev1, team: 'database', caseId: case2 }),
    oneFirst: {
      refused: [null, 'foreign_ticket'],
      says: 'Case 00000002 was not escalated: ticket DEV-1 belongs to Development. Check its reference, or choose that team.',
    },
    otherFirst: { refused: ['foreign_ticket', null], state: { work: { escalations: [] } } },
  },
  {
    name: 'escalate and escalate on one ticket, each with a date of its own: the later word stands',
    one: act('tess', 'escalate', 10, { ...onDev1, plannedReleaseOn: '2026-03-20' }),
    other: act('noor', 'escalate', 20, { ...onDev1, plannedReleaseOn: '2026-03-27' }),
    oneFirst: { refused: [null, null], state: { work: { escalations: [{ plannedReleaseOn: '2026-03-27' }] } } },
    otherFirst: {
      refused: ['changed_meanwhile', null],
      state: { work: { escalations: [{ plannedReleaseOn: '2026-03-27' }] } },
      says: 'Ticket DEV-1 was changed after you did this: Noor Haddad escalated the case (Case 00000001).',
    },
  },
  {
    name: 'escalate and resolve: as with waiting, it takes its place in the order',
    one: act('tess', 'escalate', 10, { ...onDev1, wait: true }),
    other: act('devon', 'resolve', 20),
    oneFirst: { refused: [null, null], state: { status: 'resolved' } },
    otherFirst: { refused: [null, null], state: { status: 'resolved' } },
  },
  {
    name: 'two changes of a ticket: what was heard earlier does not overwrite what is known',
    given: [escalated],
    one: act('tess', 'change_ticket', 10, { ticketRef: 'DEV-1', status: 'Open' }),
    other: act('devon', 'change_ticket', 20, { ticketRef: 'DEV-1', status: 'In test' }),
    oneFirst: { refused: [null, null], state: { work: { escalations: [{ status: 'In test' }] } } },
    otherFirst: {
      refused: ['changed_meanwhile', null],
      state: { work: { escalations: [{ status: 'In test' }] } },
      says: 'Ticket DEV-1 was changed after you did this: Devon Achterberg changed the ticket (Case 00000001).',
    },
  },
  {
    name: 'close on a ticket and a change of its release: the case comes back, or is not closed',
    given: [escalated],
    one: act('devon', 'close', 10, closedOnDev1),
    other: act('tess', 'change_ticket', 20, { ticketRef: 'DEV-1', plannedReleaseOn: '2026-03-27' }),
    oneFirst: { refused: [null, null], state: { status: 'in_progress' } },
    otherFirst: {
      refused: ['release_moved', null],
      says: 'The planned release of ticket DEV-1 was changed since. Look at it before case 00000001 is closed.',
    },
  },
  {
    name: 'close on a ticket and a change of its release that was heard of before: the same',
    given: [escalated],
    one: act('devon', 'close', 20, closedOnDev1),
    other: act('tess', 'change_ticket', 10, { ticketRef: 'DEV-1', plannedReleaseOn: null }),
    oneFirst: { refused: [null, null], state: { status: 'in_progress' } },
    otherFirst: { refused: ['no_release_ahead', null] },
  },
  {
    name: 'close on a ticket and a change of its status: it stays closed',
    given: [escalated],
    one: act('devon', 'close', 10, closedOnDev1),
    other: act('tess', 'change_ticket', 20, { ticketRef: 'DEV-1', status: 'In test' }),
    oneFirst: { refused: [null, null], state: { status: 'closed' } },
    otherFirst: { refused: [null, null], state: { status: 'closed' } },
  },
  {
    name: 'merge and an earlier change of the merged case’s ticket: the survivor has its latest word',
    given: [act('tess', 'escalate', 3, { ...onDev1, plannedReleaseOn: '2026-03-20', caseId: case2 })],
    one: act('maya', 'merge_cases', 20, { caseId: case2, into: case1, intoEventId: uuid(7001) }),
    other: act('tess', 'change_ticket', 10, { caseId: case2, ticketRef: 'DEV-1', status: 'In test' }),
    oneFirst: {
      refused: [null, null],
      state: { work: { escalations: [{ ticketRef: 'DEV-1', status: 'In test', plannedReleaseOn: '2026-03-20' }] } },
    },
    otherFirst: {
      refused: [null, null],
      state: { work: { escalations: [{ ticketRef: 'DEV-1', status: 'In test', plannedReleaseOn: '2026-03-20' }] } },
    },
  },
];
