import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';

/** Nobody stays on the phone longer before the case is opened: what was kept is of an earlier call then. */
export const longestCallMs: DurationMs = 30 * 60_000;

interface CallForm {
  /** When the first of what the form holds was typed; null where that is not known. */
  readonly begunAt: EpochMs | null;
  /** Nothing is typed in it: whatever was before belongs to no call any more. */
  readonly isEmpty: boolean;
  readonly openedAt: EpochMs;
  readonly now: EpochMs;
}

/** When the call of a form began, unless the agent says otherwise. */
export function callStart({ begunAt, isEmpty, openedAt, now }: CallForm): EpochMs {
  if (isEmpty) return now;
  return begunAt === null || openedAt - begunAt > longestCallMs ? openedAt : begunAt;
}
