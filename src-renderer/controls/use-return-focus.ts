import { useEffect, useState } from 'react';

/** Gives the focus back to where it was when the dialog that uses this opened, or to the queue if that is gone. */
export function useReturnFocus(): void {
  // Read while rendering for the first time: the dialog takes the focus as soon as it is on the page.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        if (document.activeElement !== null && document.activeElement !== document.body) return;
        const goal =
          before?.isConnected && before !== document.body ? before : document.querySelector('[data-queue-body]');
        if (goal instanceof HTMLElement) goal.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
