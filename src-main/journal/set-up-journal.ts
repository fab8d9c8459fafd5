import { statfs } from 'node:fs/promises';
import type { DesktopHandlers } from '../desktop/calls.ts';
import { movedMark } from '../move/moved-mark.ts';
import type { BackendChoice } from '../profile/remembered-backend.ts';
import type { Config } from '../startup/config.ts';
import { type FileJournal, openFileJournal } from './file-journal.ts';
import { journalFolder } from './journal-folder.ts';

type JournalCall = 'journal:append' | 'journal:acknowledge' | 'journal:read' | 'storage:space';

export interface JournalOfProfile {
  readonly handlers: Pick<DesktopHandlers, JournalCall>;
  /** Resolves when nothing is left to be written. */
  close(): Promise<void>;
}

/** Opens the journal of the profile's backend, and tells how many places of it are damaged; if that fails, it is tried again at the next call. */
export function setUpJournal(
  config: Pick<Config, 'profile'>,
  choice: BackendChoice,
  damaged: (places: number) => void = () => {},
): JournalOfProfile {
  const folder = journalFolder(config.profile, choice, movedMark(config.profile).read()?.url ?? null);
  let opened: Promise<FileJournal> | null = null;

  function journal(): Promise<FileJournal> {
    opened ??= openFileJournal(folder).then(
      (journal) => {
        const { damage } = journal.contents();
        if (damage.length > 0) damaged(damage.length);
        for (const { place, reason } of damage) {
          process.stderr.write(`Not read from the journal: ${place}: ${reason}.\n`);
        }
        return journal;
      },
      (error: unknown) => {
        opened = null;
        throw error;
      },
    );
    return opened;
  }

  // Read while the window is still opening; whoever asks first is told if it failed.
  journal().catch(() => {});
  return {
    handlers: {
      'journal:append': async (request) => {
        await (await journal()).append(request);
        return undefined;
      },
      'journal:acknowledge': async (request) => {
        await (await journal()).acknowledge(request);
        return undefined;
      },
      'journal:read': async () => (await journal()).contents(),
      'storage:space': async () => {
        const { bavail, bsize } = await statfs(config.profile);
        return { freeBytes: bavail * bsize };
      },
    },
    close: async () => {
      await opened?.then((journal) => journal.close()).catch(() => {});
    },
  };
}
