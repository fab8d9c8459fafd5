import type { CaseDocument, CaseEvent, Channel } from '../../src-shared/cases/case-document.ts';
import { isBroughtByMerge } from '../../src-shared/cases/merged-case.ts';
import { dateWords } from '../../src-shared/closure/closing-words.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { emergencyLines } from '../intake/emergency-words.ts';
import type { Directory } from '../queue/queue-entry.ts';
import { caseNumberWords, clockNames, kindNames, priorityNames, severityNames } from './names.ts';
import { answersWords } from './triage-words.ts';

/** What kind of entry: it decides the mark beside it. */
export type EntryKind = 'incoming' | 'outgoing' | 'call' | 'note' | 'change';

/** One line or message of a case's timeline, ready to be shown. */
export interface TimelineEntry {
  readonly id: string;
  readonly kind: EntryKind;
  readonly who: string;
  /** What happened, as it goes on after the name: "set severity 2, Urgent". */
  readonly words: string;
  readonly text: string | null;
  readonly at: EpochMs;
  /** `not_sent`: a message that has not reached the backend; `not_synced`: anything else this client alone knows. */
  readonly pending: 'not_sent' | 'not_synced' | null;
  /** When the backend recorded it, if that was late. */
  readonly recordedAt: EpochMs | null;
  /** The case it was done on, if that is another one, merged with this one. */
  readonly onCase: string | null;
}

export interface AgreementNames {
  agreementName(key: string): string;
  teamName(key: string): string;
  breachReasonName(key: string): string;
  closureCodeName(key: string): string;
  /** Null if the case is not here, or has no number yet. */
  caseNumber(id: string): string | null;
}

const openedBy: Readonly<Record<Channel, string>> = {
  portal: ' in the portal',
  phone: ' on the phone',
  email: ' by email',
  agent: '',
};

/**
 * The timeline, oldest first, with those of the cases that were merged into this one. A message that is not sent yet
 * stands last: it counts when the backend accepts it.
 */
export function timelineEntries(
  doc: CaseDocument,
  names: Directory & AgreementNames,
  merged: readonly CaseDocument[] = [],
): readonly TimelineEntry[] {
  return (
    [doc, ...merged]
      .flatMap((of) => of.events.map((event, index) => ({ event, index, of })))
      // The case that goes on says in an entry of its own that the other one was merged into it.
      .filter(({ event, of }) => of === doc || event.type !== 'closed' || event.into === undefined)
      // Where it was made, it stands with who made it.
      .filter(({ event }) => !isBroughtByMerge(event) || merged.every(({ id }) => id !== event.doneOn))
      .sort(
        (a, b) =>
          Number(isUnsent(a.event)) - Number(isUnsent(b.event)) ||
          a.event.at - b.event.at ||
          (a.event.version ?? Infinity) - (b.event.version ?? Infinity) ||
          a.index - b.index,
      )
      .map(({ event, of }) => ({
        id: event.id,
        kind: kindOf(event),
        who: whoOf(event, names),
        words: `${wordsOf(event, names)}${takenBackWords(event, of)}`,
        text: textOf(event),
        at: event.at,
        pending: event.version !== null ? null : event.type === 'agent_message' ? 'not_sent' : 'not_synced',
        recordedAt: event.recordedAt ?? null,
        onCase: onCaseWords(event, of === doc ? null : of, names),
      }))
  );
}

function onCaseWords(event: CaseEvent, of: CaseDocument | null, names: AgreementNames): string | null {
  if (of !== null) return isolated(caseNumberWords(of.number));
  return event.doneOn === undefined ? null : (names.caseNumber(event.doneOn) ?? 'another case');
}

const briefLabels = [
  ['summary', 'Summary'],
  ['impact', 'Impact'],
  ['stepsTried', 'Steps tried'],
  ['evidence', 'Evidence'],
] as const;

function textOf(event: CaseEvent): string | null {
  if (event.type === 'root_cause_set') return event.rootCause;
  if (event.type === 'reminder_set') return event.about || null;
  if (event.type === 'severity_set' && event.answers !== undefined) {
    return paragraphs(answersWords(event.answers), event.text);
  }
  if (event.type === 'opened' && event.emergency !== undefined) {
    const said = emergencyLines(event.emergency).map(({ label, text }) => `${label}: ${isolated(text)}`);
    return paragraphs(said.join('\n'), event.text);
  }
  if (event.type === 'handed_off') {
    const brief = briefLabels.flatMap(([key, label]) => (event[key] ? [`${label}: ${isolated(event[key])}`] : []));
    return paragraphs(...brief, event.text);
  }
  if (event.type === 'hand_off_returned') return paragraphs(event.reason, event.text);
  if (event.type === 'resolved') {
    return paragraphs(event.rootCause && `Root cause: ${isolated(event.rootCause)}`, event.text);
  }
  if (event.type === 'closed')
    return paragraphs(event.agreed && `How they agreed: ${isolated(event.agreed.how)}`, event.text);
  // Where nothing was remarked there is no key at all.
  return ('text' in event && event.text) || null;
}

function paragraphs(...texts: readonly (string | undefined)[]): string | null {
  return texts.filter(Boolean).join('\n\n') || null;
}

const takenBackNames: Readonly<Partial<Record<CaseEvent['type'], string>>> = {
  severity_set: 'the severity',
  agreement_changed: 'the agreement',
  escalated: 'the escalation',
  waiting: 'the waiting',
  resumed: 'the resuming',
  resolved: 'the resolution',
  closed: 'the closing',
  reopened: 'the reopening',
};

function takenBackWords(event: CaseEvent, { events }: CaseDocument): string {
  const undone = event.undoes === undefined ? undefined : events.find(({ id }) => id === event.undoes);
  if (undone === undefined || event.type === 'hand_off_returned' || event.type === 'escalated') return '';
  const name = undone.type === 'assigned' ? assignmentName(undone) : takenBackNames[undone.type];
  return name === undefined ? '' : `, taking back ${name}`;
}

function assignmentName({ ownerId, by }: Extract<CaseEvent, { type: 'assigned' }>): string {
  if (ownerId === null) return 'the release';
  return by.kind === 'user' && by.id === ownerId ? 'the claim' : 'the assignment';
}

function isUnsent(event: CaseEvent): boolean {
  return event.type === 'agent_message' && event.version === null;
}

function kindOf(event: CaseEvent): EntryKind {
  switch (event.type) {
    case 'opened':
      return event.channel === 'phone' ? 'call' : 'incoming';
    case 'customer_message':
      return 'incoming';
    case 'agent_message':
      return 'outgoing';
    case 'call':
      return 'call';
    case 'note':
      return 'note';
    default:
      return 'change';
  }
}

function whoOf(event: CaseEvent, names: Directory): string {
  switch (event.by.kind) {
    case 'user':
      return names.userName(event.by.id);
    case 'contact':
      return names.contactName(event.by.id);
    case 'system':
      return isolated(event.by.name);
  }
}

const waitingWords = {
  customer: 'now waits on the customer',
  development: 'now waits on development',
  internally: 'now waits on somebody internal',
} as const;

type WorkEvent = Extract<
  CaseEvent,
  {
    type:
      | 'escalated'
      | 'ticket_changed'
      | 'root_cause_set'
      | 'breach_reason_set'
      | 'snoozed'
      | 'unsnoozed'
      | 'reminder_set'
      | 'reminder_done'
      | 'voted'
      | 'request_set'
      | 'checklist_checked';
  }
>;

/** What moves neither status nor clocks. */
function workWords(event: WorkEvent, names: Directory & AgreementNames): string {
  switch (event.type) {
    case 'escalated': {
      if (event.undoes !== undefined) return `took back the escalation to ${names.teamName(event.team)}`;
      const ticket = event.ticketRef === undefined ? '' : `, ticket ${isolated(event.ticketRef)}`;
      const sow = event.sowRef === undefined ? '' : `, SOW ${isolated(event.sowRef)}`;
      const release =
        event.plannedReleaseOn === undefined ? '' : `, release planned on ${dateWords(event.plannedReleaseOn)}`;
      return `escalated the case to ${names.teamName(event.team)}${ticket}${sow}${release}`;
    }
    case 'ticket_changed': {
      const status = event.status === undefined ? '' : `, now ${isolated(event.status)}`;
      const release =
        event.plannedReleaseOn === undefined
          ? ''
          : event.plannedReleaseOn === null
            ? ', no release planned'
            : `, release planned on ${dateWords(event.plannedReleaseOn)}`;
      return `changed ticket ${isolated(event.ticketRef)}${status}${release}`;
    }
    case 'root_cause_set':
      return 'wrote down the root cause';
    case 'breach_reason_set':
      return event.withdrawn === true
        ? `took back the reason for the missed ${clockNames[event.clock].toLowerCase()}`
        : `gave a reason for the missed ${clockNames[event.clock].toLowerCase()}: ${names.breachReasonName(event.code)}`;
    case 'snoozed':
      return event.untilAt === null ? 'snoozed the case until the customer writes' : 'snoozed the case';
    case 'unsnoozed':
      return 'ended the snooze';
    case 'reminder_set':
      return 'set a reminder';
    case 'reminder_done':
      return 'ticked a reminder off';
    case 'voted':
      return event.withdrawn === true
        ? `withdrew the vote of ${names.accountName(event.accountId)}`
        : `added the vote of ${names.accountName(event.accountId)}`;
    case 'request_set':
      return 'filled in the request';
    case 'checklist_checked':
      return event.done ? 'ticked off an item of the checklist' : 'took back an item of the checklist';
  }
}

function wordsOf(event: CaseEvent, names: Directory & AgreementNames): string {
  switch (event.type) {
    case 'opened': {
      const priority = event.priority === null ? '' : `, priority ${priorityNames[event.priority]}`;
      return `opened the case${openedBy[event.channel]}${priority}`;
    }
    case 'severity_set': {
      const kind = event.kind ? `, ${kindNames[event.kind].toLowerCase()}` : '';
      const product = event.productId ? `, ${names.productName(event.productId)}` : '';
      const proposed =
        event.proposed === undefined || event.proposed === event.severity
          ? ''
          : `; the answers propose ${event.proposed}, ${severityNames[event.proposed]}`;
      return `set severity ${event.severity}, ${severityNames[event.severity]}${kind}${product}${proposed}`;
    }
    case 'agreement_changed':
      return `changed the agreement to ${names.agreementName(event.agreement)}`;
    case 'assigned':
      return assignedWords(event, names);
    case 'agent_message':
      return 'wrote to the customer';
    case 'customer_message':
      return 'wrote';
    case 'call':
      return event.connected ? 'spoke with the customer' : 'called, nobody answered';
    case 'note':
      return 'noted';
    case 'waiting':
      return waitingWords[event.on];
    case 'resumed':
      return 'resumed work';
    case 'resolved':
      return 'resolved the case';
    case 'closed':
      return event.into === undefined
        ? `closed the case${closedWords(event)}${event.closureCode === undefined ? '' : `, ${names.closureCodeName(event.closureCode)}`}`
        : `merged the case into ${names.caseNumber(event.into) ?? 'another case'}`;
    case 'reopened':
      return reopenedWords(event);
    case 'handed_off':
      return 'handed the case off to the TAEs';
    case 'hand_off_accepted':
      return 'accepted the hand-off';
    case 'hand_off_returned':
      return event.undoes === undefined ? 'returned the hand-off' : 'withdrew the hand-off';
    case 'merged_from':
      return `merged ${names.caseNumber(event.caseId) ?? 'another case'} into this one`;
    default:
      return workWords(event, names);
  }
}

function reopenedWords({ because }: Extract<CaseEvent, { type: 'reopened' }>): string {
  switch (because) {
    case 'release_passed':
      return 'brought the case back: the release it was closed for is out';
    case 'release_moved':
      return 'brought the case back: the release it was closed for has moved';
    case 'customer_wrote':
      return 'reopened the case: the customer has written';
    default:
      return 'reopened the case';
  }
}

/** Why it was closed, with what bears it out. */
function closedWords(event: Extract<CaseEvent, { type: 'closed' }>): string {
  switch (event.reason) {
    case 'no_response':
      return ': no response';
    case 'development': {
      const release =
        event.plannedReleaseOn === undefined ? '' : `, release planned on ${dateWords(event.plannedReleaseOn)}`;
      return event.ticketRef === undefined ? '' : ` on ticket ${isolated(event.ticketRef)}${release}`;
    }
    case 'agreement':
      return event.agreed === undefined ? ' in agreement' : ` in agreement with ${isolated(event.agreed.who)}`;
    default:
      return '';
  }
}

function assignedWords(event: Extract<CaseEvent, { type: 'assigned' }>, names: Directory): string {
  if (event.ownerId === null) return 'released the case';
  if (event.by.kind === 'user' && event.by.id === event.ownerId) return 'claimed the case';
  return `assigned the case to ${names.userName(event.ownerId)}`;
}
