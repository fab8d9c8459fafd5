import type { EpochMs } from '../ids.ts';
import type { RefusalCode } from '../policy/refusal-source.ts';
import { proposeSeverity } from '../triage/propose-severity.ts';
import type { Actor, CaseEvent, CaseEventBody } from './case-document.ts';
import type { CaseState } from './case-state.ts';

/** What takes an action back, or why it cannot be taken back. */
export type Undo =
  | {
      readonly possible: true;
      /** For a button or a menu: "Undo claim". */
      readonly words: string;
      /** What brings back what was before; at least one. */
      readonly events: readonly [CaseEventBody, ...CaseEventBody[]];
      /** What must be so once they are in order. */
      readonly mustHold: (state: CaseState) => boolean;
      /** They count after this instant, that of the action. */
      readonly notBefore: EpochMs;
    }
  | {
      readonly possible: false;
      readonly code: RefusalCode;
      /** Whose doing it is, for the sentence; null where nobody's. */
      readonly who: Actor | null;
      readonly message: (who: string) => string;
    };

/**
 * The events that bring back what an action changed. `closing`: how the case was closed before it; `name`: what a
 * sentence calls the case.
 */
export function takeBack(
  event: CaseEvent,
  before: CaseState,
  after: CaseState,
  closing: CaseEventBody,
  name: string,
): Undo {
  const undo = (words: string, mustHold: (state: CaseState) => boolean, ...bodies: readonly CaseEventBody[]): Undo => {
    const [first, ...rest] = bodies.map((body) => ({ ...body, undoes: event.id }));
    if (first === undefined) return refuse('nothing_to_undo', `This changed nothing on ${name}.`);
    return { possible: true, words, events: [first, ...rest], mustHold, notBefore: event.at };
  };
  switch (event.type) {
    case 'assigned': {
      const { ownerId } = before;
      return undo(assignedWords(event), (state) => state.ownerId === ownerId, { type: 'assigned', ownerId });
    }
    case 'severity_set': {
      const { severity, kind, productId } = before;
      if (before.provisional) {
        return refuse('first_triage', `The desk had not set a severity on ${name} before. Set the one that fits.`);
      }
      return undo(
        'Undo severity',
        (state) => state.severity === severity && state.kind === kind && state.productId === productId,
        {
          type: 'severity_set',
          severity,
          ...(after.kind === kind ? {} : { kind }),
          ...(after.productId === productId ? {} : { productId }),
          ...answersOf(before),
        },
        ...after.work.votes
          .filter((accountId) => !before.work.votes.includes(accountId))
          .map((accountId): CaseEventBody => ({ type: 'voted', accountId, withdrawn: true })),
      );
    }
    case 'agreement_changed': {
      const { agreement } = before;
      return undo('Undo change of agreement', (state) => state.agreement === agreement, {
        type: 'agreement_changed',
        agreement,
      });
    }
    case 'voted': {
      const { accountId } = event;
      const had = before.work.votes.includes(accountId);
      return undo('Undo vote', ({ work }) => work.votes.includes(accountId) === had, {
        type: 'voted',
        accountId,
        ...(had ? {} : { withdrawn: true }),
      });
    }
    case 'checklist_checked': {
      const { item } = event;
      const done = before.work.checked.includes(item);
      return undo(event.done ? 'Undo tick' : 'Undo untick', ({ work }) => work.checked.includes(item) === done, {
        type: 'checklist_checked',
        item,
        done,
      });
    }
    case 'request_set': {
      const { request, checked } = before.work;
      if (request === null)
        return refuse('first_request', `Nothing was filled in on ${name} before. Correct it by hand.`);
      const lost = checked.filter((item) => !after.work.checked.includes(item));
      const ticks = lost.map((item): CaseEventBody => ({ type: 'checklist_checked', item, done: true }));
      return undo(
        'Undo change of request',
        ({ work }) => work.request?.type === request.type,
        {
          type: 'request_set',
          request,
        },
        ...ticks,
      );
    }
    case 'escalated': {
      const { team, ticketRef } = event;
      const count = before.work.escalations.length;
      const status = after.status === before.status ? null : statusBefore(before);
      return undo(
        'Undo escalation',
        (state) => state.work.escalations.length === count && (status === null || state.status === status),
        { type: 'escalated', team, ...(ticketRef === undefined ? {} : { ticketRef }) },
        ...statusEvents(before, after, closing),
      );
    }
    case 'root_cause_set': {
      const { rootCause } = before.work;
      return undo('Undo root cause', ({ work }) => work.rootCause === rootCause, {
        type: 'root_cause_set',
        rootCause: rootCause ?? '',
      });
    }
    case 'breach_reason_set': {
      const { clock, code } = event;
      const earlier = before.work.breachReasons[clock];
      return undo('Undo reason', ({ work }) => work.breachReasons[clock] === earlier, {
        type: 'breach_reason_set',
        clock,
        ...(earlier === undefined ? { code, withdrawn: true } : { code: earlier }),
      });
    }
    case 'handed_off':
      return undo('Undo hand-off', (state) => state.handOff?.state !== 'open', { type: 'hand_off_returned' });
    case 'snoozed':
      return undo('Undo snooze', sameSnooze(before), snoozeEvent(before));
    case 'unsnoozed':
      return undo('Undo end of snooze', sameSnooze(before), snoozeEvent(before));
    case 'reminder_done': {
      // It comes back under a new id, as every event has its own.
      const done = before.work.reminders.find(({ id }) => id === event.reminderId);
      if (done === undefined) return refuse('nothing_to_undo', `This changed nothing on ${name}.`);
      const { remindAt, forId, about } = done;
      return undo('Undo tick', () => true, { type: 'reminder_set', remindAt, forId, about });
    }
    case 'waiting':
    case 'resumed':
    case 'resolved':
    case 'closed':
    case 'reopened':
      return undo(
        statusWords[event.type],
        (state) => state.status === statusBefore(before) && state.handOff?.state === before.handOff?.state,
        ...statusEvents(before, after, closing),
      );
    default:
      return refuse('not_undoable', `This cannot be undone on ${name}.`);
  }
}

function answersOf({
  work,
}: CaseState): Pick<Extract<CaseEventBody, { type: 'severity_set' }>, 'answers' | 'proposed'> {
  const answers = work.triage?.answers ?? null;
  return answers === null ? {} : { answers, proposed: proposeSeverity(answers).severity };
}

/** Of the events that only move the status. */
export const statusWords = {
  waiting: 'Undo waiting',
  resumed: 'Undo resume',
  resolved: 'Undo resolve',
  closed: 'Undo close',
  reopened: 'Undo reopen',
} as const;

function assignedWords(event: Extract<CaseEvent, { type: 'assigned' }>): string {
  if (event.ownerId === null) return 'Undo release';
  return event.by.kind === 'user' && event.by.id === event.ownerId ? 'Undo claim' : 'Undo assignment';
}

function sameSnooze(before: CaseState): (state: CaseState) => boolean {
  return ({ work }) => work.snooze?.untilAt === before.work.snooze?.untilAt;
}

function snoozeEvent({ work: { snooze } }: CaseState): CaseEventBody {
  return snooze === null ? { type: 'unsnoozed' } : { type: 'snoozed', untilAt: snooze.untilAt };
}

/** No event leads back to `new` or `triaged`: work that was interrupted is in progress then. */
function statusBefore({ status }: CaseState): CaseState['status'] {
  return status === 'new' || status === 'triaged' ? 'in_progress' : status;
}

/** What leads from one status back to another, and an open hand-off that ended on the way with it. */
function statusEvents(before: CaseState, after: CaseState, closing: CaseEventBody): readonly CaseEventBody[] {
  if (before.status === after.status) return [];
  if (before.status === 'closed') return [closing];
  if (before.status === 'resolved') {
    return after.status === 'closed' ? [{ type: 'reopened' }, { type: 'resolved' }] : [{ type: 'resolved' }];
  }
  const isDone = after.status === 'resolved' || after.status === 'closed';
  const events: CaseEventBody[] = isDone ? [{ type: 'reopened' }] : [];
  const waitsOn = waitingOn(before.status);
  if (waitsOn !== null) events.push({ type: 'waiting', on: waitsOn });
  else if (!isDone && after.status !== 'in_progress') events.push({ type: 'resumed' });
  if (before.handOff?.state === 'open' && after.handOff?.state === 'ended') {
    events.push({ type: 'handed_off', ...briefOf(before.handOff.brief) });
  }
  return events;
}

function waitingOn(status: CaseState['status']): Extract<CaseEventBody, { type: 'waiting' }>['on'] | null {
  switch (status) {
    case 'waiting_customer':
      return 'customer';
    case 'waiting_development':
      return 'development';
    case 'waiting_internally':
      return 'internally';
    default:
      return null;
  }
}

function briefOf({ summary, impact, stepsTried, evidence }: NonNullable<CaseState['handOff']>['brief']): object {
  return {
    ...(summary === null ? {} : { summary }),
    ...(impact === null ? {} : { impact }),
    ...(stepsTried === null ? {} : { stepsTried }),
    ...(evidence === null ? {} : { evidence }),
  };
}

/** An action that cannot be taken back: why, and whose doing it is. */
export function refuse(code: RefusalCode, message: string | ((who: string) => string), who: Actor | null = null): Undo {
  return { possible: false, code, who, message: typeof message === 'string' ? () => message : message };
}
