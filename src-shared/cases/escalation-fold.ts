import type { Escalation } from './case-state.ts';
import type { FoldEvent } from './fold-event.ts';

type EventOf<Type extends FoldEvent['type']> = Extract<FoldEvent, { type: Type }>;
type Word = EventOf<'escalated' | 'ticket_changed'>;

const none: readonly never[] = [];

/** The escalations of a case while its events are gone through. One that is taken back was never there. */
export class EscalationFold {
  #words: readonly Word[] = none;

  escalate(event: EventOf<'escalated'>): void {
    const { undoes } = event;
    this.#words = undoes === undefined ? [...this.#words, event] : this.#words.filter(({ id }) => id !== undoes);
  }

  changeTicket(event: EventOf<'ticket_changed'>): void {
    this.#words = [...this.#words, event];
  }

  /** The latest word of each, in the order in which they were escalated. */
  current(): readonly Escalation[] {
    let found: readonly Escalation[] = none;
    for (const word of this.#words) {
      found = word.type === 'escalated' ? withEscalation(found, word) : withChange(found, word);
    }
    return found;
  }
}

/** What was known of a ticket that is named again goes on; a team that had no ticket yet has this one from now on. */
function withEscalation(found: readonly Escalation[], event: EventOf<'escalated'>): readonly Escalation[] {
  const { team } = event;
  const ticketRef = event.ticketRef ?? null;
  const isSame = (known: Escalation) =>
    ticketRef !== null && (known.ticketRef === ticketRef || (known.ticketRef === null && known.team === team));
  const known = found.findLast(isSame);
  // A link belongs to its ticket: one that was given without a ticket says nothing of this one.
  const link = known?.ticketRef === ticketRef ? known.link : null;
  return [
    ...found.filter((other) => !isSame(other)),
    {
      team,
      at: event.at,
      ticketRef,
      link: event.link ?? link,
      plannedReleaseOn: event.plannedReleaseOn ?? known?.plannedReleaseOn ?? null,
      sowRef: event.sowRef ?? known?.sowRef ?? null,
      status: event.status ?? known?.status ?? null,
    },
  ];
}

function withChange(found: readonly Escalation[], event: EventOf<'ticket_changed'>): readonly Escalation[] {
  return found.map((known) =>
    known.ticketRef === event.ticketRef
      ? {
          ...known,
          status: event.status ?? known.status,
          link: event.link ?? known.link,
          plannedReleaseOn: event.plannedReleaseOn === undefined ? known.plannedReleaseOn : event.plannedReleaseOn,
        }
      : known,
  );
}
