import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PresenceEvent, PresentPerson } from '../../src-shared/sync/presence.ts';

/** Who is on which case, as the backend tells; nobody while there is no stream. */
export interface PresentPeople {
  readonly cases: ReadonlyMap<string, readonly PresentPerson[]>;
}

const nowhere: PresentPeople = { cases: new Map() };
const nobody: readonly PresentPerson[] = [];

export function createPresentPeople(): StoreApi<PresentPeople> {
  return createStore<PresentPeople>(() => nowhere);
}

/** Always the same list while nothing changes on the case, so that only what shows it is drawn again. */
export function peopleOn(state: PresentPeople, caseId: string): readonly PresentPerson[] {
  return state.cases.get(caseId) ?? nobody;
}

export function afterEvent(before: PresentPeople, { all, cases: told }: PresenceEvent): PresentPeople {
  const cases = new Map(all ? [] : before.cases);
  for (const { caseId, people } of told) {
    const known = before.cases.get(caseId);
    if (people.length === 0) cases.delete(caseId);
    else cases.set(caseId, known && areEqual(known, people) ? known : people);
  }
  return { cases };
}

export function forgetPeople(store: StoreApi<PresentPeople>): void {
  if (store.getState().cases.size > 0) store.setState(nowhere);
}

function areEqual(a: readonly PresentPerson[], b: readonly PresentPerson[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ userId, activity }, index) => userId === b[index]?.userId && activity === b[index].activity)
  );
}
