/**
 * Whether the version that is written in a signed file is the one that the update server announced. Systems write it as
 * four numbers, or without what a version for testers has after them.
 */
export function isAnnounced(written: string, announced: string): boolean {
  const numbers = announced.replace(/[-+].*$/, '');
  return written === announced || written === numbers || written === `${numbers}.0`;
}
