import type { AccountId, EpochMs, EventId } from '../ids.ts';
import { belongsInPortalMacro } from '../macros/macro.ts';
import type { Severity } from './case-document.ts';
import type { CameBack, CaseStatus, CaseWork, ClockName, Closure, Reminder, Snooze, Triage } from './case-state.ts';
import { EscalationFold } from './escalation-fold.ts';
import type { FoldEvent } from './fold-event.ts';

type EventOf<Type extends FoldEvent['type']> = Extract<FoldEvent, { type: Type }>;

const none: readonly never[] = [];
const noReasons: CaseWork['breachReasons'] = {};
/** Whoever does one of these has seen that the case came back, and goes on with it. */
const goesOn: ReadonlySet<FoldEvent['type']> = new Set(['agent_message', 'call', 'waiting', 'resolved', 'closed']);

/** What the desk works with, while a case's events are gone through: nothing here moves a clock or the status. */
export class WorkFold {
  readonly #opened: EventOf<'opened'>;
  #triage: Triage | null;
  #toldPortal = false;
  #outreaches: readonly EpochMs[] = none;
  #heardAt: EpochMs;
  #waitsSinceAt: EpochMs | null = null;
  readonly #escalations = new EscalationFold();
  #rootCause: string | null = null;
  #breachReasons: Readonly<Partial<Record<ClockName, string>>> = noReasons;
  #closure: Closure | null = null;
  #cameBack: CameBack | null = null;
  #snooze: Snooze | null = null;
  #reminders: readonly Reminder[] = none;
  #votes: readonly AccountId[] = none;
  #request: CaseWork['request'];
  #checked: readonly string[] = none;

  constructor(opened: EventOf<'opened'>) {
    this.#opened = opened;
    this.#heardAt = opened.at;
    this.#request = opened.request ?? null;
    this.#triage = opened.severity === undefined ? null : { found: opened.severity, at: opened.at, answers: null };
  }

  /** @param status before the event: what does not fit it changes nothing. */
  add(event: FoldEvent, status: CaseStatus): void {
    const isClosed = status === 'closed';
    if (goesOn.has(event.type)) this.#cameBack = null;
    switch (event.type) {
      case 'severity_set':
        this.#triage = {
          found: this.#triage?.found ?? event.severity,
          at: this.#triage?.at ?? event.at,
          // What takes a severity back says which answers held before.
          answers: event.answers ?? (event.undoes === undefined ? (this.#triage?.answers ?? null) : null),
        };
        break;
      case 'agent_message':
        if (!isClosed) this.#outreaches = [...this.#outreaches, event.at];
        if (event.macro === belongsInPortalMacro) this.#toldPortal = true;
        break;
      case 'call':
        if (event.connected) this.#hear(event.at);
        else if (!isClosed) this.#outreaches = [...this.#outreaches, event.at];
        break;
      case 'customer_message':
        this.#hear(event.at);
        this.#snooze = null;
        break;
      case 'waiting':
        // Waiting for them once more is no news.
        if (event.on === 'customer' && status !== 'waiting_customer') this.#waitsSinceAt = event.at;
        break;
      case 'resolved':
        if (isClosed || status === 'resolved') break;
        this.#snooze = null;
        if (event.rootCause !== undefined) this.#setRootCause(event.rootCause);
        break;
      case 'closed':
        if (!isClosed) this.#close(event);
        break;
      case 'reopened':
        // Only a case that is done has one.
        this.#closure = null;
        if (isClosed) this.#comeBack(event);
        break;
      case 'escalated':
        this.#escalations.escalate(event);
        break;
      case 'ticket_changed':
        this.#escalations.changeTicket(event);
        break;
      case 'root_cause_set':
        this.#setRootCause(event.rootCause);
        break;
      case 'breach_reason_set': {
        const { [event.clock]: _, ...others } = this.#breachReasons;
        this.#breachReasons = event.withdrawn === true ? others : { ...others, [event.clock]: event.code };
        break;
      }
      case 'snoozed':
        this.#snooze = { untilAt: event.untilAt, at: event.at, by: event.by ?? null };
        break;
      case 'unsnoozed':
        this.#snooze = null;
        break;
      case 'reminder_set':
        this.#remind(event);
        break;
      case 'reminder_done':
        this.#reminders = this.#reminders.filter(({ id }) => id !== event.reminderId);
        break;
      case 'voted':
        this.#votes = this.#votes.filter((id) => id !== event.accountId);
        if (event.withdrawn !== true) this.#votes = [...this.#votes, event.accountId];
        break;
      case 'request_set':
        if (event.request.type !== this.#request?.type) this.#checked = none;
        this.#request = event.request;
        break;
      case 'checklist_checked':
        this.#checked = this.#checked.filter((item) => item !== event.item);
        if (event.done) this.#checked = [...this.#checked, event.item];
        break;
    }
  }

  facts(deskSeverity: Severity | null): CaseWork {
    return {
      triage: this.#triage,
      emergency: this.#opened.emergency ?? null,
      // Published policy, channels: what is no emergency belongs in the portal.
      belongsInPortal:
        this.#opened.channel === 'phone' && deskSeverity !== null && deskSeverity >= 3 && !this.#toldPortal,
      outreaches: this.#outreaches,
      heardAt: this.#heardAt,
      waitsSinceAt: this.#waitsSinceAt,
      escalations: this.#escalations.current(),
      rootCause: this.#rootCause,
      breachReasons: this.#breachReasons,
      closure: this.#closure,
      cameBack: this.#cameBack,
      snooze: this.#snooze,
      reminders: this.#reminders,
      votes: this.#votes,
      request: this.#request,
      checked: this.#checked,
    };
  }

  /** Who was heard has answered what was asked before. */
  #hear(at: EpochMs): void {
    this.#outreaches = none;
    this.#heardAt = at;
  }

  /** Empty: what was written down was taken back. */
  #setRootCause(text: string): void {
    this.#rootCause = text.trim() === '' ? null : text;
  }

  #close(event: EventOf<'closed'>): void {
    this.#closure = {
      reason: event.reason ?? 'resolved',
      at: event.at,
      ticketRef: event.ticketRef ?? null,
      plannedReleaseOn: event.plannedReleaseOn ?? null,
      agreed: event.agreed ?? null,
      closureCode: event.closureCode ?? null,
    };
    this.#snooze = null;
  }

  #comeBack({ at, because, version }: EventOf<'reopened'>): void {
    const isByRelease = because === 'release_passed' || because === 'release_moved';
    // When it counts is the backend's to say.
    if (isByRelease && version !== null) this.#cameBack = { at, because };
  }

  #remind(event: EventOf<'reminder_set'>): void {
    const id: EventId | undefined = event.id;
    if (id === undefined) return;
    const { remindAt, forId, about } = event;
    this.#reminders = [...this.#reminders, { id, remindAt, forId, about }];
  }
}
