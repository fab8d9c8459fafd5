/** The alert that holds the focus, by its number; null if none does. */
export function focusedAlert(): number | null {
  const alert = document.activeElement?.closest('[data-alert]');
  return alert instanceof HTMLElement ? Number(alert.dataset.alert) : null;
}

/** Puts the focus on what the first alert leads to; false where there is none. */
export function focusFirstAlert(): boolean {
  const button = document.querySelector('[data-alert] button');
  if (!(button instanceof HTMLElement)) return false;
  button.focus();
  return true;
}
