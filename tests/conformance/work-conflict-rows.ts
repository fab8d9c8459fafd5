import { uuid } from './conflict-desk.ts';
import { act, type ConflictRow } from './conflict-row.ts';

/** Ten o'clock of the Monday on which the table is played. */
const ten = Date.UTC(2026, 2, 2, 10);
const remind = { remindAt: ten, forId: 'maya', about: 'Ask for the file.' };
const reminder = act('dana', 'set_reminder', 1, remind, 51);

/** About snoozes and reminders. */
export const workConflictRows: readonly ConflictRow[] = [
  {
    name: 'snooze and the customer’s message: the message ends a snooze from before it, in either order of arrival',
    one: act('maya', 'snooze', 10, { untilAt: ten }),
    other: 'customer_writes',
    oneFirst: { refused: [null, null], state: { work: { snooze: null } } },
    otherFirst: { refused: [null, null], state: { work: { snooze: null } } },
  },
  {
    name: 'snooze and snooze: the later one by its time holds',
    one: act('maya', 'snooze', 10, { untilAt: ten }),
    other: act('devon', 'snooze', 20, { untilAt: null }),
    oneFirst: { refused: [null, null], state: { work: { snooze: { untilAt: null } } } },
    otherFirst: { refused: [null, null], state: { work: { snooze: { untilAt: null } } } },
  },
  {
    name: 'the end of a snooze, twice: the second finds none, unless it was done before the first',
    given: [act('maya', 'snooze', 5, { untilAt: null })],
    one: act('maya', 'unsnooze', 10),
    other: act('devon', 'unsnooze', 20),
    oneFirst: { refused: [null, 'not_snoozed'], says: 'Case 00000001 is not snoozed.' },
    otherFirst: { refused: [null, null], state: { work: { snooze: null } } },
  },
  {
    name: 'a reminder is ticked off once',
    given: [reminder],
    one: act('maya', 'finish_reminder', 10, { reminderId: uuid(51) }),
    other: act('omar', 'finish_reminder', 20, { reminderId: uuid(51) }),
    oneFirst: {
      refused: [null, 'already_done'],
      state: { work: { reminders: [] } },
      says: 'This reminder on case 00000001 was ticked off already.',
    },
    otherFirst: { refused: ['already_done', null], state: { work: { reminders: [] } } },
  },
];
