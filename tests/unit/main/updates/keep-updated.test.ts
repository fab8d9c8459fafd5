import { describe, expect, test } from 'vitest';
import { type KeepingParts, keepUpdated } from '../../../../src-main/updates/keep-updated.ts';
import { updateRestarter } from '../../../../src-main/updates/restart-to-update.ts';
import type { Offer, Updater } from '../../../../src-main/updates/updater.ts';
import type { UpdateState } from '../../../../src-shared/updates/update-state.ts';

const minute = 60_000;

/** A keeper whose server and timers a test plays. */
function keeping(server: Partial<Updater> & { readonly offers?: string }, changes: Partial<KeepingParts> = {}) {
  const done: string[] = [];
  const steps: string[] = [];
  const timers: { readonly ms: number; readonly work: () => void; isOff: boolean }[] = [];
  let offers = server.offers ?? '1.0.0';
  const updater: Updater = {
    look: async () => ({ version: offers }),
    fetch: async (offer: Offer, progressed) => {
      progressed(40.2);
      progressed(40.9);
      progressed(100);
      done.push(`fetch ${offer.version}`);
    },
    prepare: async () => void done.push('prepare'),
    handOver: async () => void done.push('hand over'),
    ...server,
  };
  const keeper = keepUpdated({
    updater,
    current: '1.0.0',
    channel: 'stable',
    isInRollout: () => true,
    notInstalled: null,
    now: () => 5_000,
    setTimer: (ms, work) => {
      const timer = { ms, work, isOff: false };
      timers.push(timer);
      return () => {
        timer.isOff = true;
      };
    },
    random: () => 0.5,
    onChange: (state) => steps.push(inShort(state)),
    ...changes,
  });
  return {
    keeper,
    done,
    steps,
    waiting: () => timers.filter(({ isOff }) => !isOff).map(({ ms }) => ms),
    offer: (version: string) => {
      offers = version;
    },
  };
}

function inShort(state: UpdateState): string {
  if (!state.isOn) return state.reason;
  const { now } = state;
  return now.step === 'downloading' ? `${now.version} ${now.percent} %` : now.step;
}

describe('keeping up to date', () => {
  test('looks a little after the start, and again hours later', async () => {
    const { keeper, waiting, steps } = keeping({});
    expect(waiting()).toEqual([minute]);
    await keeper.check();
    expect(steps).toEqual(['checking', 'idle']);
    expect(keeper.state).toMatchObject({ checkedAt: 5_000 });
    expect(waiting()).toEqual([4 * 60 * minute]);
  });

  test('fetches a newer version quietly, then waits for somebody to restart, and looks no more', async () => {
    const { keeper, done, steps, waiting } = keeping({ offers: '1.1.0' });
    await keeper.check();
    expect(steps).toEqual(['checking', '1.1.0 0 %', '1.1.0 40 %', '1.1.0 100 %', 'ready']);
    await keeper.check();
    expect(done).toEqual(['fetch 1.1.0']);
    expect(waiting()).toEqual([minute]);
  });

  test('refuses an older version and one for testers, and says so', async () => {
    for (const offers of ['0.9.0', '1.1.0-beta.1', 'latest']) {
      const { keeper, done } = keeping({ offers });
      await keeper.check();
      expect(done).toEqual([]);
      expect(keeper.state).toMatchObject({ now: { step: 'failed' }, checkedAt: 5_000 });
    }
  });

  test('leaves a version alone that others get first', async () => {
    const { keeper, done } = keeping({ offers: '1.1.0' }, { isInRollout: () => false });
    await keeper.check();
    expect(done).toEqual([]);
    expect(keeper.state).toMatchObject({ now: { step: 'idle' } });
  });

  test('tries again by itself after a failure, ever more seldom, and at once after sleep', async () => {
    const { keeper, waiting, offer } = keeping({
      fetch: async () => {
        throw new Error('The update server cannot be reached.');
      },
      offers: '1.1.0',
    });
    const waits: number[] = [];
    for (let time = 0; time < 8; time++) {
      await keeper.check();
      waits.push((waiting()[0] ?? 0) / minute);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 240, 240]);
    expect(keeper.state).toMatchObject({ now: { step: 'failed', message: 'The update server cannot be reached.' } });
    offer('1.0.0');
    keeper.woke();
    await keeper.check();
    expect(keeper.state).toMatchObject({ now: { step: 'idle' } });
    expect(waiting()).toEqual([240 * minute]);
  });

  test('looks once at a time, and no more when it is stopped', async () => {
    let looks = 0;
    const { keeper, waiting } = keeping({
      look: async () => {
        looks += 1;
        return { version: '1.0.0' };
      },
    });
    await Promise.all([keeper.check(), keeper.check()]);
    expect(looks).toBe(1);
    keeper.stop();
    await keeper.check();
    expect(looks).toBe(1);
    expect(waiting()).toEqual([]);
  });
});

describe('restarting into an update', () => {
  async function ready(parts: { waiting?: () => number; server?: Partial<Updater> } = {}) {
    const { keeper, done } = keeping({ offers: '1.1.0', ...parts.server });
    await keeper.check();
    done.splice(0);
    const ended = Promise.withResolvers<void>();
    const restart = updateRestarter({
      keeper: {
        get state() {
          return keeper.state;
        },
        prepare: keeper.prepare,
        putOff: keeper.putOff,
        handOver: async () => {
          await keeper.handOver();
          ended.resolve();
        },
      },
      waiting: parts.waiting ?? (() => 0),
      noteInstalling: (version) => void done.push(`note ${version}`),
      settle: async () => void done.push('store what is typed'),
      putAway: async () => void done.push('put away'),
      startAnew: () => {
        done.push('start anew');
        ended.resolve();
      },
    });
    return { keeper, done, restart, ended: ended.promise };
  }

  test('stores what is typed and ends everything before the installer takes over', async () => {
    const { done, restart, ended } = await ready();
    expect(await restart({ agreed: false })).toEqual({ ok: true });
    await ended;
    expect(done).toEqual(['prepare', 'note 1.1.0', 'store what is typed', 'put away', 'hand over']);
  });

  test('is not done while actions wait, unless somebody agrees', async () => {
    const { done, restart, ended } = await ready({ waiting: () => 2 });
    expect(await restart({ agreed: false })).toEqual({ ok: false, reason: 'unsent' });
    expect(done).toEqual([]);
    expect(await restart({ agreed: true })).toEqual({ ok: true });
    await ended;
    expect(done.at(-1)).toBe('hand over');
  });

  test('is put off if the agent went on working while it was prepared', async () => {
    let waiting = 0;
    const { keeper, done, restart } = await ready({
      waiting: () => waiting,
      server: {
        prepare: async () => {
          waiting = 1;
        },
      },
    });
    expect(await restart({ agreed: false })).toEqual({ ok: false, reason: 'unsent' });
    expect(done).toEqual([]);
    expect(keeper.state).toMatchObject({ now: { step: 'ready' } });
  });

  test('leaves the app running when it cannot be prepared, and says why', async () => {
    const { keeper, done, restart } = await ready({
      server: {
        prepare: async () => {
          throw new Error('Code signature did not pass validation');
        },
      },
    });
    expect(await restart({ agreed: false })).toEqual({ ok: false, reason: 'not_ready' });
    expect(done).toEqual([]);
    expect(keeper.state).toMatchObject({ now: { step: 'failed', message: expect.stringContaining('signature') } });
  });

  test('starts this version anew if the installer does not take over once everything is ended', async () => {
    const { done, restart, ended } = await ready({
      server: {
        handOver: async () => {
          throw new Error('EACCES');
        },
      },
    });
    expect(await restart({ agreed: false })).toEqual({ ok: true });
    await ended;
    expect(done.slice(-2)).toEqual(['put away', 'start anew']);
  });

  test('happens once', async () => {
    const { done, restart, ended } = await ready();
    const both = await Promise.all([restart({ agreed: false }), restart({ agreed: false })]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    await ended;
    expect(done.filter((one) => one === 'hand over')).toHaveLength(1);
  });
});
