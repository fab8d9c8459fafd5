import { describe, expect, test } from 'vitest';
import { argumentLimit, isWithin } from '../../../../src-main/desktop/argument-size.ts';
import { guardedHandler, type Sender } from '../../../../src-main/desktop/calls.ts';
import { type DesktopCall, desktopCalls } from '../../../../src-shared/desktop-contract.ts';

/* Goes through the contract itself, so that no call can be forgotten. */
const calls = Object.keys(desktopCalls) as DesktopCall[];
const page: Sender = { url: 'app://dueline/', isMainFrame: true };

/** The call, with a handler that only says that it ran. */
function guarded(name: DesktopCall) {
  let ran = false;
  const call = guardedHandler(name, () => {
    ran = true;
    return undefined as never;
  });
  return { call, ran: () => ran };
}

const strangers: readonly (readonly [string, Sender | null])[] = [
  ['a page of the web', { url: 'https://example.com/', isMainFrame: true }],
  ['a page that looks alike', { url: 'app://dueline.example.com/', isMainFrame: true }],
  ['another file of the app', { url: 'app://dueline/assets/index.js', isMainFrame: true }],
  ['an answer of the backend', { url: 'app://dueline/api/sync/me', isMainFrame: true }],
  ['a file', { url: 'file:///tmp/page.html', isMainFrame: true }],
  ['a text as a page', { url: 'data:text/html,x', isMainFrame: true }],
  ['an empty page', { url: 'about:blank', isMainFrame: true }],
  ['a page without an address', { url: '', isMainFrame: true }],
  ['a frame in the app’s page', { url: 'app://dueline/', isMainFrame: false }],
  ['an empty frame in it', { url: 'about:blank', isMainFrame: false }],
  ['a frame that has gone', null],
];

const wrongTypes: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['true', true],
  ['a number', 7],
  ['no number', Number.NaN],
  ['a large number', 10n ** 30n],
  ['a text', 'app://dueline/'],
  ['an empty list', []],
  ['a list', [{}]],
  ['a list of nothing', [undefined]],
  ['an object with another field', { unexpected: 1 }],
  ['an object with a prototype in it', JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": 1}')],
  ['a date', new Date(0)],
  ['a map', new Map([['url', 'https://example.com/']])],
  ['a set', new Set([1])],
  ['bytes', new Uint8Array(8)],
  ['an error', new Error('no argument')],
  ['a function', () => true],
];

describe('each call of the contract', () => {
  test('there are calls to look at', () => expect(calls.length).toBeGreaterThan(20));

  test.each(calls)('%s is for the app’s own page only, whatever the argument', async (name) => {
    for (const [who, sender] of strangers) {
      for (const argument of [undefined, {}, 'anything']) {
        const { call, ran } = guarded(name);
        await expect(call(sender, argument), who).rejects.toThrow("for Dueline's own window");
        expect(ran(), who).toBe(false);
      }
    }
  });

  test.each(calls)('%s refuses an argument of another type', async (name) => {
    for (const [what, argument] of wrongTypes) {
      const { call, ran } = guarded(name);
      await expect(call(page, argument), what).rejects.toThrow(`${name}: wrong argument`);
      expect(ran(), what).toBe(false);
    }
  });

  test.each(calls)('%s refuses what is too large before it reads it', async (name) => {
    const limit = argumentLimit(name);
    const oversized = [
      'x'.repeat(limit + 1),
      { url: 'x'.repeat(limit + 1) },
      { ['x'.repeat(limit + 1)]: 1 },
      { entries: Array.from({ length: limit / 8 + 1 }, () => 0) },
      new Uint8Array(limit + 1),
      new Map([['x', 'x'.repeat(limit + 1)]]),
    ];
    for (const argument of oversized) {
      const { call, ran } = guarded(name);
      await expect(call(page, argument)).rejects.toThrow(`${name}: the argument is too large`);
      expect(ran()).toBe(false);
    }
  });

  test.each(calls)('%s refuses an argument without an end', async (name) => {
    const endless: { self?: unknown; args?: unknown } = {};
    endless.self = endless;
    endless.args = { entries: [endless] };
    let deep: unknown = 1;
    for (let depth = 0; depth < 5_000; depth++) deep = [deep];
    for (const argument of [endless, deep]) {
      const { call, ran } = guarded(name);
      await expect(call(page, argument)).rejects.toThrow(name);
      expect(ran()).toBe(false);
    }
  });
});

describe('the size of an argument', () => {
  test('counts characters, parts and names', () => {
    expect(isWithin('x'.repeat(92), 100)).toBe(true);
    expect(isWithin('x'.repeat(93), 100)).toBe(false);
    expect(isWithin([1, 2, 3], 40)).toBe(true);
    expect(isWithin([1, 2, 3, 4, 5], 40)).toBe(false);
    expect(isWithin({ name: 'x' }, 21)).toBe(true);
    expect(isWithin({ longName: 'x' }, 21)).toBe(false);
  });

  test('an object that contains itself is counted once', () => {
    const endless: unknown[] = [];
    endless.push(endless);
    expect(isWithin(endless, 100)).toBe(true);
  });
});
