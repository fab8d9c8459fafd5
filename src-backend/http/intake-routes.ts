import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { idSchema, ticketRefSchema } from '../../src-shared/cases/case-document.ts';
import { type ServicePower, serviceOf } from '../identity/service-tokens.ts';
import { bearerOf } from '../identity/tokens.ts';
import { CaseNumbers } from '../intake/case-numbers.ts';
import type { Caller, IntakeEnvironment } from '../intake/intake-environment.ts';
import { idempotencyKeySchema, newCaseSchema, newMessageSchema, ticketNewsSchema } from '../intake/intake-request.ts';
import { openCase } from '../intake/open-case.ts';
import { showCase } from '../intake/show-case.ts';
import { takeMessage } from '../intake/take-message.ts';
import { takeTicketNews } from '../intake/take-ticket-news.ts';
import type { PushGate } from '../sync/push-gate.ts';
import { ApiError, schemaError } from './api-error.ts';
import { RateBound } from './rate-bound.ts';

/** What a portal sends at once when it comes back after an outage, and then goes on with. */
const atOnce = 100;
const aSecond = 20;
/** A text of 100,000 characters in any writing, however it is escaped, with all the rest. */
const maxIntakeBytes = 1024 * 1024;

const nameSchema = z.strictObject({ named: idSchema });
const refSchema = z.strictObject({ ref: ticketRefSchema });
const accountSchema = z.strictObject({ account: idSchema.optional() });

/** `/v1`: what other systems bring, by tokens of their own. docs/portal-api.md says what each answers. */
export function addIntakeRoutes(
  scope: FastifyInstance,
  options: Omit<IntakeEnvironment, 'numbers'>,
  pushes: PushGate,
): void {
  const environment: IntakeEnvironment = { ...options, numbers: new CaseNumbers(options.storage) };
  const rate = new RateBound(atOnce, aSecond);
  const callers = new WeakMap<FastifyRequest, Caller>();
  // Before the body is read: whoever may not send one makes nobody work for it.
  const taking = (power: ServicePower) => ({
    bodyLimit: maxIntakeBytes,
    onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
      callers.set(request, await callerOf(options, rate, request, reply, power));
    },
  });
  const calling = (request: FastifyRequest): Caller => {
    const caller = callers.get(request);
    if (caller === undefined) throw unauthorized();
    return caller;
  };

  scope.post('/cases', taking('portal'), async (request, reply) => {
    const caller = calling(request);
    const key = keyOf(request);
    const body = bodyOf(newCaseSchema, request);
    // As with agents' actions: once the desk moves away nothing is taken here any more.
    const opened = await pushes.run(() => openCase(environment, caller, key, body));
    return reply.code(201).header('location', `/v1/cases/${opened.id}`).send(opened);
  });

  scope.get('/cases/:named', taking('portal'), async (request) => {
    const caller = calling(request);
    const { account } = checked(accountSchema, request.query);
    return showCase(environment, caller, checked(nameSchema, request.params).named, account ?? null);
  });

  scope.post('/cases/:named/messages', taking('portal'), async (request, reply) => {
    const caller = calling(request);
    const { named } = checked(nameSchema, request.params);
    const key = keyOf(request);
    const body = bodyOf(newMessageSchema, request);
    const taken = await pushes.run(() => takeMessage(environment, caller, named, key, body));
    return reply.code(201).send(taken);
  });

  scope.post('/dev-tickets/:ref', taking('tickets'), async (request) => {
    const caller = calling(request);
    const { ref } = checked(refSchema, request.params);
    const body = bodyOf(ticketNewsSchema, request);
    return pushes.run(() => takeTicketNews(environment, caller, ref, body));
  });
}

/**
 * Whose token it is.
 *
 * @throws {ApiError} for an agent's token, one that may not do this, and one that asks too often.
 */
async function callerOf(
  { storage }: Pick<IntakeEnvironment, 'storage'>,
  rate: RateBound,
  request: FastifyRequest,
  reply: FastifyReply,
  power: ServicePower,
): Promise<Caller> {
  const token = /^Bearer ([\w.~+/=-]{1,500})$/i.exec(request.headers.authorization ?? '')?.[1];
  const bearer = token === undefined ? null : await bearerOf(storage, [], token);
  if (bearer === null) {
    reply.header('www-authenticate', 'Bearer');
    throw unauthorized();
  }
  const service = serviceOf(bearer.userId);
  if (service === null) {
    throw new ApiError('not_allowed', "This is an agent's token. Under /v1 only service tokens are good.");
  }
  if (!service.may.includes(power)) {
    throw new ApiError('not_allowed', `The token of ${service.name} is not for this: it lacks --may ${power}.`);
  }
  if (!rate.allows(JSON.stringify([bearer.space, service.name]))) {
    reply.header('retry-after', '1');
    throw new ApiError('too_many_requests', `${service.name} asks too often. Ask again in a second.`);
  }
  return { space: bearer.space, service };
}

function unauthorized(): ApiError {
  return new ApiError('unauthorized', 'The service token is missing or not known here. Ask the administrator for one.');
}

function keyOf(request: FastifyRequest): string {
  const key = idempotencyKeySchema.safeParse(request.headers['idempotency-key']);
  if (!key.success) throw schemaError('invalid_body', key.error.issues, { path: 'Idempotency-Key' });
  return key.data;
}

function bodyOf<Schema extends z.ZodType>(schema: Schema, request: FastifyRequest): z.output<Schema> {
  return checked(schema, request.body);
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw schemaError('invalid_body', parsed.error.issues);
  return parsed.data;
}
