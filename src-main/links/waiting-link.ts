import { type CaseLink, caseLink } from '../../src-shared/links/case-link.ts';

/** The link that was opened last, until the page takes it. */
export interface WaitingLink {
  opened(text: string): void;
  /** For the page, when it can follow one; null if none waits. */
  next(): CaseLink | null;
  isWaiting(): boolean;
  /** Called when there is one, from now on. */
  onOpened(listener: () => void): void;
}

/** The page asks for what waits, so a link that came while it was loading or reloading is not lost. */
export function waitingLink(): WaitingLink {
  let waiting: CaseLink | null = null;
  let heard = (): void => {};
  return {
    opened(text) {
      waiting = caseLink(text);
      heard();
    },
    next() {
      const link = waiting;
      waiting = null;
      return link;
    },
    isWaiting: () => waiting !== null,
    onOpened(listener) {
      heard = listener;
    },
  };
}
