import type { CaseId, EpochMs } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import type { Directory, QueueEntry } from '../queue/queue-entry.ts';
import type { AttentionItem } from '../replica/replica.ts';
import { type ActionNames, actionWords, type KeptText, keptTexts, textOf } from './attention-text.ts';

/** An item of Needs attention, ready to be shown. */
export interface AttentionEntry {
  readonly id: string;
  readonly item: AttentionItem;
  /** What was done: "Severity 2, Urgent". */
  readonly action: string;
  /** The case it was about, if it is here. */
  readonly caseId: CaseId | null;
  /** How the case is known: its number, or what the action called it. */
  readonly caseName: string | null;
  readonly subject: string | null;
  readonly accountName: string | null;
  readonly refusal: string;
  /** Leads to the rule behind it. */
  readonly refusalCode: string;
  /** What has become of the case, where that is more than the refusal says. */
  readonly standing: string | null;
  readonly doneAt: EpochMs;
  /** Who did it, if it was somebody else than who is signed in. */
  readonly doneBy: string | null;
  readonly texts: readonly KeptText[];
  readonly canRetry: boolean;
  readonly canEdit: boolean;
}

/** What the entries are made from. */
export interface AttentionSource {
  readonly me: string | null;
  readonly directory: Directory;
  readonly names: Pick<ActionNames, 'agreementName'>;
  /** The case as it is here. */
  entryOf(id: string): QueueEntry | undefined;
}

/** Actions that hold something an agent could put differently. */
const editable: ReadonlySet<string> = new Set([
  'create_case',
  'open_emergency',
  'set_request',
  'message_customer',
  'add_note',
  'log_call',
  'set_severity',
  'assign',
  'change_agreement',
  'wait',
  'resolve',
  'close',
  'set_root_cause',
  'set_breach_reason',
  'reopen',
  'hand_off',
  'return_hand_off',
  'escalate',
  'change_ticket',
  'merge_cases',
]);

/** The items in the order in which they were done, so that one that builds on another stands after it. */
export function attentionEntries(items: readonly AttentionItem[], source: AttentionSource): readonly AttentionEntry[] {
  return items
    .map((item) => attentionEntry(item, source))
    .sort((a, b) => a.doneAt - b.doneAt || inOrderOfIds.compare(a.id, b.id));
}

/** The ids of a client's actions end in their numbers. */
const inOrderOfIds = new Intl.Collator('en', { numeric: true });

export function attentionEntry(item: AttentionItem, source: AttentionSource): AttentionEntry {
  const { id, name, args, refusal, at, done } = item;
  const { directory, entryOf, names, me } = source;
  const caseId = textOf(args, 'caseId');
  const entry = caseId === null ? undefined : entryOf(caseId);
  const action = actionWords(name, args, {
    userName: directory.userName,
    agreementName: names.agreementName,
    caseNumber: (wanted) => entryOf(wanted)?.number ?? null,
  });
  const { words: standing, isSettled } = standingOf(item, caseId, entry, entryOf);
  const isNew = opensCase(name);
  const isDoable = name !== 'withdraw' && name !== 'draft' && !isSettled && (isNew || entry !== undefined);
  const accountId = entry?.doc.accountId ?? textOf(args, 'accountId');
  return {
    id,
    item,
    action,
    caseId: entry?.id ?? null,
    caseName: entry === undefined ? nameWithout(textOf(args, 'knownAs')) : isolated(entry.number),
    subject: entry?.doc.subject ?? null,
    accountName: accountId === null ? null : directory.accountName(accountId),
    refusal: refusal.message,
    refusalCode: refusal.code,
    standing,
    doneAt: done?.at ?? at,
    doneBy: done?.by && done.by.id !== me ? done.by.name : null,
    texts: keptTexts(name, args),
    canRetry: isDoable,
    canEdit: isDoable && editable.has(name) && (isNew || entry?.state.mergedInto === null || !takesNoText(name)),
  };
}

interface Standing {
  readonly words: string | null;
  /** There is nothing left to do. */
  readonly isSettled: boolean;
}

function standingOf(
  { name, args }: AttentionItem,
  caseId: string | null,
  entry: QueueEntry | undefined,
  entryOf: AttentionSource['entryOf'],
): Standing {
  const eventId = textOf(args, 'eventId');
  if (entry !== undefined && eventId !== null && hasArrived(entry, eventId)) {
    return { words: 'It did arrive: it stands in the case’s timeline. Nothing is left to do.', isSettled: true };
  }
  const { mergedInto } = entry?.state ?? { mergedInto: null };
  if (mergedInto !== null) {
    const survivor = entryOf(mergedInto);
    const written = survivor !== undefined && eventId !== null && hasArrived(survivor, eventId);
    if (written) return { words: `It did arrive: it stands in ${isolated(survivor.number)}.`, isSettled: true };
    const into = isolated(survivor?.number ?? 'a case that is not here');
    return { words: `The case was merged into ${into}.`, isSettled: false };
  }
  if (entry !== undefined || caseId === null || opensCase(name)) return { words: null, isSettled: false };
  return { words: 'The case is not here any more: it was removed, or you may no longer see it.', isSettled: false };
}

/** Its case is not there before it. */
function opensCase(name: string): boolean {
  return name === 'create_case' || name === 'open_emergency';
}

function hasArrived({ doc }: QueueEntry, eventId: string): boolean {
  return doc.events.some((event) => event.id === eventId && event.version !== null);
}

/** What is refused on a merged case whatever it says; messages, notes and calls go to the survivor. */
function takesNoText(name: string): boolean {
  return name !== 'message_customer' && name !== 'add_note' && name !== 'log_call';
}

/** "Case 00012345" as the list shows numbers. */
function nameWithout(knownAs: string | null): string | null {
  return knownAs?.replace(/^Case /, '') ?? null;
}
