import { useLayoutEffect, useRef } from 'react';
import { type Command, commandOf, type FocusPlace } from './shortcuts.ts';

/** Hands the window's key presses to `onCommand`; it returns false for what it leaves to the browser. */
export function useKeyboard(
  page: 'queue' | 'attention',
  onCommand: (command: Command, focus: FocusPlace, isInCase: boolean) => boolean,
): void {
  const latest = useRef({ page, onCommand });
  latest.current = { page, onCommand };
  // Before the window is painted: whoever sees it can use its keys.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const focus = focusOf(event.target);
      const inCase = isInCase(event.target);
      const command = commandOf({
        key: event.key,
        withModifier: event.ctrlKey || event.metaKey,
        withShift: event.shiftKey,
        withAlt: event.altKey,
        focus,
        // Keys in the opened case are about it, whatever stands beside it.
        page: inCase ? 'queue' : latest.current.page,
      });
      // Menus and dialogs take their own keys first; an emergency does not wait for them.
      if (command !== 'emergency' && isInPopup(event.target)) return;
      if (command !== null && latest.current.onCommand(command, focus, inCase)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isInPopup(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null;
}

function isInCase(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-open-case]') !== null;
}

function focusOf(target: EventTarget | null): FocusPlace {
  if (!(target instanceof Element)) return 'elsewhere';
  if (target instanceof HTMLInputElement) {
    return target.type === 'checkbox' ? 'button' : target.type === 'search' ? 'filter' : 'text';
  }
  if (target.matches('textarea, [contenteditable="true"]')) return 'text';
  if (target.matches('button, a, summary')) return 'button';
  if (target.matches('select')) return 'control';
  if (target.matches('[data-attention-id]') || target.closest('[data-queue-body]')) return 'elsewhere';
  // A region that scrolls takes its own arrows; the lists are the exception, since they move the mark.
  return target.matches('[tabindex="0"]') ? 'control' : 'elsewhere';
}
