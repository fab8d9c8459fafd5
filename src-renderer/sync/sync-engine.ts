import type { DurationMs } from '../../src-shared/ids.ts';
import { backoffMs } from './backoff.ts';
import { createChangeReceiver } from './change-receiver.ts';
import { createLiveStream } from './live-stream.ts';
import { createOutboxSender } from './outbox-sender.ts';
import { createPokedVersions } from './poked-versions.ts';
import type { Surroundings } from './surroundings.ts';
import type { SyncHost } from './sync-host.ts';
import { type Transport, TransportError } from './transport.ts';
import { createCaller } from './transport-calls.ts';

/** Clocks drift, and the server's may be set: it is asked again what time it is with the next cycle after this. */
const meetAgainAfterMs: DurationMs = 10 * 60_000;

export interface SyncEngine {
  /** Something waits to be pushed. */
  mutated(): void;
  /** Tries now instead of after the current backoff. */
  reconnect(): void;
  /** The host has another store than before: who acts here is asked anew before anything else. */
  storeChanged(): void;
  close(): void;
}

/**
 * Keeps a host in step with the backend: one loop that pushes what waits, pulls what is new, then waits for a reason
 * to do so again. Only ever one cycle at a time; whatever fails is tried again, and nothing is given up.
 */
export function startSyncEngine(host: SyncHost, transport: Transport, surroundings: Surroundings): SyncEngine {
  const caller = createCaller(surroundings);
  let closed = false;
  let wanted = true;
  let failures = 0;
  let met = false;
  let metAt: DurationMs = 0;
  /** Ends the current wait. A backoff is not ended by new work, only by a reason to believe in the network. */
  let endWait: { readonly waitingFor: 'work' | 'backoff'; end(): void } | null = null;

  const sender = createOutboxSender(host, transport, call);
  const receiver = createChangeReceiver(host, transport, call, sender);
  const versions = createPokedVersions();
  const stream = createLiveStream(transport, surroundings, lookAnew, poked);
  const stopWaking = surroundings.onWake((why) => {
    // A stream over the network of before may be dead and not know it until its silence is noticed.
    if (why === 'network') stream.stop();
    reconnect();
  });

  function request(): void {
    wanted = true;
    if (endWait?.waitingFor === 'work') endWait.end();
  }

  function lookAnew(): void {
    versions.forget();
    request();
  }

  function poked(version: number): void {
    versions.poked(version);
    // While a cycle runs, what it brings decides whether another one is due.
    if (versions.isBehind && endWait?.waitingFor === 'work') endWait.end();
  }

  function reconnect(): void {
    wanted = true;
    caller.abortIfStuck();
    endWait?.end();
  }

  function wait(waitingFor: 'work' | 'backoff', limitMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const cancel = limitMs === null ? () => {} : surroundings.schedule(limitMs, () => endWait?.end());
      endWait = {
        waitingFor,
        end() {
          cancel();
          endWait = null;
          resolve();
        },
      };
    });
  }

  async function loop(): Promise<void> {
    while (!closed) {
      if (!wanted && !versions.isBehind) await wait('work', null);
      if (closed) return;
      wanted = false;
      try {
        await cycle();
        failures = 0;
        host.synced();
      } catch (error) {
        if (closed) return;
        failures += 1;
        met = false;
        wanted = true;
        versions.forget();
        stream.stop();
        host.progressed(null);
        host.failed(error);
        await wait('backoff', backoffMs(failures, surroundings.random));
      }
    }
  }

  /** A call for which somebody was met. @throws if the store was changed meanwhile, and with it perhaps who acts. */
  async function call<Result>(work: (signal: AbortSignal, goesOn: () => void) => Promise<Result>): Promise<Result> {
    const result = await caller.call(work);
    if (!met) throw new Error('The store was opened anew meanwhile.');
    return result;
  }

  async function cycle(): Promise<void> {
    const isLongAgo = host.readClocks().monotonic - metAt > meetAgainAfterMs;
    if (!met || isLongAgo || !host.isTimeConfirmed()) {
      const asked = host.readClocks();
      const identity = await caller.call((signal) => transport.me(signal));
      await host.meet(identity, asked);
      met = true;
      metAt = asked.monotonic;
    }
    stream.start();
    const conflictAt = await sender.sendAll();
    if (sender.rejections().some(({ refusal }) => refusal.code === 'future_time')) {
      // The server's clock was set back since: before anything else is dated, it is asked what time it is.
      metAt = Number.NEGATIVE_INFINITY;
      wanted = true;
    }
    try {
      versions.pulling();
      const { isNewClient, version } = await receiver.receive(conflictAt);
      versions.pulled(isNewClient ? null : version);
      if (isNewClient) wanted = true;
    } catch (error) {
      const isForeign = error instanceof TransportError && error.fault?.code === 'foreign_client';
      // The client came out of a journal that does not say whose it was.
      if (!isForeign || !(await sender.renew())) throw error;
      versions.forget();
      wanted = true;
    }
  }

  void loop();
  return {
    mutated: request,
    reconnect,
    storeChanged() {
      met = false;
      versions.forget();
      reconnect();
    },
    close() {
      closed = true;
      stopWaking();
      stream.stop();
      caller.abort();
      endWait?.end();
    },
  };
}
