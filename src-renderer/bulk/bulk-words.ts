import type { Severity, WaitingOn } from '../../src-shared/cases/case-document.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { severityNames, waitingNames } from '../case/names.ts';

/** What is done to many cases at once. */
export type BulkAction =
  | { readonly name: 'claim' | 'release' | 'resolve' | 'snooze' | 'remind' | 'undo' }
  | { readonly name: 'assign' | 'reassign'; readonly owner: string }
  | { readonly name: 'severity'; readonly severity: Severity }
  | { readonly name: 'wait'; readonly on: WaitingOn };

/** "Assigned 18 cases to Ana Ruiz" */
export function bulkWords(action: BulkAction, count: number): string {
  const cases = casesWords(count);
  switch (action.name) {
    case 'claim':
      return `Claimed ${cases}`;
    case 'release':
      return `Released ${cases}`;
    case 'resolve':
      return `Resolved ${cases}`;
    case 'snooze':
      return `Snoozed ${cases}`;
    case 'remind':
      return `Set a reminder on ${cases}`;
    case 'undo':
      return `Undone on ${cases}`;
    case 'assign':
      return `Assigned ${cases} to ${isolated(action.owner)}`;
    case 'reassign':
      return `Moved ${cases} away from ${isolated(action.owner)}`;
    case 'severity':
      return `Set severity ${action.severity}, ${severityNames[action.severity]}, on ${cases}`;
    case 'wait':
      return `Put ${cases} to wait: ${waitingNames[action.on].toLowerCase()}`;
  }
}

export function casesWords(count: number): string {
  return count === 1 ? '1 case' : `${count} cases`;
}
