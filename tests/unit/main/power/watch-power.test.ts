import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { watchPower } from '../../../../src-main/power/watch-power.ts';

/** A computer whose system, window and page are the test's. */
function computer() {
  const news = new EventEmitter();
  const told: unknown[] = [];
  const screen = { isShown: true };
  const power = watchPower({
    news,
    isShown: () => screen.isShown,
    send: (name, payload) => void told.push([name, payload]),
    look: () => void told.push('look'),
  });
  return { news, told, screen, power };
}

describe('the computer', () => {
  test('is back from sleep: deadlines are looked at before the page syncs', () => {
    const { news, told } = computer();
    news.emit('resume');
    expect(told).toEqual(['look', ['computer:back', {}]]);
  });

  test('is unlocked: the same, and the page is seen again', () => {
    const { news, told, power } = computer();
    news.emit('lock-screen');
    expect(power.isSeen()).toBe(false);
    expect(told.splice(0)).toEqual([['window:sight', { isSeen: false }]]);
    news.emit('unlock-screen');
    expect(told).toEqual(['look', ['computer:back', {}], ['window:sight', { isSeen: true }]]);
  });

  test('wakes behind its lock: nobody sees the page before it is unlocked', () => {
    const { news, power } = computer();
    news.emit('lock-screen');
    news.emit('resume');
    expect(power.isSeen()).toBe(false);
    news.emit('unlock-screen');
    expect(power.isSeen()).toBe(true);
  });

  test('shows a hidden window to nobody, locked or not', () => {
    const { news, told, screen, power } = computer();
    screen.isShown = false;
    power.tellSight();
    news.emit('lock-screen');
    news.emit('unlock-screen');
    expect(told.filter((one) => one !== 'look')).toEqual([
      ['window:sight', { isSeen: false }],
      ['window:sight', { isSeen: false }],
      ['computer:back', {}],
      ['window:sight', { isSeen: false }],
    ]);
  });
});
