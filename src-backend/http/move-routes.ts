import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { userIdSchema } from '../../src-shared/cases/case-document.ts';
import { archiveType, type MovedIn, moveInQuerySchema } from '../../src-shared/sync/moving.ts';
import { ArchiveError } from '../archive/archive-error.ts';
import { openArchive } from '../archive/read-archive.ts';
import { SpaceNotEmpty, takeIn, UnknownUser } from '../archive/take-in.ts';
import { writeArchive } from '../archive/write-archive.ts';
import { type Bearer, makeToken, tokenHash } from '../identity/tokens.ts';
import { type Storage, StorageError } from '../storage/storage.ts';
import type { PushGate } from '../sync/push-gate.ts';
import { ApiError, schemaError } from './api-error.ts';

export interface MoveRoutes {
  readonly storage: Storage;
  readonly pushes: PushGate;
  /** Whether the desk may be taken from here as a whole: the embedded backend's may. */
  readonly mayMoveOut: boolean;
  readonly actingIn: (request: FastifyRequest) => Bearer;
}

/** How a desk moves house: out of an embedded backend as an archive, into a space of a team's. */
export function addMoveRoutes(scope: FastifyInstance, { storage, pushes, mayMoveOut, actingIn }: MoveRoutes): void {
  scope.removeAllContentTypeParsers();
  // As a stream, of any size.
  scope.addContentTypeParser(archiveType, (_request, payload, done) => done(null, payload));

  const receiving = new Set<Promise<unknown>>();
  // The storage is closed after this: an archive goes in whole, or leaves nothing behind.
  scope.addHook('onClose', async () => {
    await Promise.allSettled(receiving);
  });

  scope.post('/in', async (request): Promise<MovedIn> => {
    const { space } = actingIn(request);
    await assertMayMoveIn(storage, actingIn(request));
    const query = moveInQuerySchema.safeParse(request.query);
    if (!query.success) throw schemaError('invalid_body', query.error.issues);
    const { body } = request;
    if (!isReadable(body)) throw new ApiError('archive_refused', 'The request brings no archive.');
    const received = async (file: string): Promise<MovedIn> => {
      const token = makeToken();
      const acting = userIdSchema.parse(query.data.user);
      try {
        const archive = await openArchive(createReadStream(file));
        const access = { userId: acting, hash: tokenHash(token) };
        const { isNew } = await takeIn(storage, space, archive, access);
        const user = await storage.read(space, (tx) => tx.get('users', acting));
        if (user === undefined) throw new UnknownUser(acting);
        return { space, user, token, documents: archive.counts().documents, isNew };
      } catch (error) {
        throw moveProblem(error);
      }
    };
    const running = withReceived(body, received);
    receiving.add(running);
    return running.finally(() => receiving.delete(running));
  });

  if (!mayMoveOut) return;
  scope.get('/out', async (request, reply) => {
    const { space } = actingIn(request);
    // From here on none is taken: so the archive holds every action that was acknowledged here.
    await pushes.close();
    const archive = new PassThrough();
    writeArchive(storage, space, archive).catch((error: unknown) => {
      // The gate stays closed: only who asked knows whether the archive arrived all the same.
      archive.destroy(error instanceof Error ? error : new Error(String(error)));
    });
    return reply.type(archiveType).send(archive);
  });

  // The desk did not move after all.
  scope.post('/stay', async (request, reply) => {
    actingIn(request);
    pushes.open();
    return reply.code(204).send();
  });
}

async function assertMayMoveIn(storage: Storage, { space, userId }: Bearer): Promise<void> {
  const user = await storage.read(space, (tx) => tx.get('users', userId));
  if (user?.role === 'lead' || user?.role === 'administrator') return;
  throw new ApiError('not_allowed', `Only a lead or an administrator of the space "${space}" may move a desk into it.`);
}

/**
 * Keeps what comes in a file first, so that no transaction waits for the network, and calls `work` once it is whole.
 */
async function withReceived<Result>(body: Readable, work: (file: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'dueline-move-'));
  try {
    const file = join(folder, 'archive');
    await pipeline(body, createWriteStream(file, { mode: 0o600 })).catch((error: unknown) => {
      throw receivingProblem(error);
    });
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function receivingProblem(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StorageError('full', `The disk of ${tmpdir()} is full: an archive could not be received.`);
  }
  const isCut = code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'ABORT_ERR';
  return isCut ? new ApiError('archive_refused', 'The archive did not arrive whole. Nothing was changed.') : error;
}

function moveProblem(error: unknown): unknown {
  if (error instanceof ArchiveError) {
    const code = error.problem === 'newer' ? 'update_required' : 'archive_refused';
    return new ApiError(code, error.message);
  }
  if (error instanceof SpaceNotEmpty) return new ApiError('space_not_empty', error.message);
  return error instanceof UnknownUser ? new ApiError('archive_refused', error.message) : error;
}

function isReadable(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && 'pipe' in body && typeof body.pipe === 'function';
}
