import type { LogForm } from './log-form.ts';
import type { LogRow } from './log-row.ts';
import { type SalesforcePeople, salesforceSystem } from './salesforce-people.ts';
import { channelOf, kindOf, phaseOfStatus, priorityOf, readBoolean, severityOf } from './salesforce-values.ts';
import { readIsoInstant } from './wall-clock.ts';

/** An instant of an export: UTC unless it names an offset. */
export function salesforceInstant(text: string): number | null {
  return readIsoInstant(text, null);
}

/** How the records of a Salesforce export are understood. docs/imports.md gives the reasons. */
export function salesforceForm(people: SalesforcePeople, messagesRecorded: boolean): LogForm {
  const accountOf = ({ columns }: LogRow) => {
    const own = columns.AccountId ?? '';
    return people.account(own === '' ? people.accountIdOfContact(columns.ContactId ?? '') : own);
  };
  return {
    system: salesforceSystem,
    systemName: 'Salesforce',
    timeZone: null,
    columnOrder: salesforceColumns,
    descriptionColumn: 'Description',
    // An export holds the record as its last change left it: the time of that change names the state.
    identityOf: (row) => JSON.stringify([row.stamp, row.order]),
    instantOf: salesforceInstant,
    openedAt: (first) => first.at,
    opening: ({ columns }) => {
      const kind = kindOf(columns.Type);
      return {
        channel: channelOf(columns.Origin) ?? 'agent',
        priority: priorityOf(columns.Priority),
        ...(kind === null ? {} : { kind }),
        ...(messagesRecorded ? {} : { messagesRecorded }),
      };
    },
    phaseOf: (columns, current) =>
      readBoolean(columns.IsClosed) === true ? 'closed' : (phaseOfStatus(columns.Status) ?? current),
    severityOf: (columns) => severityOf(columns.Severity__c),
    ownerOf: (columns) => people.userId(columns.OwnerId ?? ''),
    reopeningsOf: () => 0,
    numberOf: (key, first) => first.columns.CaseNumber ?? key,
    subjectOf: (key, first) =>
      (first.columns.Subject ?? `Case ${first.columns.CaseNumber ?? key}`).replace(/\s+/g, ' ').slice(0, 500).trim(),
    accountOf,
    contactOf: (first) => {
      const account = accountOf(first).id;
      const { ContactId: id = '', SuppliedName: name = '', SuppliedEmail: email = '' } = first.columns;
      if (id !== '') return people.contact(id, account);
      return name === '' && email === '' ? null : people.stranger(name, email, account);
    },
    usersOf: (columns) => {
      const user = people.user(columns.OwnerId ?? '');
      return user === null ? [] : [user];
    },
  };
}

const salesforceColumns: readonly string[] = [
  'CaseNumber',
  'Status',
  'Priority',
  'Severity__c',
  'Type',
  'Origin',
  'Reason',
  'IsClosed',
  'ClosedDate',
  'IsEscalated',
  'OwnerId',
  'Subject',
  'Description',
  'AccountId',
  'ContactId',
  'ParentId',
  'SuppliedName',
  'SuppliedEmail',
  'SuppliedPhone',
];
