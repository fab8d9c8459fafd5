import { describe, expect, test } from 'vitest';
import { futureToleranceMs } from '../../../../src-shared/cases/time-of-record.ts';
import { notDone } from '../../../../src-shared/mutators/mutator.ts';
import { marks, settle } from '../sync/simulated-world.ts';
import { registry } from '../sync/tiny-registry.ts';
import { day, hour, loaded, m, minute } from './computer.ts';

describe('an action', () => {
  test.each([day, -day, 366 * day])(
    'by a clock off by %d ms counts at the server’s time, also after a restart offline',
    async (skewMs) => {
      const computer = await loaded(skewMs);
      await computer.offline();
      await computer.pass(minute);
      await computer.mark('a');
      expect(computer.waiting()).toEqual([['a', 0]]);
      await computer.restartAfter(9 * hour);
      await computer.mark('b');
      expect(computer.waiting()).toEqual([
        ['a', -9 * hour],
        ['b', 0, 'provisional'],
      ]);
      const doneAt = computer.backend.now;
      await computer.pass(minute);
      await computer.online();
      expect(computer.sent().get('b')).toBe(doneAt);
      expect(marks(computer.backend.doc('products', 'p'))).toEqual(['a', 'b']);
    },
  );

  test('is dated evenly while the clock is set back and forth under the app', async () => {
    const computer = await loaded();
    await computer.offline();
    const dates: number[] = [];
    for (const jumpMs of [-day, 3 * hour, -2 * minute, 2 * day]) {
      computer.time.at += jumpMs;
      await computer.pass(minute);
      await computer.mark(`after-${jumpMs}`);
      dates.push(computer.backend.now);
    }
    await computer.online();
    expect([...computer.sent().values()]).toEqual(dates);
  });

  test('done after sleep counts when it was done', async () => {
    const computer = await loaded(day);
    await computer.offline();
    await computer.sleep(7 * hour);
    computer.replica.time.wake();
    await computer.mark('a');
    expect(computer.waiting()).toEqual([['a', 0, 'provisional']]);
    expect(computer.replica.time.now()).toBe(computer.backend.now);
  });

  test('done after sleep that nobody told of is put right as soon as the server says what time it is', async () => {
    const computer = await loaded();
    await computer.offline();
    await computer.sleep(7 * hour);
    await computer.mark('a');
    expect(computer.waiting()).toEqual([['a', -7 * hour, 'provisional']]);
    await computer.online();
    expect(computer.sent().get('a')).toBe(computer.backend.now);
  });

  test('right after the clock of computer and server alike was set back is not refused as in the future', async () => {
    const computer = await loaded();
    computer.time.at -= day;
    computer.backend.now -= day;
    await computer.mark('a');
    await settle();
    expect(computer.sent().get('a')).toBe(computer.backend.now);
  });
});

describe('the server’s clock', () => {
  test('is asked anew from time to time, and followed when it was set back', async () => {
    const computer = await loaded();
    computer.backend.now -= hour;
    await computer.pass(11 * minute);
    computer.backend.poke();
    await settle();
    expect(computer.replica.time.now()).toBe(computer.backend.now);
    await computer.mark('a');
    await settle();
    expect(computer.sent().get('a')).toBe(computer.backend.now);
  });

  test('set back within that time refuses what seems to be in the future: then it is asked at once, and a retry passes', async () => {
    const computer = await loaded();
    computer.backend.registry = {
      ...registry,
      mark: {
        ...registry.mark,
        async run(tx, args, context) {
          const latest = (context.authority?.acceptedAt ?? context.occurredAt) + futureToleranceMs;
          if (context.occurredAt > latest) return notDone('future_time', 'This is dated in the future.');
          return registry.mark.run(tx, registry.mark.args.parse(args), context);
        },
      },
    };
    computer.backend.now -= hour;
    await computer.mark('a');
    await settle();
    const { attention } = computer.replica.status.getState();
    expect(attention).toMatchObject([{ name: 'mark', args: m('a'), refusal: { code: 'future_time' } }]);
    expect(computer.replica.time.now()).toBe(computer.backend.now);
    expect(await computer.replica.retryAttention(attention[0]?.id ?? '')).toEqual({ accepted: true });
    await settle();
    expect(computer.replica.status.getState()).toMatchObject({ waiting: 0, attention: [] });
    expect(marks(computer.backend.doc('products', 'p'))).toEqual(['a']);
  });

  test('a little ahead of where it was does not turn the order of actions around', async () => {
    const computer = await loaded();
    await computer.mark('a');
    await settle();
    const first = computer.backend.now;
    computer.backend.now -= minute;
    computer.crash();
    await computer.start();
    await computer.mark('b');
    await settle();
    expect(computer.sent().get('b')).toBe(first);
  });
});
