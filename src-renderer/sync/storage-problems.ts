import { SpaceLowError } from './storage-space.ts';

/** Whether a write failed for want of room, which reopening does not mend. */
export function isFull(error: unknown): boolean {
  if (error instanceof SpaceLowError) return true;
  if (!(error instanceof Error)) return false;
  if (error.name === 'QuotaExceededError') return true;
  const inner = 'inner' in error ? error.inner : error.cause;
  return inner !== undefined && inner !== error && isFull(inner);
}

/** The journal took an action, the store did not. */
export function keptInJournal(error: unknown): string {
  return isFull(error)
    ? 'The disk of this computer is full. What you do is kept in the journal and goes out as usual, but changes by others are not stored here. Free some disk space.'
    : `The cases on this computer cannot be stored now (${reasonOf(error)}). What you do is kept in the journal and nothing is lost; Dueline keeps trying.`;
}

/** The store cannot be opened, and what is done goes to the journal alone. */
export function workingOnJournal(error: unknown): string {
  return `${reasonOf(error)} What you do is kept in the journal and goes out as usual; Dueline keeps trying to open the data.`;
}

/** A change that must be in both is in neither. */
export function notStored(error: unknown): string {
  return isFull(error)
    ? 'The disk of this computer is full: changes by others are not stored here. What was saved before is safe. Free some disk space.'
    : `This computer could not store the last change (${reasonOf(error)}). What was saved before is safe. Free some disk space, then try again.`;
}

/** The journal takes nothing, so nothing counts as saved. */
export function journalFails(error: unknown): string {
  return `The journal of this computer cannot be written (${reasonOf(error)}), so nothing can be saved. What was saved before is safe. Free some disk space, then try again.`;
}

/** What an error says. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
