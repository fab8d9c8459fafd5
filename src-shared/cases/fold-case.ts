import type { CaseId, EpochMs, ProductId, UserId } from '../ids.ts';
import type { ClockTerms, CompiledPolicy } from '../policy/compile-policy.ts';
import { ClockHistory } from '../sla/clock.ts';
import type { CaseKind, Severity, WaitingOn } from './case-document.ts';
import type { CaseClock, CaseState, CaseStatus, ClockName } from './case-state.ts';
import { type FoldEvent, inFoldOrder } from './fold-event.ts';
import { HandOffFold } from './hand-off-fold.ts';
import { mostUrgentOf } from './most-urgent.ts';
import { WorkFold } from './work-fold.ts';

/**
 * The state of a case as all the given events leave it; for an earlier instant, give only the events up to it.
 * Events may come in any order; they are gone through by time, then by the backend's version.
 *
 * @throws {RangeError} if there is no `opened` event.
 */
export function foldCase(policy: CompiledPolicy, events: readonly FoldEvent[]): CaseState {
  let fold: CaseFold | null = null;
  for (const event of inFoldOrder(events)) {
    if (fold !== null) fold.add(event);
    else if (event.type === 'opened') fold = new CaseFold(policy, event);
  }
  if (fold === null) throw new RangeError('A case begins with an "opened" event; this one has none.');
  return fold.state();
}

/** The case is the fold of its events: one event at a time, fields and clocks together. */
class CaseFold {
  readonly #policy: CompiledPolicy;
  readonly #opened: Extract<FoldEvent, { type: 'opened' }>;
  #status: CaseStatus = 'new';
  #deskSeverity: Severity | null;
  #agreement: string;
  #kind: CaseKind | null;
  #productId: ProductId | null;
  #ownerId: UserId | null;
  /** A call with the customer took place. */
  #spoken: boolean;
  #lastEventAt: EpochMs;
  #lastCustomerMessageAt: EpochMs | null = null;
  #lastAgentMessageAt: EpochMs | null = null;
  #resolvedAt: EpochMs | null = null;
  #closedAt: EpochMs | null = null;
  #mergedInto: CaseId | null = null;

  readonly #firstResponse = new ClockHistory();
  readonly #nextUpdate = new ClockHistory();
  readonly #resolution = new ClockHistory();
  readonly #triage = new ClockHistory();
  readonly #handOff = new HandOffFold();
  readonly #work: WorkFold;

  constructor(policy: CompiledPolicy, opened: Extract<FoldEvent, { type: 'opened' }>) {
    this.#policy = policy;
    this.#opened = opened;
    this.#work = new WorkFold(opened);
    this.#deskSeverity = opened.severity ?? null;
    this.#agreement = opened.agreement;
    this.#kind = opened.kind ?? null;
    this.#productId = opened.productId ?? null;
    this.#ownerId = opened.ownerId ?? null;
    this.#lastEventAt = opened.at;
    this.#spoken = opened.channel === 'phone';

    const { at } = opened;
    this.#firstResponse.begin(at);
    this.#resolution.begin(at);
    this.#triage.begin(at);
    if (this.#deskSeverity !== null) {
      this.#status = 'triaged';
      this.#triage.stop(at, this.#terms('triage'));
    }
    if (this.#spoken) this.#reachCustomer(at);
  }

  add(event: FoldEvent): void {
    // A message counts when the backend accepts it, since only then can it reach anyone.
    if (event.type === 'agent_message' && event.version === null) return;
    this.#lastEventAt = Math.max(this.#lastEventAt, event.at);
    this.#work.add(event, this.#status);
    const { at } = event;
    switch (event.type) {
      case 'severity_set':
        this.#setSeverity(event);
        break;
      case 'agreement_changed':
        this.#agreement = event.agreement;
        break;
      case 'assigned':
        this.#ownerId = event.ownerId;
        break;
      case 'agent_message':
        this.#messageToCustomer(at);
        break;
      case 'call':
        if (event.connected) this.#callWithCustomer(at);
        break;
      case 'customer_message':
        this.#lastCustomerMessageAt = at;
        if (this.#status === 'waiting_customer') this.#goOn(at);
        break;
      case 'waiting':
        this.#wait(at, event.on);
        break;
      case 'resumed':
        if (isWaiting(this.#status)) this.#goOn(at);
        break;
      case 'resolved':
        this.#resolve(at);
        break;
      case 'closed':
        this.#close(at);
        if (event.into !== undefined) this.#mergedInto = event.into;
        break;
      case 'reopened':
        this.#reopen(at);
        break;
      case 'handed_off':
        if (!this.#ended()) this.#handOff.handOff(event);
        break;
      case 'hand_off_accepted':
        if (this.#ended()) break;
        this.#handOff.accept(event, this.#terms('hand_off'));
        this.#startWork();
        break;
      case 'hand_off_returned':
        this.#handOff.return(event, this.#terms('hand_off'));
        break;
    }
  }

  state(): CaseState {
    const severity = this.#severity();
    const recorded = this.#opened.messagesRecorded !== false;
    const clocks: Partial<Record<ClockName, CaseClock>> = {};
    const show = (name: ClockName, history: ClockHistory) => {
      const clock = history.outcome(name, this.#terms(name));
      if (clock !== null) clocks[name] = clock;
    };
    if (recorded) {
      show('first_response', this.#firstResponse);
      show('next_update', this.#nextUpdate);
    }
    show('resolution', this.#resolution);
    show('triage', this.#triage);
    show('hand_off', this.#handOff.clock);

    return {
      status: this.#status,
      severity,
      provisional: this.#deskSeverity === null,
      priority: this.#opened.priority,
      channel: this.#opened.channel,
      agreement: this.#agreement,
      kind: this.#kind,
      productId: this.#productId,
      ownerId: this.#ownerId,
      technicalOwnerId: this.#handOff.technicalOwnerId,
      handOff: this.#handOff.current,
      returnedCount: this.#handOff.returnedCount,
      mergedInto: this.#mergedInto,
      openedAt: this.#opened.at,
      lastEventAt: this.#lastEventAt,
      lastCustomerMessageAt: this.#lastCustomerMessageAt,
      lastAgentMessageAt: this.#lastAgentMessageAt,
      resolvedAt: this.#resolvedAt,
      closedAt: this.#closedAt,
      messagesRecorded: recorded,
      // Published policy, channels: severity 1 and 2 emergencies must be phoned in.
      notPhonedIn:
        this.#opened.channel === 'portal' && this.#deskSeverity !== null && this.#deskSeverity <= 2 && !this.#spoken,
      work: this.#work.facts(this.#deskSeverity),
      clocks,
      ...mostUrgentOf(clocks),
    };
  }

  /** Until the desk sets one, the level of the customer's priority; with neither, the lowest. */
  #severity(): Severity {
    return this.#deskSeverity ?? this.#opened.priority ?? 4;
  }

  #terms(clock: ClockName): ClockTerms | null {
    const confirmed = this.#spoken || this.#deskSeverity !== null;
    // Triage is owed under the agreement the case came in with: the worked examples never retarget it.
    const agreement = clock === 'triage' ? this.#opened.agreement : this.#agreement;
    return this.#policy.termsOf(clock, agreement, this.#severity(), confirmed);
  }

  #ended(): boolean {
    return this.#status === 'resolved' || this.#status === 'closed';
  }

  #startWork(): void {
    if (this.#status === 'new' || this.#status === 'triaged') this.#status = 'in_progress';
  }

  #setSeverity(event: Extract<FoldEvent, { type: 'severity_set' }>): void {
    this.#deskSeverity = event.severity;
    if (event.kind !== undefined) this.#kind = event.kind;
    if (event.productId !== undefined) this.#productId = event.productId;
    if (this.#status === 'new') this.#status = 'triaged';
    this.#triage.stop(event.at, this.#terms('triage'));
  }

  #messageToCustomer(at: EpochMs): void {
    this.#lastAgentMessageAt = at;
    if (this.#ended()) return;
    this.#reachCustomer(at);
    this.#startWork();
  }

  #callWithCustomer(at: EpochMs): void {
    // What a call ends is judged on the calendar before the call.
    if (!this.#ended()) {
      this.#reachCustomer(at);
      this.#startWork();
    }
    this.#spoken = true;
  }

  /** Ends the first response and begins the next update anew, except while waiting on the customer. */
  #reachCustomer(at: EpochMs): void {
    this.#firstResponse.stop(at, this.#terms('first_response'));
    if (this.#status !== 'waiting_customer') this.#nextUpdate.begin(at);
  }

  #wait(at: EpochMs, on: WaitingOn): void {
    if (this.#ended()) return;
    const wasOnCustomer = this.#status === 'waiting_customer';
    this.#status =
      on === 'customer' ? 'waiting_customer' : on === 'development' ? 'waiting_development' : 'waiting_internally';
    if (this.#policy.resolutionPausesOn.has(on)) this.#resolution.pause(at);
    else this.#resolution.resume(at);
    if (on === 'customer') this.#nextUpdate.stop(at, this.#terms('next_update'));
    else if (wasOnCustomer) this.#beginNextUpdate(at);
  }

  /** Work goes on after waiting. */
  #goOn(at: EpochMs): void {
    if (this.#status === 'waiting_customer') this.#beginNextUpdate(at);
    this.#status = 'in_progress';
    this.#resolution.resume(at);
  }

  #beginNextUpdate(at: EpochMs): void {
    if (this.#firstResponse.phase === 'stopped') this.#nextUpdate.begin(at);
  }

  #resolve(at: EpochMs): void {
    if (this.#ended()) return;
    this.#status = 'resolved';
    this.#resolvedAt = at;
    this.#stopAll(at);
  }

  #close(at: EpochMs): void {
    if (this.#status === 'closed') return;
    this.#stopAll(at);
    this.#status = 'closed';
    this.#closedAt = at;
  }

  #stopAll(at: EpochMs): void {
    this.#firstResponse.stop(at, this.#terms('first_response'));
    this.#nextUpdate.stop(at, this.#terms('next_update'));
    this.#resolution.stop(at, this.#terms('resolution'));
    this.#triage.stop(at, this.#terms('triage'));
    this.#handOff.end(at, this.#terms('hand_off'));
  }

  #reopen(at: EpochMs): void {
    if (!this.#ended()) return;
    this.#status = 'in_progress';
    this.#resolvedAt = null;
    this.#closedAt = null;
    this.#resolution.reopen(at);
    this.#beginNextUpdate(at);
  }
}

function isWaiting(status: CaseStatus): boolean {
  return status === 'waiting_customer' || status === 'waiting_development' || status === 'waiting_internally';
}
