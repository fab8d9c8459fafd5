import type { CaseKind, Channel, Priority, Severity } from '../../src-shared/cases/case-document.ts';
import type { Phase } from './log-row.ts';

/*
 * How the values of Salesforce's picklists are read. Teams add their own; docs/imports.md shows these tables, and a
 * value that is not in them is reported and shown in the timeline as it is.
 */

const statuses: ReadonlyMap<string, Phase> = table<Phase>(
  ['active', ['new', 'open', 'assigned', 'active', 'working', 'in progress', 'escalated', 'reopened', 're-opened']],
  [
    'customer',
    [
      'waiting on customer',
      'waiting for customer',
      'awaiting customer',
      'pending customer',
      'customer pending',
      'awaiting customer response',
      'pending',
    ],
  ],
  [
    'development',
    ['waiting on development', 'with development', 'awaiting development', 'in development', 'engineering'],
  ],
  [
    'internally',
    ['on hold', 'waiting internally', 'waiting on third party', 'waiting on vendor', 'waiting on internal'],
  ],
  ['resolved', ['resolved', 'solved', 'completed']],
  ['closed', ['closed', 'closed - resolved', 'closed - duplicate', 'cancelled', 'canceled', 'merged']],
);
const priorities: ReadonlyMap<string, Priority> = levels(
  ['critical', 'urgent', 'p1', '1', '1 - critical'],
  ['high', 'p2', '2', '2 - high'],
  ['medium', 'normal', 'p3', '3', '3 - medium'],
  ['low', 'p4', '4', '4 - low'],
);
const severities: ReadonlyMap<string, Severity> = levels(
  ['critical', 's1', 'sev 1', 'severity 1', '1', '1 - critical'],
  ['urgent', 'high', 'major', 's2', 'sev 2', 'severity 2', '2', '2 - urgent', '2 - high'],
  ['medium', 'moderate', 's3', 'sev 3', 'severity 3', '3', '3 - medium'],
  ['low', 'minor', 'inquiry', 's4', 'sev 4', 'severity 4', '4', '4 - low', '4 - low / inquiry'],
);
const channels: ReadonlyMap<string, Channel> = table<Channel>(
  ['phone', ['phone', 'call', 'hotline']],
  ['email', ['email', 'e-mail']],
  ['portal', ['web', 'portal', 'community', 'community portal', 'customer portal', 'self service', 'chat']],
);
const kinds: ReadonlyMap<string, CaseKind> = table<CaseKind>(
  ['issue', ['problem', 'issue', 'product issue', 'incident', 'mechanical', 'electrical', 'electronic', 'structural']],
  ['question', ['question', 'inquiry']],
  ['training', ['training']],
  ['service_request', ['service request', 'request', 'request for service']],
  ['enhancement', ['feature request', 'enhancement', 'enhancement request']],
);

export const phaseOfStatus = (value: string | undefined): Phase | null => find(statuses, value);
export const priorityOf = (value: string | undefined): Priority | null => find(priorities, value);
export const severityOf = (value: string | undefined): Severity | null => find(severities, value);
export const channelOf = (value: string | undefined): Channel | null => find(channels, value);
export const kindOf = (value: string | undefined): CaseKind | null => find(kinds, value);

/** `true` and `1` in the forms that Salesforce exports; null if it is neither yes nor no. */
export function readBoolean(value: string | undefined): boolean | null {
  const word = value?.trim().toLowerCase() ?? '';
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' || word === '' ? false : null;
}

function find<Value>(values: ReadonlyMap<string, Value>, text: string | undefined): Value | null {
  return values.get(text?.trim().toLowerCase() ?? '') ?? null;
}

function table<Value extends string>(...rows: readonly (readonly [Value, readonly string[]])[]) {
  return new Map<string, Value>(rows.flatMap(([value, words]) => words.map((word) => [word, value] as const)));
}

/** The words of levels 1 to 4. */
function levels(...rows: readonly [readonly string[], readonly string[], readonly string[], readonly string[]]) {
  const [critical, high, medium, low] = rows;
  return new Map<string, 1 | 2 | 3 | 4>([
    ...critical.map((word) => [word, 1] as const),
    ...high.map((word) => [word, 2] as const),
    ...medium.map((word) => [word, 3] as const),
    ...low.map((word) => [word, 4] as const),
  ]);
}
