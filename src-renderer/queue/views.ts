/** The queue's views. Which of them stand in the rail, and where, is for the role to say (`role-views.ts`). */
export const viewIds = [
  'mine',
  'technical',
  'unassigned',
  'untriaged',
  'open',
  'waiting',
  'follow_up',
  'overdue',
  'hand_offs',
  'ready_to_close',
  'closed',
  'snoozed',
  'reminders',
] as const;
export type ViewId = (typeof viewIds)[number];

export const viewNames: Readonly<Record<ViewId, string>> = {
  mine: 'My cases',
  technical: 'My technical cases',
  unassigned: 'Unassigned',
  untriaged: 'Untriaged',
  open: 'All open',
  waiting: 'Waiting',
  follow_up: 'Follow up today',
  overdue: 'Overdue',
  hand_offs: 'Hand-offs',
  ready_to_close: 'Ready to close',
  closed: 'Recently closed',
  snoozed: 'Snoozed',
  reminders: 'Reminders',
};

export type ViewCounts = Readonly<Record<ViewId, number>>;
export const noCounts: ViewCounts = {
  mine: 0,
  technical: 0,
  unassigned: 0,
  untriaged: 0,
  open: 0,
  waiting: 0,
  follow_up: 0,
  overdue: 0,
  hand_offs: 0,
  ready_to_close: 0,
  closed: 0,
  snoozed: 0,
  reminders: 0,
};

/** What an empty view says: what belongs here, and how a case gets here. */
export const emptyViewWords: Readonly<Record<ViewId, { readonly title: string; readonly hint: string }>> = {
  mine: {
    title: 'No case is yours yet',
    hint: 'Open Unassigned, pick the case at the top and press C to claim it. It then stays here until it is closed.',
  },
  technical: {
    title: 'No case is technically yours',
    hint: 'Open Hand-offs and press H to accept one. You are its technical owner until you return it or it is resolved.',
  },
  unassigned: {
    title: 'Every open case has an owner',
    hint: 'New cases arrive here first. The one due next stands at the top.',
  },
  untriaged: {
    title: 'Every open case is triaged',
    hint: 'A case stays here from its opening until S sets its severity. The one whose triage is due next stands at the top.',
  },
  open: {
    title: 'No open cases',
    hint: 'Cases from the portal, the hotline and imports appear here, the one due next at the top. Log one with New case.',
  },
  waiting: {
    title: 'Nothing is waiting',
    hint: 'A case waits after you press W on it: for the customer, for development or for somebody internal.',
  },
  follow_up: {
    title: 'Nobody is to be followed up now',
    hint: 'A case that waits on the customer comes here on the next support day after your last message or call, until the customer answers or enough were made to close it.',
  },
  overdue: {
    title: 'Nothing is overdue',
    hint: 'A case comes here when the time of its most urgent clock is used up.',
  },
  ready_to_close: {
    title: 'Nothing waits to be closed',
    hint: 'A case comes here when it is resolved, or when its customer has left enough outreaches unanswered, until E closes it. The longest ready stands at the top.',
  },
  closed: {
    title: 'Nothing was resolved or closed in the last 14 days',
    hint: 'Resolved and closed cases stay here for 14 days, the latest first. Any of them can be reopened.',
  },
  snoozed: {
    title: 'Nothing is snoozed',
    hint: 'A case comes here after you press Z on it. It is back at its time, when the customer writes, or when its most urgent clock is at risk.',
  },
  reminders: {
    title: 'You have no reminders',
    hint: 'A case comes here after you press D on it, until you tick its reminder off. You are told when its time comes.',
  },
  hand_offs: {
    title: 'No hand-off waits for a TAE',
    hint: 'A case comes here after a COA presses H on it, until a TAE accepts it with H or returns it with B.',
  },
};
