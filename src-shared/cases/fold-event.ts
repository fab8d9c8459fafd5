import type { EventId } from '../ids.ts';
import type { Actor, CaseEvent } from './case-document.ts';

/** What the fold needs of an event: a `CaseEvent`, or one from the wire that has no id, author or text. */
export type FoldEvent = Foldable<CaseEvent>;
type Foldable<Event> = Event extends CaseEvent
  ? Omit<
      Event,
      'id' | 'by' | 'version' | 'recordedAt' | 'text' | (Event extends { type: 'closed' } ? 'reason' : never)
    > & {
      readonly id?: EventId;
      readonly by?: Actor;
      readonly version?: number | null | undefined;
    } & (Event extends { type: 'closed'; reason: infer Reason } ? { readonly reason?: Reason } : unknown)
  : never;

/** The order in which events are gone through: by time, then by the backend's version; equal ones keep their place. */
export function inFoldOrder<Event extends FoldEvent>(events: readonly Event[]): readonly Event[] {
  return isInOrder(events) ? events : events.toSorted(compareEvents);
}

/** (at, version with null last); equal ones keep their place, since sorting is stable. */
function compareEvents(a: FoldEvent, b: FoldEvent): number {
  return a.at - b.at || versionOrder(a) - versionOrder(b);
}

function versionOrder(event: FoldEvent): number {
  return event.version === null ? Number.MAX_SAFE_INTEGER : (event.version ?? 0);
}

function isInOrder(events: readonly FoldEvent[]): boolean {
  let previous: FoldEvent | undefined;
  for (const event of events) {
    if (previous !== undefined && compareEvents(previous, event) > 0) return false;
    previous = event;
  }
  return true;
}
