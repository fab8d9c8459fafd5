import type { CaseKind, Channel, Priority, Severity, WaitingOn } from '../../src-shared/cases/case-document.ts';
import type { CaseStatus, ClockName } from '../../src-shared/cases/case-state.ts';
import type { Role } from '../../src-shared/directory/documents.ts';

/* The desk's own words for the values of a case. */

export const clockNames: Readonly<Record<ClockName, string>> = {
  first_response: 'First response',
  next_update: 'Next update',
  resolution: 'Resolution',
  triage: 'Triage',
  hand_off: 'Hand-off',
};

export const statusNames: Readonly<Record<CaseStatus, string>> = {
  new: 'New',
  triaged: 'Triaged',
  in_progress: 'In progress',
  waiting_customer: 'Waiting: customer',
  waiting_development: 'Waiting: development',
  waiting_internally: 'Waiting: internal',
  resolved: 'Resolved',
  closed: 'Closed',
};

export const severityNames: Readonly<Record<Severity, string>> = {
  1: 'Critical',
  2: 'Urgent',
  3: 'Medium',
  4: 'Low / inquiry',
};

/** Published policy, severity levels. */
export const severityMeanings: Readonly<Record<Severity, string>> = {
  1: 'Critical production issue affecting any customer: system unavailable or data integrity, no workaround.',
  2: 'Production issue degrading operations: persistent, many customers or major functionality, no reasonable workaround.',
  3: 'Limited, non-critical; a short-term workaround that does not scale.',
  4: 'Minimal impact, or a routine question.',
};

export const priorityNames: Readonly<Record<Priority, string>> = { 1: 'Critical', 2: 'High', 3: 'Medium', 4: 'Low' };
export const priorityLetters: Readonly<Record<Priority, string>> = { 1: 'C', 2: 'H', 3: 'M', 4: 'L' };

export const kindNames: Readonly<Record<CaseKind, string>> = {
  issue: 'Product issue',
  question: 'Question',
  training: 'Training',
  service_request: 'Service request',
  enhancement: 'Enhancement request',
  user_administration: 'User administration',
  professional_services: 'Professional services',
};

export const channelNames: Readonly<Record<Channel, string>> = {
  portal: 'Portal',
  phone: 'Phone',
  email: 'Email',
  agent: 'Agent',
};

export const waitingNames: Readonly<Record<WaitingOn, string>> = {
  customer: 'The customer',
  development: 'Development',
  internally: 'Somebody internal',
};

export const roleNames: Readonly<Record<Role, string>> = {
  coa: 'Customer Operations Analyst',
  tae: 'Technical Application Engineer',
  lead: 'Lead',
  administrator: 'Administrator',
};

/** The number the backend gave, or what stands in until it does. */
export function caseNumberWords(number: string | null): string {
  return number ?? 'New, not sent';
}
