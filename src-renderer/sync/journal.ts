import type { Desktop } from '../../src-shared/desktop-contract.ts';
import type { JournalAcknowledge, JournalAppend, JournalContents } from '../../src-shared/sync/journal.ts';

/** Where what was not sent yet is kept a second time, outside of the browser's storage. */
export interface Journal {
  /** Whether anything is kept; only then can an action count as saved by the journal alone. */
  readonly keeps: boolean;
  read(): Promise<JournalContents>;
  /** What it brings is on the disk when this resolves, and none of it is kept when it rejects. */
  append(request: JournalAppend): Promise<void>;
  acknowledge(request: JournalAcknowledge): Promise<void>;
}

/** For where there is no desktop around the page: nothing is kept. */
export const noJournal: Journal = {
  keeps: false,
  read: async () => ({ clients: [], replaced: [], attention: [], dismissed: [], damage: [] }),
  append: async () => {},
  acknowledge: async () => {},
};

/** The journal that the main process keeps. */
export function desktopJournal(desktop: Pick<Desktop, 'call'>): Journal {
  return {
    keeps: true,
    read: () => desktop.call('journal:read', undefined),
    append: (request) => desktop.call('journal:append', request),
    acknowledge: (request) => desktop.call('journal:acknowledge', request),
  };
}
