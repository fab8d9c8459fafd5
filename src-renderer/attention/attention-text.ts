import {
  emergencySchema,
  serviceRequestSchema,
  severitySchema,
  waitingOnSchema,
} from '../../src-shared/cases/case-document.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { severityNames, waitingNames } from '../case/names.ts';
import { emergencyLines } from '../intake/emergency-words.ts';

/** A text of the agent's in a refused action, and what it was in there; null where it was all there is. */
export interface KeptText {
  readonly label: string | null;
  readonly text: string;
}

const textLabels: readonly (readonly [key: string, label: string | null])[] = [
  ['subject', null],
  ['name', 'Name'],
  ['filter', 'Filter'],
  ['summary', 'Summary'],
  ['impact', 'Impact'],
  ['stepsTried', 'Steps tried'],
  ['evidence', 'Evidence'],
  ['ticketRef', 'Ticket'],
  ['status', 'Status'],
  ['link', 'Link'],
  ['sowRef', 'SOW'],
  ['rootCause', 'Root cause'],
  ['text', null],
  ['reason', null],
  ['about', null],
];

/** Words of the app where other actions have the agent's. */
const notWritten: ReadonlySet<string> = new Set(['close reason', 'withdraw name']);

/** The words an agent wrote, found in the arguments of a refused action. */
export function keptTexts(name: string, args: unknown): readonly KeptText[] {
  const written = textLabels.filter(([key]) => !notWritten.has(`${name} ${key}`));
  const agreed = argument(args, 'agreed');
  const { data: emergency } = emergencySchema.safeParse(argument(args, 'emergency'));
  const { data: request } = serviceRequestSchema.safeParse(argument(args, 'request'));
  return [
    ...written.flatMap(([key, label]) => kept(label, textOf(args, key))),
    ...kept('Agreed with', textOf(agreed, 'who')),
    ...kept('How they agreed', textOf(agreed, 'how')),
    ...(emergency === undefined ? [] : emergencyLines(emergency)),
    ...Object.entries(request?.fields ?? {}).flatMap(([key, text]) => kept(key.replaceAll('_', ' '), text)),
  ];
}

function kept(label: string | null, text: string | null): readonly KeptText[] {
  const said = text?.trim();
  return said ? [{ label, text: said }] : [];
}

/** The kept texts as one, to be copied. */
export function writtenText(name: string, args: unknown): string | null {
  const texts = keptTexts(name, args).map(({ label, text }) => (label === null ? text : `${label}:\n${text}`));
  return texts.length === 0 ? null : texts.join('\n\n');
}

/** A text among the arguments of an action, whatever else they are. */
export function textOf(args: unknown, key: string): string | null {
  if (typeof args !== 'object' || args === null) return null;
  const value: unknown = Reflect.get(args, key);
  return typeof value === 'string' ? value : null;
}

/** Any of the arguments. */
export function argument(args: unknown, key: string): unknown {
  return typeof args === 'object' && args !== null ? Reflect.get(args, key) : undefined;
}

const actionNames: Readonly<Record<string, string>> = {
  create_case: 'New case',
  open_emergency: 'Emergency by phone',
  set_request: 'Request',
  check_item: 'Item of the checklist',
  vote: 'Vote',
  save_macro: 'Macro',
  remove_macro: 'Removal of a macro',
  set_severity: 'Severity',
  claim: 'Claim',
  assign: 'Assignment',
  release: 'Release',
  message_customer: 'Message to the customer',
  add_note: 'Note',
  log_call: 'Call',
  wait: 'Waiting',
  resume: 'Resuming',
  resolve: 'Resolution',
  close: 'Closing',
  reopen: 'Reopening',
  set_root_cause: 'Root cause',
  set_breach_reason: 'Reason for a missed clock',
  change_agreement: 'Change of agreement',
  hand_off: 'Hand-off to the TAEs',
  accept_hand_off: 'Accepting the hand-off',
  return_hand_off: 'Return of the hand-off',
  escalate: 'Escalation',
  change_ticket: 'Change of the ticket',
  merge_cases: 'Merge',
  undo: 'Undo',
  snooze: 'Snooze',
  unsnooze: 'End of the snooze',
  set_reminder: 'Reminder',
  finish_reminder: 'Ticked reminder',
  save_view: 'Saved view',
  remove_view: 'Removal of a view',
  add_shift: 'On-call shift',
  remove_shift: 'Removal of an on-call shift',
  draft: 'Draft',
  // Only what a damaged record held is kept under this name.
  withdraw: 'Lost action',
};

/** What the desk calls things that arguments name by their ids. */
export interface ActionNames {
  userName(id: string): string;
  agreementName(key: string): string;
  /** Null if the case is not here. */
  caseNumber(id: string): string | null;
}

/** A refused action in words: "Severity 2, Urgent", "Assignment to Priya Natarajan". */
export function actionWords(name: string, args: unknown, names: ActionNames): string {
  const words = actionNames[name] ?? name;
  switch (name) {
    case 'set_severity': {
      const severity = severitySchema.safeParse(argument(args, 'severity')).data;
      return severity === undefined ? words : `Severity ${severity}, ${severityNames[severity]}`;
    }
    case 'assign': {
      const ownerId = textOf(args, 'ownerId');
      return ownerId === null ? words : `Assignment to ${isolated(names.userName(ownerId))}`;
    }
    case 'wait': {
      const on = waitingOnSchema.safeParse(argument(args, 'on')).data;
      return on === undefined ? words : `Waiting for ${inSentence(waitingNames[on])}`;
    }
    case 'change_agreement': {
      const agreement = textOf(args, 'agreement');
      return agreement === null ? words : `Change of agreement to ${isolated(names.agreementName(agreement))}`;
    }
    case 'log_call':
      return argument(args, 'connected') === false ? 'Call, nobody answered' : words;
    case 'merge_cases': {
      const into = textOf(args, 'into');
      const number = into === null ? null : names.caseNumber(into);
      return number === null ? words : `Merge into ${isolated(number)}`;
    }
    default:
      return words;
  }
}

function inSentence(words: string): string {
  return words === 'Development' ? 'development' : words.charAt(0).toLowerCase() + words.slice(1);
}
