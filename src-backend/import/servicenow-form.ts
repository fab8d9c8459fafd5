import { accountIdSchema, type Channel, contactIdSchema, userIdSchema } from '../../src-shared/cases/case-document.ts';
import type { UserId } from '../../src-shared/ids.ts';
import type { LogForm } from './log-form.ts';
import { type LogRow, type Phase, severityOfLevel } from './log-row.ts';
import { stableId } from './stable-id.ts';
import { readLogStamp, type WallClock } from './wall-clock.ts';

export const servicenowSystem = 'servicenow';

/** Values that the log repeats on every row although they became known at the end. */
export const hindsightColumns: readonly string[] = ['resolved_by', 'resolved_at', 'closed_code', 'closed_at'];

/** Columns that name a row or its update; all others are the record as the update left it. */
export const rowColumns: readonly string[] = ['number', 'sys_mod_count', 'sys_updated_by', 'sys_updated_at'];

/** State of an incident → phase; null: it does not tell, the case stays where it is. */
const phases: ReadonlyMap<string, Phase | null> = new Map<string, Phase | null>([
  ['new', 'active'],
  ['active', 'active'],
  ['in progress', 'active'],
  ['awaiting user info', 'customer'],
  ['awaiting evidence', 'customer'],
  ['awaiting problem', 'development'],
  ['awaiting vendor', 'internally'],
  ['on hold', 'internally'],
  ['resolved', 'resolved'],
  ['closed', 'closed'],
  ['-100', null],
]);
export const stateNames = [
  'New',
  'Active',
  'In Progress',
  'Awaiting User Info',
  'Awaiting Evidence',
  'Awaiting Problem',
  'Awaiting Vendor',
  'On Hold',
  'Resolved',
  'Closed',
  '-100',
] as const;

export function isState(value: string): boolean {
  return phases.has(value.toLowerCase());
}

const channels: ReadonlyMap<string, Channel> = new Map<string, Channel>([
  ['phone', 'phone'],
  ['ivr', 'phone'],
  ['email', 'email'],
  ['self service', 'portal'],
  ['self-service', 'portal'],
]);

/** How the rows of a ServiceNow incident log are understood. docs/imports.md gives the reasons. */
export function servicenowForm(clock: WallClock): LogForm {
  // A log repeats its stamps on every row of an incident, and each row is named several times on its way.
  const instants = new Map<string, number | null>();
  const instantOf = (stamp: string): number | null => {
    const known = instants.get(stamp);
    if (known !== undefined) return known;
    const wallMs = readLogStamp(stamp);
    const at = wallMs === null ? null : clock.instantOf(wallMs);
    instants.set(stamp, at);
    return at;
  };
  const identities = new WeakMap<LogRow, string>();
  return {
    system: servicenowSystem,
    systemName: 'ServiceNow log',
    timeZone: clock.timeZone,
    columnOrder: servicenowColumns,
    descriptionColumn: null,
    identityOf: (row) => {
      const identity = identities.get(row) ?? identityOf(row);
      identities.set(row, identity);
      return identity;
    },
    instantOf,
    openedAt: (first) => instantOf(first.columns.opened_at ?? '') ?? first.at,
    opening: (first) => ({
      channel: channels.get(first.columns.contact_type?.toLowerCase() ?? '') ?? 'agent',
      // Its priority is made of impact and urgency by the desk, so it is our severity; customers set none there.
      priority: null,
      kind: 'issue',
      messagesRecorded: false,
    }),
    phaseOf: (columns, current) => phases.get(columns.incident_state?.toLowerCase() ?? '') ?? current,
    severityOf: (columns) => severityOfLevel(columns.priority),
    ownerOf: (columns) => ownerId(columns.assigned_to),
    reopeningsOf: (columns) => Number(columns.reopen_count ?? 0) || 0,
    numberOf: (key) => key,
    subjectOf: (key, first) => subject(key, first.columns),
    accountOf: ({ columns: { location } }) => ({
      id: accountIdSchema.parse(stableId(servicenowSystem, 'account', location ?? '')),
      name: location ?? 'Location unknown',
    }),
    contactOf: ({ columns: { caller_id: caller, location = '' } }) =>
      caller === undefined
        ? null
        : {
            id: contactIdSchema.parse(stableId(servicenowSystem, 'contact', location, caller)),
            accountId: accountIdSchema.parse(stableId(servicenowSystem, 'account', location)),
            name: caller,
          },
    usersOf: (columns) => {
      const id = ownerId(columns.assigned_to);
      return id === null ? [] : [{ id, name: columns.assigned_to ?? '', role: 'coa' }];
    },
  };
}

/** What hindsight says may change from one export to the next; it does not make another row. */
function identityOf(row: LogRow): string {
  const known = Object.entries(row.columns).filter(([name]) => !hindsightColumns.includes(name));
  return JSON.stringify([row.stamp, row.order, row.by, known.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

function ownerId(assignedTo: string | undefined): UserId | null {
  return assignedTo === undefined ? null : userIdSchema.parse(stableId(servicenowSystem, 'user', assignedTo));
}

function subject(key: string, columns: LogRow['columns']): string {
  const place = [columns.category, columns.subcategory].filter((part) => part !== undefined).join(' / ');
  const words = [place, columns.u_symptom ?? ''].filter((part) => part !== '').join(': ');
  return words === '' ? `Incident ${key}` : words.slice(0, 500);
}

/** The columns of the log, in its order. */
export const servicenowColumns: readonly string[] = [
  'number',
  'incident_state',
  'active',
  'reassignment_count',
  'reopen_count',
  'sys_mod_count',
  'made_sla',
  'caller_id',
  'opened_by',
  'opened_at',
  'sys_created_by',
  'sys_created_at',
  'sys_updated_by',
  'sys_updated_at',
  'contact_type',
  'location',
  'category',
  'subcategory',
  'u_symptom',
  'cmdb_ci',
  'impact',
  'urgency',
  'priority',
  'assignment_group',
  'assigned_to',
  'knowledge',
  'u_priority_confirmation',
  'notify',
  'problem_id',
  'rfc',
  'vendor',
  'caused_by',
  'closed_code',
  'resolved_by',
  'resolved_at',
  'closed_at',
];
