import type { DurationMs } from '../../src-shared/ids.ts';
import type { Surroundings } from '../sync/surroundings.ts';

/** Unsent text counts as being written for so long after its last change, or while it has the focus. */
export const writingForMs: DurationMs = 60_000;

/** Whether somebody writes in the composer. It keeps that there is text, and not the text. */
export interface Composing {
  /** The text of a case's composer changed. */
  typed(caseId: string, text: string): void;
  /** The composer of a case got or lost the focus. */
  attended(caseId: string, text: string, hasFocus: boolean): void;
  isOn(caseId: string): boolean;
  close(): void;
}

/** @param changed called when the answer of `isOn` may be another. */
export function createComposing({ schedule }: Pick<Surroundings, 'schedule'>, changed: () => void): Composing {
  let composer = { caseId: '', hasText: false, hasFocus: false, isRecent: false };
  let cancel = () => {};

  function turnTo(caseId: string): void {
    if (composer.caseId === caseId) return;
    cancel();
    composer = { caseId, hasText: false, hasFocus: false, isRecent: false };
  }

  return {
    typed(caseId, text) {
      turnTo(caseId);
      cancel();
      composer.hasText = text.trim() !== '';
      composer.isRecent = true;
      cancel = schedule(writingForMs, () => {
        composer.isRecent = false;
        changed();
      });
      changed();
    },
    attended(caseId, text, hasFocus) {
      turnTo(caseId);
      composer.hasText = text.trim() !== '';
      composer.hasFocus = hasFocus;
      changed();
    },
    isOn: (caseId) => composer.caseId === caseId && composer.hasText && (composer.hasFocus || composer.isRecent),
    close: () => cancel(),
  };
}
