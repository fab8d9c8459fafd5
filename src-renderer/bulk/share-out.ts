import type { CaseId, UserId } from '../../src-shared/ids.ts';
import type { QueueEntry } from '../queue/queue-entry.ts';

/** Where an absent agent's cases go: to one, to several evenly, or to nobody. */
export type ShareOut = readonly UserId[];

/**
 * Who gets which case: one after the other takes the most urgent that is left, so that none has more cases than another,
 * nor the more urgent ones. Null: nobody.
 */
export function sharesOf(caseIds: readonly CaseId[], among: ShareOut): ReadonlyMap<CaseId, UserId | null> {
  return new Map(caseIds.map((id, index) => [id, among[index % among.length] ?? null]));
}

/** An agent's open cases. */
export interface OpenCases {
  readonly contact: readonly QueueEntry[];
  readonly technical: readonly QueueEntry[];
}

/** The open cases that an agent is the contact of, the most urgent first, and those they are the technical owner of. */
export function openCasesOf(open: readonly QueueEntry[], agent: UserId): OpenCases {
  return {
    contact: open.filter(({ state }) => state.ownerId === agent),
    technical: open.filter(({ state }) => state.technicalOwnerId === agent && state.ownerId !== agent),
  };
}

/** `openCasesOf` for every agent that has any, in one pass. */
export function openCasesByAgent(open: readonly QueueEntry[]): ReadonlyMap<UserId, OpenCases> {
  const found = new Map<UserId, { contact: QueueEntry[]; technical: QueueEntry[] }>();
  const add = (agent: UserId | null, as: keyof OpenCases, entry: QueueEntry): void => {
    if (agent === null) return;
    const cases = found.get(agent) ?? { contact: [], technical: [] };
    cases[as].push(entry);
    found.set(agent, cases);
  };
  for (const entry of open) {
    const { ownerId, technicalOwnerId } = entry.state;
    add(ownerId, 'contact', entry);
    if (technicalOwnerId !== ownerId) add(technicalOwnerId, 'technical', entry);
  }
  return found;
}

/** "1 of severity 1, 4 of severity 3" */
export function severityWords(entries: readonly QueueEntry[]): string {
  return ([1, 2, 3, 4] as const)
    .flatMap((severity) => {
      const count = entries.filter(({ state }) => state.severity === severity).length;
      return count === 0 ? [] : [`${count} of severity ${severity}`];
    })
    .join(', ');
}
