import { ApiError } from '../http/api-error.ts';
import { hashOf } from '../sync/fingerprint.ts';

/** What a request says, short enough for the id of an event: so that a key used for something else is found out. */
export function said(request: unknown): string {
  return hashOf([request]).slice(0, 22);
}

/** The sender used one key for two things: an error of its own, which nobody else can put right. */
export function keyReused(): ApiError {
  return new ApiError(
    'key_reused',
    'This Idempotency-Key was used before with other content. Nothing was stored; send it with a key of its own.',
    { path: 'Idempotency-Key' },
  );
}
