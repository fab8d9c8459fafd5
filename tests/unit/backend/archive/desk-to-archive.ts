import { Readable, Writable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openArchive } from '../../../../src-backend/archive/read-archive.ts';
import { takeIn } from '../../../../src-backend/archive/take-in.ts';
import { writeArchive } from '../../../../src-backend/archive/write-archive.ts';
import type { SpaceRow, Storage } from '../../../../src-backend/storage/storage.ts';
import { type CaseDocument, caseDocumentSchema, userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { SpaceId } from '../../../../src-shared/ids.ts';
import { account, client, group } from '../../../conformance/storage-builders.ts';
import { policy, user } from '../backend-fixture.ts';

export const bob = userIdSchema.parse('bob');

/** A case that was opened and nothing else. */
export function smallCase(id: string): CaseDocument {
  const by = { kind: 'user', id: 'ann' };
  const opened = { severity: 3, provisional: false, priority: 3, channel: 'email', agreement: 'standard' };
  return caseDocumentSchema.parse({
    id,
    number: '00000001',
    subject: `Subject of ${id}`,
    accountId: 'a',
    contactId: null,
    events: [{ id: `${id}-0`, type: 'opened', at: 1_000, by, version: 1, kind: 'issue', text: '', ...opened }],
  });
}

/** A policy, users, accounts, a case, a tombstone, and a client with a refusal. */
export async function fillDesk(storage: Storage, space: SpaceId): Promise<void> {
  await storage.write(space, async (tx) => {
    await tx.put('policy', 'current', policy);
    for (const each of [user('ann'), user('bob', 'lead')]) await tx.put('users', each.id, each);
    await tx.put('accounts', 'a', account('a', 'Bücher & "Söhne"\u2028 😀'));
    await tx.put('accounts', 'gone', account('gone'));
  });
  await storage.write(space, async (tx) => {
    const doc = smallCase('case-1');
    await tx.put('cases', doc.id, doc);
    await tx.delete('accounts', 'gone');
    await tx.raiseCaseNumber(7);
  });
  const refusal = { code: 'not_allowed', message: 'No.' };
  await storage.write(space, (tx) =>
    tx.recordMutation({ clientId: client, groupId: group, lastMutationId: 1, lastOccurredAt: null }, bob, {
      clientId: client,
      mutationId: 1,
      name: 'claim',
      hash: 'h',
      refusal,
    }),
  );
}

export async function archiveOf(storage: Storage, space: SpaceId): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  await writeArchive(storage, space, output);
  return Buffer.concat(chunks);
}

export async function takeInBytes(storage: Storage, space: SpaceId, bytes: Buffer, access: Access = null) {
  return takeIn(storage, space, await openArchive(Readable.from([bytes])), access);
}
type Access = Parameters<typeof takeIn>[3];

export function rowsOf(storage: Storage, space: SpaceId): Promise<SpaceRow[]> {
  return storage.read(space, (tx) => Array.fromAsync(tx.rows()));
}

/** The archive with its lines changed. */
export function withLines(bytes: Buffer, change: (lines: string[]) => string[]): Buffer {
  const lines = gunzipSync(bytes).toString('utf8').split('\n').slice(0, -1);
  return gzipSync(`${change(lines).join('\n')}\n`);
}
