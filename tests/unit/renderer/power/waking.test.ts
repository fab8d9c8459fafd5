import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../../../src-backend/sample/random.ts';
import { windowSight } from '../../../../src-renderer/power/sight.ts';
import { createWaking, networkOf, wakeJitterMs } from '../../../../src-renderer/power/waking.ts';
import type { Wake } from '../../../../src-renderer/sync/surroundings.ts';
import type { Desktop } from '../../../../src-shared/desktop-contract.ts';
import { HandMachine } from '../ui/hand-machine.ts';

/** A window on a computer whose time, network and screen are the test's. */
function windowOf(seed: number, seenAtFirst = true) {
  const machine = new HandMachine();
  const random = randomFrom(seed, 'waking');
  const page = new EventTarget();
  const listeners = new Map<string, (payload: never) => void>();
  const answer = Promise.withResolvers<void>();
  const desktop: Desktop = {
    call: async () => {
      await answer.promise;
      return { isSeen: seenAtFirst } as never;
    },
    on: (name, listener) => {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
  };
  const sight = windowSight(desktop);
  const waking = createWaking({
    sight,
    onNetwork: networkOf(page, (callback) => desktop.on('computer:back', callback)),
    schedule: (ms, work) => {
      const timer = machine.setTimeout(work, ms);
      return () => machine.clearTimeout(timer);
    },
    random: () => random.whole(0, 999_999) / 1_000_000,
  });
  const asked: [at: number, why: Wake | undefined][] = [];
  const beganAt = machine.at;
  const stop = waking((why) => asked.push([machine.at - beganAt, why]));
  return {
    sight,
    asked,
    stop,
    online: () => page.dispatchEvent(new Event('online')),
    computerBack: () => listeners.get('computer:back')?.({} as never),
    see: (isSeen: boolean) => listeners.get('window:sight')?.({ isSeen } as never),
    answered: async () => {
      answer.resolve();
      await new Promise((resolve) => setImmediate(resolve));
    },
    pass: (ms: number) => machine.advanceTo(machine.at + ms),
  };
}

describe('asking the backend again', () => {
  test('after the network is back comes at a random moment, by the seed', () => {
    const moments = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const page = windowOf(seed);
      page.online();
      expect(page.asked).toEqual([]);
      page.pass(wakeJitterMs);
      expect(page.asked).toHaveLength(1);
      expect(page.asked[0]?.[1]).toBe('network');
      return page.asked[0]?.[0] ?? 0;
    });
    expect(new Set(moments).size).toBe(moments.length);
    expect(Math.max(...moments)).toBeLessThanOrEqual(wakeJitterMs);
  });

  test('happens once, however many reasons there are at once, and anew for later ones', () => {
    const page = windowOf(1);
    page.computerBack();
    page.online();
    page.computerBack();
    page.pass(wakeJitterMs);
    expect(page.asked).toHaveLength(1);
    page.online();
    page.pass(wakeJitterMs);
    expect(page.asked).toHaveLength(2);
  });

  test('is not waited for by who looks at the window', () => {
    const page = windowOf(1);
    page.see(false);
    page.see(true);
    page.see(true);
    expect(page.asked).toEqual([[0, 'sight']]);
  });

  test('ends with the engine', () => {
    const page = windowOf(1);
    page.online();
    page.stop();
    page.online();
    page.computerBack();
    page.see(false);
    page.see(true);
    page.pass(10 * wakeJitterMs);
    expect(page.asked).toEqual([]);
  });
});

describe('whether the window is seen', () => {
  test('is asked at the start: a window may begin in the tray', async () => {
    const page = windowOf(1, false);
    expect(page.sight.isSeen()).toBe(true);
    await page.answered();
    expect(page.sight.isSeen()).toBe(false);
  });

  test('is what was told last, even when the first answer comes late', async () => {
    const page = windowOf(1, false);
    page.see(true);
    await page.answered();
    expect(page.sight.isSeen()).toBe(true);
  });
});
