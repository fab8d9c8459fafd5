import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SpaceId, UserId } from '../../src-shared/ids.ts';
import type { Storage } from '../storage/storage.ts';

/** A token that is valid while this process runs and is stored nowhere: the embedded backend's. */
export interface RunToken {
  readonly token: string;
  readonly space: SpaceId;
  readonly userId: UserId;
}

export interface Bearer {
  readonly space: SpaceId;
  readonly userId: UserId;
}

/**
 * A new token, 256 random bits. Whoever has it acts as the user it is stored for. In hexadecimal: one that began with
 * a dash would be taken for an option where it is given on a command line.
 */
export function makeToken(): string {
  return randomBytes(32).toString('hex');
}

/** What is stored of a token. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Makes a token for the user and stores its hash. Answers the token, which is nowhere else. */
export async function issueToken(storage: Storage, space: SpaceId, userId: UserId): Promise<string> {
  const token = makeToken();
  await storage.write(space, (tx) => tx.addToken(tokenHash(token), userId));
  return token;
}

/** Whose token this is; null if nobody's. Compares hashes in constant time. */
export async function bearerOf(
  storage: Storage,
  runTokens: readonly RunToken[],
  token: string,
): Promise<Bearer | null> {
  const hash = tokenHash(token);
  const running = runTokens.find((candidate) => isEqual(tokenHash(candidate.token), hash));
  if (running !== undefined) return { space: running.space, userId: running.userId };
  const stored = await storage.findToken(hash);
  if (stored === undefined || !isEqual(stored.hash, hash)) return null;
  return { space: stored.space, userId: stored.userId };
}

function isEqual(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
