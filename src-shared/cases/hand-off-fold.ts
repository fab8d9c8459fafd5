import type { EpochMs, UserId } from '../ids.ts';
import type { ClockTerms } from '../policy/compile-policy.ts';
import { ClockHistory } from '../sla/clock.ts';
import type { HandOff } from './case-state.ts';
import type { FoldEvent } from './fold-event.ts';

type EventOf<Type extends FoldEvent['type']> = Extract<FoldEvent, { type: Type }>;

/** The hand-offs of a case while its events are gone through: the latest one, its clock, and how often it came back. */
export class HandOffFold {
  readonly clock = new ClockHistory();
  #current: HandOff | null = null;
  /** The one before, which holds again if the current one is withdrawn. */
  #previous: HandOff | null = null;
  #technicalOwnerId: UserId | null = null;
  #returnedCount = 0;

  get current(): HandOff | null {
    return this.#current;
  }

  get technicalOwnerId(): UserId | null {
    return this.#technicalOwnerId;
  }

  get returnedCount(): number {
    return this.#returnedCount;
  }

  handOff(event: EventOf<'handed_off'>): void {
    this.clock.begin(event.at);
    // One that is brought back is the same hand-off as the one that ended.
    if (this.#current?.state !== 'open' && event.undoes === undefined) this.#previous = this.#current;
    this.#technicalOwnerId = null;
    this.#current = {
      state: 'open',
      eventId: event.id ?? null,
      at: event.at,
      by: event.by ?? null,
      brief: {
        summary: event.summary ?? null,
        impact: event.impact ?? null,
        stepsTried: event.stepsTried ?? null,
        evidence: event.evidence ?? null,
      },
      answeredAt: null,
      answeredBy: null,
      reason: null,
    };
  }

  accept(event: EventOf<'hand_off_accepted'>, terms: ClockTerms | null): void {
    this.clock.stop(event.at, terms);
    if (this.#current?.state !== 'open') return;
    this.#current = { ...this.#current, state: 'accepted', answeredAt: event.at, answeredBy: event.by ?? null };
    this.#technicalOwnerId = event.technicalOwnerId ?? null;
  }

  return(event: EventOf<'hand_off_returned'>, terms: ClockTerms | null): void {
    this.clock.stop(event.at, terms);
    const current = this.#current;
    if (current === null || (current.state !== 'open' && current.state !== 'accepted')) return;
    if (event.undoes !== undefined) {
      this.#current = this.#previous;
      return;
    }
    this.#current = {
      ...current,
      state: 'returned',
      answeredAt: event.at,
      answeredBy: event.by ?? null,
      reason: event.reason ?? null,
    };
    this.#technicalOwnerId = null;
    this.#returnedCount += 1;
  }

  /** The case was resolved or closed. */
  end(at: EpochMs, terms: ClockTerms | null): void {
    this.clock.stop(at, terms);
    if (this.#current?.state === 'open') this.#current = { ...this.#current, state: 'ended' };
  }
}
