import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type ErrorBody,
  type Identity,
  maxPushBytes,
  protocolVersion,
  schemaVersion,
} from '../../src-shared/sync/protocol.ts';
import { TestClock } from '../clock.ts';
import { serviceOf } from '../identity/service-tokens.ts';
import { type Bearer, bearerOf, type RunToken } from '../identity/tokens.ts';
import type { Presence } from '../presence/presence.ts';
import { StorageError, type StorageProblem } from '../storage/storage.ts';
import { load, sendLoad } from '../sync/load.ts';
import type { Pokes } from '../sync/pokes.ts';
import { pull } from '../sync/pull.ts';
import { type PushEnvironment, push } from '../sync/push.ts';
import { PushGate } from '../sync/push-gate.ts';
import { Snapshots } from '../sync/snapshots.ts';
import { ApiError, schemaError } from './api-error.ts';
import { assertKnownHost, assertKnownOrigin, securityHeaders } from './guards.ts';
import { addIntakeRoutes } from './intake-routes.ts';
import { addMoveRoutes } from './move-routes.ts';
import { addPresenceRoute, sessionOf } from './presence-route.ts';

export interface ServerOptions extends PushEnvironment {
  readonly pokes: Pokes;
  readonly presence: Presence;
  readonly runTokens: readonly RunToken[];
  readonly mayMoveOut: boolean;
  readonly publicHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
}

declare module 'fastify' {
  interface FastifyRequest {
    bearer: Bearer | null;
  }
}

/** The HTTP side of the backend: docs/sync-protocol.md says what it answers. */
export function makeServer(options: ServerOptions): FastifyInstance {
  const server = Fastify({
    bodyLimit: maxPushBytes,
    forceCloseConnections: 'idle',
    // While it stops, requests are still answered like any other; then the storage says that it is closed.
    return503OnClosing: false,
    frameworkErrors: (error, _request, reply) => answerError(options, error, reply),
    // What is not HTTP at all never reaches a route.
    clientErrorHandler: (_error, socket) => {
      if (socket.writable) socket.end(badRequest);
    },
  });
  server.removeContentTypeParser('text/plain');
  server.decorateRequest('bearer', null);
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    assertKnownHost(request.headers.host, options.publicHosts);
    assertKnownOrigin(request.headers.origin, options.allowedOrigins);
  });
  server.setErrorHandler((error: FastifyError, _request, reply) => answerError(options, error, reply));
  server.setNotFoundHandler((request) => {
    throw new ApiError('not_found', `There is no ${request.method} ${request.url} here.`);
  });
  server.get('/health', async () => ({ status: 'ok', protocolVersion, schemaVersion }));
  const pushes = new PushGate();
  server.register(async (scope) => addSyncRoutes(scope, options, pushes), { prefix: '/sync' });
  server.register(
    async (scope) => {
      scope.addHook('onRequest', async (request, reply) => {
        request.bearer = await authenticate(options, request, reply);
      });
      addMoveRoutes(scope, { ...options, pushes, actingIn });
    },
    { prefix: '/move' },
  );
  server.register(async (scope) => addIntakeRoutes(scope, options, pushes), { prefix: '/v1' });
  const { clock } = options;
  if (clock instanceof TestClock) addTestClockRoute(server, clock);
  return server;
}

async function addSyncRoutes(scope: FastifyInstance, options: ServerOptions, pushes: PushGate): Promise<void> {
  const { storage, clock, pokes, presence } = options;
  scope.addHook('onRequest', async (request, reply) => {
    request.bearer = await authenticate(options, request, reply);
  });

  scope.post('/push', (request) => pushes.run(() => push(options, actingIn(request), request.body)));

  scope.post('/pull', async (request, reply) => {
    const answer = await pull(storage, actingIn(request), request.body);
    return reply.type('application/json; charset=utf-8').send(answer);
  });

  const snapshots = new Snapshots(storage);
  scope.addHook('onClose', () => snapshots.close());
  scope.post('/load', async (request, reply) => {
    const snapshot = await load(storage, snapshots, actingIn(request), request.body);
    return sendLoad(reply, request.headers['accept-encoding'], snapshot);
  });

  scope.get('/me', async (request): Promise<Identity> => {
    const { space, userId } = actingIn(request);
    const { user, desk } = await storage.read(space, async (tx) => ({
      user: await tx.get('users', userId),
      desk: (await tx.origin())?.desk ?? tx.epoch,
    }));
    if (user === undefined) throw unauthorized();
    return { space, desk, user, serverAt: clock.now() };
  });

  scope.get('/events', async (request, reply) => {
    const { space, userId } = actingIn(request);
    const version = await storage.read(space, async (tx) => tx.version);
    reply.hijack();
    reply.raw.writeHead(200, { ...securityHeaders, ...eventStreamHeaders });
    pokes.add({ space, userId }, reply.raw, version);
    presence.add(space, userId, sessionOf(request), reply.raw);
  });

  addPresenceRoute(scope, presence, actingIn);
}

const eventStreamHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream',
  // Otherwise a stop would wait for the connection to be used again.
  connection: 'close',
  'x-accel-buffering': 'no',
};

async function authenticate(options: ServerOptions, request: FastifyRequest, reply: FastifyReply): Promise<Bearer> {
  const token = /^Bearer ([\w.~+/=-]{1,500})$/i.exec(request.headers.authorization ?? '')?.[1];
  const bearer = token === undefined ? null : await bearerOf(options.storage, options.runTokens, token);
  const exists =
    bearer !== null &&
    serviceOf(bearer.userId) === null &&
    (await options.storage.read(bearer.space, (tx) => tx.versionOf('users', bearer.userId))) !== undefined;
  if (exists) return bearer;
  reply.header('www-authenticate', 'Bearer');
  throw unauthorized();
}

function unauthorized(): ApiError {
  return new ApiError('unauthorized', 'The token is missing or not known here. Join the backend again with a new one.');
}

function actingIn(request: FastifyRequest): Bearer {
  if (request.bearer === null) throw unauthorized();
  return request.bearer;
}

const testClockBody = z.object({ at: z.int() });

function addTestClockRoute(server: FastifyInstance, clock: TestClock): void {
  server.post('/test/clock', async (request, reply) => {
    const body = testClockBody.safeParse(request.body);
    if (!body.success) throw schemaError('invalid_body', body.error.issues);
    clock.set(body.data.at);
    return reply.code(204).send();
  });
}

const badRequestBody = JSON.stringify(
  new ApiError('invalid_body', 'This is not a complete HTTP request.').body satisfies ErrorBody,
);
const badRequest = [
  'HTTP/1.1 400 Bad Request',
  'content-type: application/json; charset=utf-8',
  `content-length: ${Buffer.byteLength(badRequestBody)}`,
  'connection: close',
  '',
  badRequestBody,
].join('\r\n');

function answerError(options: ServerOptions, error: Error, reply: FastifyReply): void {
  const answer = documentedError(error);
  if (answer.code === 'internal' || answer.code === 'unavailable') {
    // What the storage cannot do is told in a sentence; a fault of ours needs its place.
    options.log(`${answer.code}: ${error instanceof StorageError ? error.message : (error.stack ?? error.message)}`);
  }
  reply.code(answer.status).headers(securityHeaders).type('application/json; charset=utf-8').send(answer.body);
}

/** Fastify's own errors and the storage's, as the documented ones. */
function documentedError(error: Error): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StorageError) return new ApiError('unavailable', unavailableMessages[error.problem]);
  const code = 'code' in error ? error.code : undefined;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new ApiError('body_too_large', 'The request is larger than the backend takes. Send less at once.');
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new ApiError('unsupported_media_type', 'The body must be sent as content-type application/json.');
  }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new ApiError('invalid_body', `The request cannot be read: ${error.message}.`);
  }
  return new ApiError('internal', 'The backend failed because of a fault in Dueline. It was logged there.');
}

/** Without the path of the file, which is nobody's business beyond the machine. */
const unavailableMessages: Readonly<Record<StorageProblem, string>> = {
  full: "The backend's disk is full. Nothing was lost: what you do is kept here and sent when there is room again.",
  read_only: "The backend's data cannot be written. What you do is kept here; tell your administrator.",
  busy: "The backend's data is in use by another program. What you do is kept here and sent again soon.",
  unreachable: "The backend's database cannot be reached now. What you do is kept here and sent again soon.",
  damaged: "The backend's data is damaged and must be restored from a backup. What you do is kept here.",
  foreign: "The backend's data is not Dueline's. What you do is kept here; tell your administrator.",
  newer: "The backend's data is of a newer version of Dueline. What you do is kept here; tell your administrator.",
  closed: 'The backend is stopping. What you do is kept here and sent when it is back.',
  failed: "The backend's data cannot be read or written. What you do is kept here; tell your administrator.",
};
