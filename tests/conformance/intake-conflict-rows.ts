import { act, type ConflictRow } from './conflict-row.ts';

const enhancement = act('dana', 'set_severity', 1, { severity: 4, kind: 'enhancement' });
const asksFor = (period: string) => ({ request: { type: 'report', fields: { period } } });
const service = [
  act('dana', 'set_severity', 1, { severity: 4, kind: 'service_request' }),
  act('dana', 'set_request', 2, asksFor('2025')),
];
const ticked = act('maya', 'check_item', 10, { item: 'nda', done: true });

/** About votes, requests and their checklists. */
export const intakeConflictRows: readonly ConflictRow[] = [
  {
    name: 'a vote and the same account’s vote: it counts once',
    given: [enhancement],
    one: act('maya', 'vote', 10, { accountId: 'cedar' }),
    other: act('devon', 'vote', 20, { accountId: 'cedar' }),
    oneFirst: {
      refused: [null, 'already_voted'],
      state: { work: { votes: ['harvest', 'cedar'] } },
      says: 'Cedar Grove already has its vote on case 00000001.',
    },
    otherFirst: { refused: ['already_voted', null], state: { work: { votes: ['harvest', 'cedar'] } } },
  },
  {
    name: 'set_request and set_request: the later one by its time holds',
    given: service,
    one: act('maya', 'set_request', 10, asksFor('2026, first half')),
    other: act('devon', 'set_request', 20, asksFor('2026')),
    oneFirst: { refused: [null, null], state: { work: { request: { fields: { period: '2026' } } } } },
    otherFirst: { refused: [null, null], state: { work: { request: { fields: { period: '2026' } } } } },
  },
  {
    name: 'an item that is ticked off twice: the first at the backend stands',
    given: service,
    one: ticked,
    other: act('devon', 'check_item', 20, { item: 'nda', done: true }),
    oneFirst: { refused: [null, 'already_so'], state: { work: { checked: ['nda'] } } },
    otherFirst: { refused: ['already_so', null], state: { work: { checked: ['nda'] } } },
  },
  {
    name: 'an item that is ticked off, and another type of request: the checklist is the request’s, whichever comes first',
    given: service,
    one: ticked,
    other: act('devon', 'set_request', 20, { request: { type: 'export', fields: { what: 'Invoices' } } }),
    oneFirst: { refused: [null, null], state: { work: { checked: [] } } },
    otherFirst: { refused: ['unknown_item', null], state: { work: { checked: [] } } },
  },
];
