import { createHash } from 'node:crypto';

/**
 * The id of something imported, made from what names it in its source, so that a second import finds the first one's.
 * Shaped as a UUID of version 8 ("made by the application's own rule", RFC 9562), which the app itself never makes.
 */
export function stableId(...names: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(names)).digest('hex');
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    variant + hash.slice(17, 20),
    hash.slice(20, 32),
  ].join('-');
}
