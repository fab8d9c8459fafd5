import { setImmediate as nextTurn } from 'node:timers/promises';
import { dateAt } from '../../src-shared/calendar/local-days.ts';
import { type CaseDocument, eventIdSchema } from '../../src-shared/cases/case-document.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import { furthestBackMs } from '../../src-shared/cases/time-of-record.ts';
import type { EpochMs, SpaceId } from '../../src-shared/ids.ts';
import { type CompiledPolicy, compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { deskCalendar } from '../../src-shared/policy/desk-calendar.ts';
import { policyDocumentId } from '../../src-shared/sync/collections.ts';
import { casesOf } from '../../src-shared/tickets/tell-cases.ts';
import { isClosedOn, releaseWatch } from '../../src-shared/tickets/ticket-change.ts';
import { stableId } from '../import/stable-id.ts';
import type { PolicySource } from '../space/policy-source.ts';
import { type ReadTransaction, type Storage, StorageError, type WriteTransaction } from '../storage/storage.ts';
import { acceptedOn } from './intake-environment.ts';

const dayMs = 24 * 60 * 60_000;
/** A closing that was done offline before the release can arrive so much later. */
const lookBackDays = Math.ceil(furthestBackMs / dayMs) + 1;

/** What was looked at last: at which version of the space, on which day. */
export interface Looked {
  readonly version: number;
  readonly today: string;
}

interface ReleaseWatchOptions {
  readonly storage: Storage;
  readonly policy: PolicySource;
  readonly log: (line: string) => void;
}

/**
 * Brings back to its owner each case that was closed for a release whose day has passed, from the start of the next day
 * in the zone of the desk's calendar (published policy, closure (c)). Goes by the tickets, so that no case is looked at
 * that was not closed on one. Whoever comes second, another process or the same one after a restart, finds the case open.
 * A ticket that cannot be looked at holds up no other, and is tried again the next time.
 *
 * @param last what it answered the last time; null after a start.
 */
export async function bringBackReleased(
  options: ReleaseWatchOptions,
  space: SpaceId,
  now: EpochMs,
  last: Looked | null,
): Promise<Looked | null> {
  const { storage, policy, log } = options;
  const found = await storage.read(space, (tx) => dueTickets(tx, policy, now, last));
  if (found === null) return last;
  let isWhole = true;
  for (const ref of found.due) {
    try {
      await lookAt(options, space, ref, now);
    } catch (error) {
      // What the storage as a whole cannot do now, it cannot do for the others either.
      if (error instanceof StorageError && error.problem !== 'failed') throw error;
      isWhole = false;
      log(`The release of ${ref} in "${space}" was not looked at, and is again in a minute. ${messageOf(error)}`);
    }
    await nextTurn();
  }
  return isWhole ? found.looked : last;
}

async function lookAt({ storage, policy }: ReleaseWatchOptions, space: SpaceId, ref: string, now: EpochMs) {
  // Read first: a write would hold the space's lock, for what is nearly always nothing.
  const closed = await storage.read(space, (tx) => closedOn(tx, policy, ref, now));
  if (closed.length > 0) await storage.write(space, (tx) => bringBack(tx, policy, ref, now));
}

/** What went wrong, for the log. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Null if nothing can be due that was not looked at already. */
async function dueTickets(
  tx: ReadTransaction,
  policies: PolicySource,
  now: EpochMs,
  last: Looked | null,
): Promise<{ readonly due: readonly string[]; readonly looked: Looked } | null> {
  const policy = await compiledOf(tx, policies);
  if (policy === null) return null;
  const looked = { version: tx.version, today: dateAt(zoneOf(policy), now) };
  if (last?.version === looked.version && last.today === looked.today) return null;
  // After a start also what came out long ago, as nobody may have looked since; after a sleep all that came out in it.
  const earliest = last === null ? '' : dateAt('UTC', Date.parse(last.today) - lookBackDays * dayMs);
  const due: string[] = [];
  for await (const { ref, plannedReleaseOn, caseIds } of tx.list('tickets')) {
    const isDue = plannedReleaseOn !== null && plannedReleaseOn < looked.today && plannedReleaseOn >= earliest;
    if (isDue && caseIds.length > 0) due.push(ref);
  }
  return { due, looked };
}

async function bringBack(tx: WriteTransaction, policies: PolicySource, ref: string, now: EpochMs): Promise<void> {
  for (const doc of await closedOn(tx, policies, ref, now)) {
    const id = eventIdSchema.parse(stableId('release', doc.id, ref, doc.events.at(-1)?.id ?? ''));
    const at = acceptedOn(doc, now);
    const back = {
      id,
      at,
      by: releaseWatch,
      version: tx.version,
      type: 'reopened',
      because: 'release_passed',
    } as const;
    await tx.put('cases', doc.id, { ...doc, events: [...doc.events, back] });
  }
}

/** The ticket's cases that are closed on it while its release is out, as the transaction sees it. */
async function closedOn(
  tx: ReadTransaction,
  policies: PolicySource,
  ref: string,
  now: EpochMs,
): Promise<readonly CaseDocument[]> {
  const policy = await compiledOf(tx, policies);
  const ticket = await tx.get('tickets', ref);
  if (policy === null || ticket === undefined) return [];
  const { plannedReleaseOn } = ticket;
  if (plannedReleaseOn === null || plannedReleaseOn >= dateAt(zoneOf(policy), now)) return [];
  const docs = await casesOf(tx, ticket);
  return docs.filter((doc) => isClosedOn(foldCase(policy, doc.events), ref));
}

/** Null for a space that has no policy, and so no teams. */
async function compiledOf(tx: ReadTransaction, policies: PolicySource): Promise<CompiledPolicy | null> {
  const isThere = (await tx.versionOf('policy', policyDocumentId)) !== undefined;
  return isThere ? compilePolicy(await policies.current(tx)) : null;
}

function zoneOf(policy: CompiledPolicy): string {
  return deskCalendar(policy)?.timeZone ?? 'UTC';
}
