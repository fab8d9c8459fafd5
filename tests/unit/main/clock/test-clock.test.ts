import { describe, expect, test } from 'vitest';
import { chooseClock, environmentForChildren } from '../../../../src-main/clock/test-clock.ts';

describe('the clock', () => {
  test('is the computer’s without the variable', () => {
    const clock = chooseClock(undefined, false);
    expect(clock.standsAt).toBeNull();
    expect(clock).not.toHaveProperty('set');
  });

  test('stands in tests until it is set, and tells of it', () => {
    const clock = chooseClock('2026-03-02T17:00:00Z', false);
    if (!('set' in clock)) throw new Error('The clock should stand.');
    const heard: number[] = [];
    clock.onSet((at) => heard.push(at));
    clock.set(5);
    expect([clock.now(), clock.standsAt, heard]).toEqual([5, 5, [5]]);
    expect(() => clock.set(1.5)).toThrow('1.5');
  });

  test('that stands goes on with the time that passes, not with what somebody sets it to', () => {
    const clock = chooseClock('1970-01-01T00:00:10Z', false);
    if (!('set' in clock)) throw new Error('The clock should stand.');
    clock.set(70_000);
    expect([clock.now(), clock.monotonic()]).toEqual([70_000, 60_000]);
    clock.set(5_000, false);
    expect([clock.now(), clock.monotonic()]).toEqual([5_000, 60_000]);
  });

  test('takes no notice of the variable in a packaged app, and does not pass it on', () => {
    const clock = chooseClock('2026-03-02T17:00:00Z', true);
    expect(clock.standsAt).toBeNull();
    expect(clock).not.toHaveProperty('set');
    expect(environmentForChildren({ DUELINE_TEST_CLOCK: 'x', A: '1' }, true)).toEqual({ A: '1' });
    expect(environmentForChildren({ DUELINE_TEST_CLOCK: 'x', A: '1' }, false)).toEqual({
      DUELINE_TEST_CLOCK: 'x',
      A: '1',
    });
  });
});
