import type { RestartResult } from '../../src-shared/updates/update-state.ts';
import type { UpdateKeeper } from './keep-updated.ts';

export interface RestartParts {
  readonly keeper: Pick<UpdateKeeper, 'state' | 'prepare' | 'putOff' | 'handOver'>;
  /** Actions that the backend has not confirmed. */
  readonly waiting: () => number;
  /** Notes which version the installer gets, or that it got none. */
  readonly noteInstalling: (version: string | null) => void;
  /** Settles that the app ends; resolves when what is typed is stored. */
  readonly settle: () => Promise<void>;
  /** Ends the backend and closes what is open. */
  readonly putAway: () => Promise<void>;
  /** Starts this version anew: nothing works any more once everything is put away. */
  readonly startAnew: () => void;
}

/**
 * Makes what restarts the app into the update. Nothing is handed over while actions wait, unless somebody has agreed,
 * and everything is stored and ended before: the installer does not wait for an app that still asks or saves.
 *
 * `agreed`: to restart although not everything is sent.
 */
export function updateRestarter(
  parts: RestartParts,
): (request: { readonly agreed: boolean }) => Promise<RestartResult> {
  const { keeper } = parts;
  const isHeld = (agreed: boolean): boolean => !agreed && parts.waiting() > 0;

  async function handOver(version: string): Promise<void> {
    try {
      parts.noteInstalling(version);
      await parts.settle();
      await parts.putAway();
      await keeper.handOver();
    } catch {
      parts.startAnew();
    }
  }

  return async ({ agreed }) => {
    const { state } = keeper;
    if (!state.isOn || state.now.step !== 'ready') return { ok: false, reason: 'not_ready' };
    if (isHeld(agreed)) return { ok: false, reason: 'unsent' };
    const { version } = state.now;
    if (!(await keeper.prepare())) return { ok: false, reason: 'not_ready' };
    // That took a moment, in which the agent may have worked on.
    if (isHeld(agreed)) {
      keeper.putOff();
      return { ok: false, reason: 'unsent' };
    }
    void handOver(version);
    return { ok: true };
  };
}
