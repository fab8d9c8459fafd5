/**
 * Whether this computer is among the share of computers that get a version first. Each version draws anew, so that it
 * is not always the same ones; a share that grows takes in more and leaves nobody out again. One that cannot be read
 * lets nobody in: whoever wrote it wanted to hold the version back.
 */
export function isInRollout(percentage: unknown, computer: string, version: string): boolean {
  if (percentage === undefined || percentage === null) return true;
  const share = typeof percentage === 'string' && percentage.trim() !== '' ? Number(percentage) : percentage;
  if (typeof share !== 'number' || !Number.isFinite(share)) return false;
  return lot(`${computer} ${version}`) * 100 < share;
}

/** A number from 0 up to 1, spread evenly over the texts. FNV-1a, then mixed as in MurmurHash3. */
function lot(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
