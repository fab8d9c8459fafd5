import { createHash } from 'node:crypto';
import type { Mutation } from '../../src-shared/sync/protocol.ts';

/**
 * Hash of what a mutation says. The same id with another hash comes from another client that took the same identity
 * (a restored profile, a cloned disk). The order of keys in an object does not matter.
 */
export function fingerprint(mutation: Mutation): string {
  const { name, args, timestamp } = mutation;
  return createHash('sha256')
    .update(JSON.stringify([name, timestamp, args], sortedKeys))
    .digest('base64url');
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
