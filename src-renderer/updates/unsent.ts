import type { Workspace } from '../app/workspace.ts';

/** What a restart would cut short. */
export interface Unsent {
  /** Actions that the backend has not confirmed. */
  readonly waiting: number;
  /** Texts that are not sent, in the composer of a case or in a dialog; kept over a restart. */
  readonly drafts: number;
  readonly isDialogOpen: boolean;
}

export function isNothingUnsent({ waiting, drafts, isDialogOpen }: Unsent): boolean {
  return waiting === 0 && drafts === 0 && !isDialogOpen;
}

/** Whether something is open that a restart would take from under somebody's hands; an emergency call most of all. */
export function isAnyDialogOpen({ dialog, emergency }: Pick<Workspace, 'dialog' | 'emergency'>): boolean {
  return dialog !== null || emergency !== null;
}

/** What is told of it before a restart: that it is safe. Null if there is nothing to tell. */
export function unsentWords({ waiting, drafts }: Unsent): string | null {
  const sentences: string[] = [];
  if (waiting > 0) {
    sentences.push(
      waiting === 1
        ? '1 change is not sent yet. It is kept here and sent after the update.'
        : `${waiting} changes are not sent yet. They are kept here and sent after the update.`,
    );
  }
  if (drafts > 0) {
    sentences.push(
      drafts === 1
        ? '1 text is written and not sent. It is kept as a draft.'
        : `${drafts} texts are written and not sent. They are kept as drafts.`,
    );
  }
  return sentences.length === 0 ? null : sentences.join(' ');
}
