import type { CaseEvent } from './case-document.ts';

/** What somebody did, as a sentence goes on after the name. */
export const didWords: Readonly<Record<CaseEvent['type'], string>> = {
  opened: 'opened the case',
  severity_set: 'set the severity',
  agreement_changed: 'changed the agreement',
  assigned: 'changed the owner',
  agent_message: 'wrote to the customer',
  customer_message: 'wrote',
  call: 'logged a call',
  note: 'added a note',
  waiting: 'set the case to waiting',
  resumed: 'resumed work',
  resolved: 'resolved the case',
  closed: 'closed the case',
  reopened: 'reopened the case',
  handed_off: 'handed the case off',
  hand_off_accepted: 'accepted the hand-off',
  hand_off_returned: 'returned the hand-off',
  merged_from: 'merged another case into it',
};
