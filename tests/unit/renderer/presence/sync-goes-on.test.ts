import { describe, expect, test } from 'vitest';
import { fetchTell } from '../../../../src-renderer/presence/fetch-presence.ts';
import { createPresence } from '../../../../src-renderer/presence/presence.ts';
import { openReplica } from '../../../../src-renderer/replica/open-replica.ts';
import { createFetchTransport } from '../../../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore } from '../../../../src-renderer/sync/memory-store.ts';
import { FakeBackend } from '../sync/fake-backend.ts';
import { type Fate, marks, SimulatedTime, SimulatedWire, settle } from '../sync/simulated-world.ts';
import { registry } from '../sync/tiny-registry.ts';

/** A client whose calls about presence have this fate, or no presence at all. */
async function start(backend: FakeBackend, fate: Fate | 'without') {
  const time = new SimulatedTime(`client-${fate}`);
  const wire = new SimulatedWire(backend);
  wire.fate = (path) => (path === '/sync/presence' && fate !== 'without' ? fate : 'ok');
  const presence = createPresence({
    session: 'window',
    tell: fetchTell('window', '/api', wire),
    surroundings: time,
    isVisible: () => true,
  });
  const transport = createFetchTransport('/api', wire);
  const replica = await openReplica({
    store: createMemoryStore(),
    transport: fate === 'without' ? transport : presence.over(transport),
    surroundings: time,
    registry,
  });
  await replica.loaded;
  await settle();
  return { time, wire, presence, replica };
}

describe('pushes and pulls', () => {
  test.each<Fate>(['hangs', 'server_error', 'lost_request', 'lost_response', 'truncated', 'ok'])(
    'go as they would without presence when telling it %s',
    async (fate) => {
      const traces = await Promise.all(
        ([fate, 'without'] as const).map(async (each) => {
          const backend = new FakeBackend(registry);
          const { time, wire, presence, replica } = await start(backend, each);
          const trace: string[] = [];
          for (let n = 0; n < 40; n += 1) {
            presence.show(`case ${n}`);
            presence.typed(`case ${n}`, `text ${n}`);
            expect(await replica.mutate('mark', { id: 'p', mark: `m${n}` })).toEqual({ accepted: true });
            // No time passes: what is pushed is not waiting for anything.
            await settle();
            trace.push(`${marks(backend.doc('products', 'p')).length} ${replica.status.getState().waiting}`);
            await time.pass(700);
          }
          expect(replica.status.getState().connection).toEqual({ state: 'online' });
          const calls = wire.paths.filter((path) => path !== '/sync/presence');
          await replica.close();
          return { trace, calls, told: wire.paths.length - calls.length };
        }),
      );
      const [here, without] = traces;
      expect(here?.trace).toEqual(without?.trace);
      expect(here?.calls).toEqual(without?.calls);
      expect(here?.trace.at(-1)).toBe('40 0');
      expect(here?.told).toBeGreaterThan(0);
      expect(without?.told).toBe(0);
    },
  );

  test('a first load does not wait for it either', async () => {
    const backend = new FakeBackend(registry);
    for (let n = 0; n < 250; n += 1) backend.put('products', `x${n}`, { id: `x${n}`, name: 'n' });
    const { replica } = await start(backend, 'hangs');
    expect(replica.all('products').size).toBe(250);
  });
});
