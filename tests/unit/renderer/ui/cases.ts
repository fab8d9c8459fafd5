import { type Directory, makeQueueEntry, type QueueEntry } from '../../../../src-renderer/queue/queue-entry.ts';
import { type CaseDocument, caseDocumentSchema, userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import { opened, policy } from '../../shared/cases/timeline.ts';

export const compiled = policy();
export const me = userIdSchema.parse('me');

/** Everybody and everything is called "name of ID", agents "agent ID". */
export const directory: Directory = {
  accountName: (id) => `name of ${id}`,
  contactName: (id) => `name of ${id}`,
  userName: (id) => `agent ${id}`,
  productName: (id) => `name of ${id}`,
};

/** A synced case with these events after its opening. */
export function caseOf(
  id: string,
  events: readonly FoldEvent[] = [],
  changes: {
    readonly subject?: string;
    readonly opening?: Parameters<typeof opened>[0];
    readonly number?: string;
  } = {},
): CaseDocument {
  const all = [opened(changes.opening), ...events];
  return caseDocumentSchema.parse({
    id,
    number: changes.number ?? id,
    subject: changes.subject ?? `Subject of ${id}`,
    accountId: 'account',
    contactId: null,
    events: all.map((event, index) => ({
      text: '',
      reason: 'resolved',
      by: { kind: 'user', id: 'me' },
      version: index + 1,
      ...event,
      id: `${id}-${index}`,
    })),
  });
}

export function entryOf(doc: CaseDocument): QueueEntry {
  return makeQueueEntry(compiled, doc, directory, me);
}
