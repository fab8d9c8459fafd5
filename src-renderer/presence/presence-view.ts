import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DurationMs } from '../../src-shared/ids.ts';
import type { DraftKind } from '../replica/replica.ts';
import type { Surroundings } from '../sync/surroundings.ts';
import type { Presence } from './presence.ts';
import { type Other, sentBesideWords } from './presence-words.ts';
import { createPresentPeople, type PresentPeople, peopleOn } from './present-people.ts';

/** How long it is said that somebody else was writing when a message went out. */
const saySentForMs: DurationMs = 15_000;

interface SentBeside {
  readonly caseId: string;
  readonly words: string;
}

/** Presence as the window shows it: other people only, by name. */
export interface PresenceView {
  readonly people: StoreApi<PresentPeople>;
  readonly sentBeside: StoreApi<{ readonly said: SentBeside | null }>;
  readonly me: () => string | null;
  readonly nameOf: (userId: string) => string;
  /** The composer's text went out; of a reply it is said if somebody else is writing on the case. */
  sent(caseId: string, kind: DraftKind): void;
  typed(caseId: string, text: string): void;
  attended(caseId: string, text: string, hasFocus: boolean): void;
}

interface ViewParts {
  readonly presence: Presence;
  readonly me: () => string | null;
  readonly nameOf: (userId: string) => string;
  readonly schedule: Surroundings['schedule'];
}

export function createPresenceView({ presence, me, nameOf, schedule }: ViewParts): PresenceView {
  const sentBeside = createStore<{ readonly said: SentBeside | null }>(() => ({ said: null }));
  let cancel = () => {};
  const view: PresenceView = {
    people: presence.people,
    sentBeside,
    me,
    nameOf,
    sent(caseId, kind) {
      presence.typed(caseId, '');
      if (kind !== 'reply') return;
      const words = sentBesideWords(othersOn(view, presence.people.getState(), caseId));
      if (words === '') return;
      cancel();
      sentBeside.setState({ said: { caseId, words } });
      cancel = schedule(saySentForMs, () => sentBeside.setState({ said: null }));
    },
    typed(caseId, text) {
      if (text !== '' && sentBeside.getState().said !== null) sentBeside.setState({ said: null });
      presence.typed(caseId, text);
    },
    attended: presence.attended,
  };
  return view;
}

/** Nobody else is here. */
const alone: PresenceView = {
  people: createPresentPeople(),
  sentBeside: createStore(() => ({ said: null })),
  me: () => null,
  nameOf: (userId) => userId,
  sent() {},
  typed() {},
  attended() {},
};

export const PresenceContext = createContext<PresenceView>(alone);

export function usePresence(): PresenceView {
  return useContext(PresenceContext);
}

/** The others on a case; drawn again only when they change. */
export function useOthersOn(caseId: string): readonly Other[] {
  const view = usePresence();
  const people = useStore(view.people, (state) => peopleOn(state, caseId));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is another one when somebody comes or goes.
  return useMemo(() => othersOn(view, view.people.getState(), caseId), [view, people, caseId]);
}

/** What is said of the message that went out last; empty most of the time. */
export function useSentBeside(caseId: string): string {
  return useStore(usePresence().sentBeside, ({ said }) => (said?.caseId === caseId ? said.words : ''));
}

function othersOn(view: PresenceView, state: PresentPeople, caseId: string): readonly Other[] {
  const me = view.me();
  return peopleOn(state, caseId)
    .filter(({ userId }) => userId !== me)
    .map(({ userId, activity }) => ({ userId, activity, name: view.nameOf(userId) }));
}
