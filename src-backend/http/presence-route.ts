import type { FastifyInstance, FastifyRequest } from 'fastify';
import { presenceRequestSchema, presenceSessionSchema } from '../../src-shared/sync/presence.ts';
import type { Bearer } from '../identity/tokens.ts';
import type { Presence } from '../presence/presence.ts';
import { ApiError, schemaError } from './api-error.ts';
import { RateBound } from './rate-bound.ts';

/** A window tells at most once a second. */
const atOnce = 20;
const aSecond = 3;
/** Three ids of 128 characters in a longer form than any app sends. */
const maxPresenceBytes = 4_096;

/** `POST /presence`: what a window shows. */
export function addPresenceRoute(
  scope: FastifyInstance,
  presence: Presence,
  actingIn: (request: FastifyRequest) => Bearer,
): void {
  const rate = new RateBound(atOnce, aSecond);
  scope.post('/presence', { bodyLimit: maxPresenceBytes }, async (request, reply) => {
    const { space, userId } = actingIn(request);
    if (!rate.allows(JSON.stringify([space, userId]))) {
      throw new ApiError('too_many_requests', 'Presence is told too often. Tell it again in a few seconds.');
    }
    const body = presenceRequestSchema.safeParse(request.body);
    if (!body.success) throw schemaError('invalid_body', body.error.issues);
    presence.tell(space, userId, body.data);
    return reply.code(204).send();
  });
}

/** The window that asks for an event stream, by its address; null if it does not say, or not in the agreed form. */
export function sessionOf(request: FastifyRequest): string | null {
  const { query } = request;
  const named = typeof query === 'object' && query !== null && 'session' in query ? query.session : null;
  const session = presenceSessionSchema.safeParse(named);
  return session.success ? session.data : null;
}
