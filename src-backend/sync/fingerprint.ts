import { createHash } from 'node:crypto';
import type { Mutation } from '../../src-shared/sync/protocol.ts';

/**
 * Hash of what a mutation says. The same id with another hash comes from another client that took the same identity
 * (a restored profile, a cloned disk). The order of keys in an object does not matter, nor when it was done: a client
 * puts that right before it first sends the mutation, and a restored profile, which does not know that it was sent,
 * does so again and by a little more or less. Two mutations that say the same name the same entry.
 */
export function fingerprint({ name, args }: Mutation): string {
  return hashOf([name, args]);
}

/** Whether a hash that was recorded is this mutation's. */
export function isFingerprintOf(recorded: string, mutation: Mutation): boolean {
  if (recorded === fingerprint(mutation)) return true;
  // Until dates could be put right they were part of the hash; what was recorded then stays.
  const { name, args, timestamp } = mutation;
  return recorded === hashOf([name, timestamp, args]);
}

/** The same for what is said alike; the order of keys does not matter. */
export function hashOf(said: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(said, sortedKeys)).digest('base64url');
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
