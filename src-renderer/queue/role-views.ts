import type { Role } from '../../src-shared/directory/documents.ts';
import type { ViewId } from './views.ts';

/** The queue of a role: the views of its rail from top to bottom, which the number keys follow, and where it starts. */
export interface RoleViews {
  readonly views: readonly ViewId[];
  readonly start: ViewId;
}

/**
 * Whose work is where (docs/policy.md, rule 6). New cases are the COAs', who stay the customer's contact; the
 * TAEs take what is handed off; both follow up on whoever does not answer; a lead watches the whole backlog. An administrator looks on.
 */
export const roleViews: Readonly<Record<Role, RoleViews>> = {
  coa: {
    views: ['mine', 'unassigned', 'open', 'untriaged', 'overdue', 'follow_up', 'hand_offs', 'ready_to_close', 'closed'],
    start: 'mine',
  },
  tae: {
    views: ['hand_offs', 'technical', 'mine', 'overdue', 'waiting', 'follow_up', 'unassigned', 'open', 'closed'],
    start: 'hand_offs',
  },
  lead: {
    views: ['open', 'overdue', 'untriaged', 'ready_to_close', 'unassigned', 'hand_offs', 'waiting', 'mine', 'closed'],
    start: 'open',
  },
  administrator: {
    views: ['open', 'overdue', 'untriaged', 'unassigned', 'hand_offs', 'waiting', 'closed'],
    start: 'open',
  },
};

/** Until it is known who acts, the window is a COA's. */
export const usualRole: Role = 'coa';

/** The view that a number key names, counted from 0. */
export function viewAt(role: Role, place: number): ViewId | null {
  return roleViews[role].views[place] ?? null;
}

/** The view in which a role finds a case that left the view it was in; null if no view of the rail shows it. */
export function viewOf(role: Role, shows: (view: ViewId) => boolean): ViewId | null {
  const { views } = roleViews[role];
  return searched.find((view) => (views.includes(view) || view === 'snoozed') && shows(view)) ?? null;
}

/** From what says most of where a case is to what says least. */
const searched: readonly ViewId[] = ['mine', 'unassigned', 'snoozed', 'open', 'closed'];
