import { useEffect, useRef } from 'react';
import { type Command, commandOf, type FocusPlace } from './shortcuts.ts';

/** Hands the window's key presses to `onCommand`; it returns false for what it leaves to the browser. */
export function useKeyboard(onCommand: (command: Command, focus: FocusPlace) => boolean): void {
  const latest = useRef(onCommand);
  latest.current = onCommand;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // Menus and dialogs take their own keys first.
      if (event.defaultPrevented || event.isComposing || isInPopup(event.target)) return;
      const focus = focusOf(event.target);
      const command = commandOf({
        key: event.key,
        withModifier: event.ctrlKey || event.metaKey,
        withAlt: event.altKey,
        focus,
      });
      if (command !== null && latest.current(command, focus)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isInPopup(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null;
}

function focusOf(target: EventTarget | null): FocusPlace {
  if (!(target instanceof Element)) return 'elsewhere';
  if (target instanceof HTMLInputElement) {
    return target.type === 'checkbox' ? 'button' : target.type === 'search' ? 'filter' : 'text';
  }
  if (target.matches('textarea, [contenteditable="true"]')) return 'text';
  if (target.matches('button, a, summary')) return 'button';
  if (target.matches('select')) return 'control';
  if (target.closest('[data-queue-body]')) return 'elsewhere';
  // A region that scrolls takes its own arrows; the queue is the exception, since they move its mark.
  return target.matches('[tabindex="0"]') ? 'control' : 'elsewhere';
}
