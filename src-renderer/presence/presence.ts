import type { StoreApi } from 'zustand/vanilla';
import { presenceEventSchema } from '../../src-shared/sync/presence.ts';
import type { Surroundings } from '../sync/surroundings.ts';
import type { Transport } from '../sync/transport.ts';
import { createAnnouncer, type Tell } from './announcer.ts';
import { createComposing } from './composing.ts';
import { afterEvent, createPresentPeople, forgetPeople, type PresentPeople } from './present-people.ts';

/**
 * Who looks at or writes on which case. Best effort: it is in no store, outbox or journal, lasts only while the event
 * stream stands, and no push or pull waits for it.
 */
export interface Presence {
  readonly people: StoreApi<PresentPeople>;
  /** The same transport, whose event stream tells of presence too. */
  over(transport: Transport): Transport;
  /** The case that this window shows; null: none. */
  show(caseId: string | null): void;
  /** The text of its composer changed. Only whether there is any is told. */
  typed(caseId: string, text: string): void;
  /** Its composer got or lost the focus. */
  attended(caseId: string, text: string, hasFocus: boolean): void;
  close(): void;
}

export interface PresenceParts {
  /** Names this window to the backend. */
  readonly session: string;
  readonly tell: Tell;
  readonly surroundings: Pick<Surroundings, 'schedule' | 'onWake'>;
  readonly isVisible: () => boolean;
}

export function createPresence({ session, ...parts }: PresenceParts): Presence {
  const people = createPresentPeople();
  const announcer = createAnnouncer(parts);
  let caseId: string | null = null;
  const composing = createComposing(parts.surroundings, announce);
  /** Told apart so that a late word of a closed stream says nothing. */
  let stream = 0;

  function announce(): void {
    announcer.show({ caseId, activity: caseId !== null && composing.isOn(caseId) ? 'writing' : 'viewing' });
  }

  function offline(): void {
    stream += 1;
    announcer.offline();
    forgetPeople(people);
  }

  return {
    people,
    over: (transport) => ({
      ...transport,
      stream(listener) {
        offline();
        const mine = stream;
        const close = transport.stream({
          ...listener,
          session,
          opened() {
            if (mine === stream) announcer.online();
            listener.opened();
          },
          failed() {
            if (mine === stream) offline();
            listener.failed();
          },
          presence(data) {
            if (mine !== stream) return;
            const event = presenceEventSchema.safeParse(data);
            if (event.success) people.setState((before) => afterEvent(before, event.data));
          },
        });
        return () => {
          if (mine === stream) offline();
          close();
        };
      },
    }),
    show(shown) {
      caseId = shown;
      announce();
    },
    typed: composing.typed,
    attended: composing.attended,
    close() {
      composing.close();
      announcer.close();
      forgetPeople(people);
    },
  };
}
