import type { EpochMs } from '../../src-shared/ids.ts';
import { TransportError } from '../sync/transport.ts';
import type { Connection } from './replica.ts';

/** The connection after a cycle failed. What is not the backend's doing (the store, a defect) says nothing of it. */
export function connectionAfter(error: unknown, before: Connection, now: EpochMs): Connection {
  if (!(error instanceof TransportError)) return before;
  if (error.fault?.code === 'unauthorized') return { state: 'unauthorized' };
  if (error.fault?.code === 'update_required') return { state: 'update_required', message: error.fault.message };
  return before.state === 'offline' ? before : { state: 'offline', sinceAt: now };
}
