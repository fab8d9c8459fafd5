import type { z } from 'zod';
import { protocolVersion, schemaVersion } from '../../src-shared/sync/protocol.ts';
import { ApiError, schemaError } from '../http/api-error.ts';

/** Deeper than any message of the protocol, and far from exhausting the stack of what walks it. */
const maxDepth = 64;

/**
 * Checks the form of a push or pull body.
 *
 * @throws {ApiError} `update_required` for other versions, `invalid_body` naming the place of what is wrong.
 */
export function parseEnvelope<Schema extends z.ZodType<{ schemaVersion: number }>>(
  schema: Schema,
  body: unknown,
  versionField: 'pushVersion' | 'pullVersion',
): z.output<Schema> {
  if (isDeeperThan(body, maxDepth)) {
    throw new ApiError('invalid_body', `The body is nested more than ${maxDepth} levels deep.`);
  }
  assertVersion(body, versionField, protocolVersion);
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw schemaError('invalid_body', parsed.error.issues);
  assertVersion(body, 'schemaVersion', schemaVersion);
  return parsed.data;
}

/** A number that is not ours means another version of the app; anything else is for the schema to refuse. */
function assertVersion(body: unknown, field: string, expected: number): void {
  if (typeof body !== 'object' || body === null) return;
  const found: unknown = Object.entries(body).find(([name]) => name === field)?.[1];
  if (typeof found !== 'number' || found === expected) return;
  throw new ApiError(
    'update_required',
    `This app speaks ${field} ${found}, the backend ${expected}: the older one needs an update.`,
    { path: field },
  );
}

/** Level by level instead of by recursion, which a hostile body could exhaust. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= limit; depth += 1) {
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      for (const child of Object.values(item)) {
        if (typeof child === 'object' && child !== null) next.push(child);
      }
    }
    if (next.length === 0) return false;
    level = next;
  }
  return true;
}
