import type { EpochMs } from '../../src-shared/ids.ts';
import { TransportError } from '../sync/transport.ts';
import type { Connection } from './replica.ts';

/** How the way to the backend says that nobody answers there. */
const unreachable = 'unreachable';
/** And that something on the way lets nothing through. */
const wayBlocked = 'way_blocked';

/** The connection after a cycle failed. What is not the backend's doing (the store, a defect) says nothing of it. */
export function connectionAfter(error: unknown, before: Connection, now: EpochMs): Connection {
  if (!(error instanceof TransportError)) return before;
  const { fault } = error;
  if (fault === null || fault.code === unreachable) {
    if (before.state === 'offline' && before.blockedBy === undefined) return before;
    return { state: 'offline', sinceAt: before.state === 'offline' ? before.sinceAt : now };
  }
  if (fault.code === wayBlocked) {
    if (before.state === 'offline' && before.blockedBy === fault.message) return before;
    return {
      state: 'offline',
      sinceAt: before.state === 'offline' ? before.sinceAt : now,
      blockedBy: fault.message,
    };
  }
  if (fault.code === 'unauthorized') return { state: 'unauthorized' };
  if (fault.code === 'update_required') return { state: 'update_required', message: fault.message };
  const { sinceAt, tries } = before.state === 'failing' ? before : { sinceAt: now, tries: 0 };
  return { state: 'failing', sinceAt, message: fault.message, tries: tries + 1 };
}
