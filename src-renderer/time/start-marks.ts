/** What a start of the window is measured by: entries of the browser's performance timeline. */
export type StartMark = 'dueline:first-rows' | 'dueline:loaded';

/** Sets a mark the first time it is reached in this window; later times change nothing. */
export function markStart(mark: StartMark): void {
  if (performance.getEntriesByName(mark).length === 0) performance.mark(mark);
}

/** Sets a mark once what is being drawn now has been painted. */
export function markStartOncePainted(mark: StartMark): void {
  requestAnimationFrame(() => setTimeout(() => markStart(mark)));
}
