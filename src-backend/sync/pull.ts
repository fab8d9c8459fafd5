import type { ClientGroupId } from '../../src-shared/ids.ts';
import { type PullResponse, pullRequestSchema } from '../../src-shared/sync/protocol.ts';
import type { PageLimit, ReadTransaction, Storage, StoredDocument } from '../storage/storage.ts';
import { completeCookie, type PullState, pageCookie, readCookie } from './cookie.ts';
import { parseEnvelope } from './envelope.ts';
import { assertGroupOwner, assertOwnSpace } from './ownership.ts';
import type { Acting } from './push.ts';

/** One page of a pull. */
export const pageLimit: PageLimit = { documents: 5_000, characters: 2_000_000 };

/**
 * Answers a pull with the JSON text of a `PullResponse`: documents are passed on as they are stored.
 *
 * @throws {ApiError} if the body is wrong or the client group is another user's.
 */
export async function pull(
  storage: Storage,
  acting: Acting,
  body: unknown,
  limit: PageLimit = pageLimit,
): Promise<string> {
  const request = parseEnvelope(pullRequestSchema, body, 'pullVersion');
  assertOwnSpace(request.space, acting.space);
  return storage.read(acting.space, async (tx) => {
    await assertGroupOwner(tx, request.clientGroupID, acting.userId);
    const known = readCookie(request.cookie, tx);
    const state = known ?? fromNothing(tx);
    const documents = await tx.changesAfter(state.position, limit);
    const more = isFull(documents, limit);
    const head = {
      ...(more ? betweenPages(tx, state, documents) : await lastPage(tx, state, request.clientGroupID)),
      ...(state.continued ? {} : { total: await tx.countChangesAfter(state.base) }),
    };
    const operations = documents.filter((document) => !isOldTombstone(document, state)).map(operationText);
    if (known === null) operations.unshift('{"op":"clear"}');
    return `${JSON.stringify(head).slice(0, -1)},"patch":[${operations.join(',')}]}`;
  });
}

function fromNothing(tx: ReadTransaction): PullState {
  return { base: 0, startedAt: tx.version, position: { version: 0, sequence: 0 }, continued: false };
}

function isFull(documents: readonly StoredDocument[], limit: PageLimit): boolean {
  const characters = documents.reduce((sum, document) => sum + (document.json?.length ?? 0), 0);
  return documents.length >= limit.documents || characters >= limit.characters;
}

type Head = Omit<PullResponse, 'patch' | 'total'>;

function betweenPages(tx: ReadTransaction, state: PullState, documents: readonly StoredDocument[]): Head {
  const position = documents.at(-1) ?? state.position;
  return {
    cookie: pageCookie(tx.epoch, { ...state, position }),
    more: true,
    lastMutationIDChanges: {},
    rejections: [],
  };
}

/** What was processed is told with the last page only: its snapshot holds the effects on all pages. */
async function lastPage(tx: ReadTransaction, state: PullState, groupId: ClientGroupId): Promise<Head> {
  const clients = await tx.clientsChangedAfter(groupId, state.base);
  const refused = await tx.refusalsAfter(groupId, state.base);
  return {
    cookie: completeCookie(tx.epoch, tx.version),
    more: false,
    version: tx.version,
    lastMutationIDChanges: Object.fromEntries(clients.map((client) => [client.clientId, client.lastMutationId])),
    rejections: refused.flatMap(({ clientId, mutationId, name, refusal }) =>
      refusal === null ? [] : [{ clientID: clientId, id: mutationId, name, refusal }],
    ),
  };
}

/** A client that began with nothing has nothing to delete that was gone before it began. */
function isOldTombstone(document: StoredDocument, state: PullState): boolean {
  return document.deleted && state.base === 0 && document.version <= state.startedAt;
}

function operationText(document: StoredDocument): string {
  const { collection, id, version, json } = document;
  if (json === null) return JSON.stringify({ op: 'del', collection, id, version });
  return `${JSON.stringify({ op: 'put', collection, id, version }).slice(0, -1)},"doc":${json}}`;
}
