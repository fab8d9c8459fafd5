import { describe, expect, test } from 'vitest';
import { MemoryDisk } from '../../../../src-renderer/sync/memory-store.ts';
import { marks } from '../sync/simulated-world.ts';
import { type Computer, day, hour, loaded, minute } from './computer.ts';

describe('a clock that was set while the app was closed', () => {
  test.each([day, -day])('by %d ms: what was done offline is put right before it is first sent', async (jumpMs) => {
    const computer = await loaded();
    await computer.offline();
    await computer.restartAfter(hour);
    await computer.mark('before');
    const before = computer.backend.now;
    computer.time.at += jumpMs;
    await computer.restartAfter(hour);
    await computer.mark('after');
    await computer.pass(minute);
    await computer.mark('later');
    const later = computer.backend.now;
    await computer.pass(minute);
    await computer.online();

    const sent = computer.sent();
    // Of the first one nobody can know; it stays in its order, and within what is known.
    expect(sent.get('before')).toBeGreaterThanOrEqual(before - hour);
    expect(sent.get('before')).toBeLessThanOrEqual(sent.get('after') ?? 0);
    expect(sent.get('after')).toBe(later - minute);
    expect(sent.get('later')).toBe(later);
    expect(computer.replica.status.getState()).toMatchObject({ waiting: 0, attention: [] });
    expect(computer.journal.waiting()).toEqual([]);
  });

  test('what comes after it is dated by the server again', async () => {
    const computer = await loaded();
    await computer.offline();
    computer.time.at += day;
    await computer.restartAfter(0);
    await computer.mark('ahead');
    await computer.online();
    await computer.pass(minute);
    await computer.offline();
    await computer.mark('right');
    expect(computer.waiting()).toEqual([['right', 0]]);
  });
});

describe('a time that was never measured', () => {
  /** A profile of an earlier version, which kept nothing of the server's time. */
  async function neverMeasured(skewMs: number): Promise<Computer> {
    const computer = await loaded();
    await computer.offline();
    computer.crash();
    const { contents } = computer.disk;
    const meta = new Map([...contents.meta].filter(([key]) => key !== 'deskTime'));
    computer.disk.write({ ...contents, meta }, 'strict');
    computer.time.at += skewMs;
    await computer.start();
    return computer;
  }

  test.each([day, -day, -400 * day])(
    'says so, and puts right what was done by a clock off by %d ms',
    async (skewMs) => {
      const computer = await neverMeasured(skewMs);
      expect(computer.replica.time.standing()).toMatchObject({ certainty: 'unknown', wasMeasured: false });
      await computer.mark('a');
      const first = computer.backend.now;
      expect(computer.waiting()).toEqual([['a', skewMs, 'provisional']]);
      // Set while the app runs: the time goes on evenly, also over a restart.
      computer.time.at += 3 * hour;
      await computer.pass(minute);
      await computer.mark('b');
      const second = computer.backend.now;
      await computer.restartAfter(hour);
      await computer.mark('c');
      const third = computer.backend.now;
      await computer.pass(minute);
      await computer.online();
      expect([...computer.sent().values()]).toEqual([first, second, third]);
      expect(computer.replica.status.getState()).toMatchObject({ waiting: 0, attention: [] });
      expect(computer.replica.time.standing()).toMatchObject({ certainty: 'measured', wasMeasured: true });
    },
  );
});

describe('an action whose date was put right', () => {
  async function waitingWithClockAhead(): Promise<Computer> {
    const computer = await loaded();
    await computer.offline();
    computer.time.at += day;
    await computer.restartAfter(hour);
    await computer.mark('a');
    await computer.mark('b');
    return computer;
  }

  test('is in the journal under the date it is sent under', async () => {
    const computer = await waitingWithClockAhead();
    const dated: unknown[] = [];
    computer.journal.afterWrite = () => {
      for (const { waiting } of computer.journal.contents().clients)
        dated.push(waiting.map(({ timestamp, isProvisional }) => [timestamp - computer.backend.now, isProvisional]));
    };
    await computer.online();
    expect(dated[0]).toEqual([
      [0, undefined],
      [0, undefined],
    ]);
    expect(computer.replica.status.getState()).toMatchObject({ waiting: 0, attention: [] });
  });

  test('is sent under one date only, if the app ends between the journal and the store', async () => {
    const computer = await waitingWithClockAhead();
    let died = false;
    computer.disk.beforeCommit = (change) => {
      if (died || !change.putOutbox?.length) return;
      died = true;
      computer.disk.kill();
    };
    await computer.online();
    computer.disk.beforeCommit = () => {};
    expect(died).toBe(true);
    await computer.restartAfter(minute);
    await computer.online();
    expect([...computer.sent().keys()]).toEqual(['a', 'b']);
    expect(marks(computer.backend.doc('products', 'p'))).toEqual(['a', 'b']);
    expect(computer.replica.status.getState()).toMatchObject({ waiting: 0, attention: [] });
  });

  test('is sent under one date only, if the store cannot take it and the app ends then', async () => {
    const computer = await waitingWithClockAhead();
    computer.disk.beforeCommit = () => {
      throw new Error('EIO');
    };
    computer.wire.fate = (path) => (path === '/sync/push' ? 'lost_response' : 'ok');
    await computer.online();
    expect([...computer.sent().keys()]).toEqual(['a', 'b']);
    computer.disk.beforeCommit = () => {};
    computer.wire.fate = () => 'ok';
    computer.time.at += 3 * hour;
    await computer.restartAfter(minute);
    await computer.online();
    expect([...computer.sent().keys()]).toEqual(['a', 'b']);
    expect(marks(computer.backend.doc('products', 'p'))).toEqual(['a', 'b']);
    expect(computer.replica.status.getState()).toMatchObject({ waiting: 0, attention: [] });
  });

  test('waits until the time is confirmed, also if its store was lost and only the journal has it', async () => {
    const computer = await waitingWithClockAhead();
    computer.crash();
    computer.disk = new MemoryDisk();
    await computer.start();
    await computer.online();
    const sent = [...computer.sent().values()];
    expect(sent).toHaveLength(2);
    for (const date of sent) expect(date).toBeLessThanOrEqual(computer.backend.now);
    expect(marks(computer.backend.doc('products', 'p'))).toEqual(['a', 'b']);
  });
});
