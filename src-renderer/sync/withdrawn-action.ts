import type { EpochMs } from '../../src-shared/ids.ts';
import type { OutboxRow } from './client-store.ts';

/** The id of this mutator keeps an action's place in the count; it does nothing. */
export const withdrawMutator = 'withdraw';

/** Why a place is kept for an action that nobody knows any more. */
export const lostAction = {
  code: 'damaged_record',
  message:
    'One action could not be read back after the data on this computer was damaged. Look at what you did last, and do again what is missing.',
};

export interface GapFiller extends OutboxRow {
  readonly args: { readonly name: string; readonly reason: string };
}

/** Keeps the place of an action whose record was damaged, so that those after it can be sent under their own ids. */
export function gapFiller(id: number, timestamp: EpochMs): GapFiller {
  return { id, name: withdrawMutator, args: { name: lostAction.code, reason: lostAction.message }, timestamp };
}

export function isGapFiller({ name, args }: Pick<OutboxRow, 'name' | 'args'>): boolean {
  if (name !== withdrawMutator || typeof args !== 'object' || args === null) return false;
  return 'name' in args && args.name === lostAction.code;
}
