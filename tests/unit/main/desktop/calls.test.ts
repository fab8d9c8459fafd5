import { describe, expect, test } from 'vitest';
import { guardedHandler } from '../../../../src-main/desktop/calls.ts';

const page = { url: 'app://dueline/', isMainFrame: true };

describe('calls of the page', () => {
  test('the argument arrives when sender and argument are right', async () => {
    const join = guardedHandler('backend:join', async ({ url }) => ({ ok: false, message: url }));
    expect(await join(page, { url: 'http://x/', token: 't' })).toEqual({ ok: false, message: 'http://x/' });
  });

  test.each([
    ['another page', { url: 'https://example.com/', isMainFrame: true }],
    ['a page that looks alike', { url: 'app://dueline.example.com/', isMainFrame: true }],
    ['an embedded frame', { url: 'app://dueline/', isMainFrame: false }],
    ['an empty frame', { url: '', isMainFrame: true }],
    ['a frame that has gone', null],
  ])('%s is refused before its argument is looked at', async (_name, sender) => {
    let ran = false;
    const info = guardedHandler('deadlines:set', () => {
      ran = true;
      return undefined;
    });
    await expect(info(sender, 'anything')).rejects.toThrow("for Dueline's own window");
    expect(ran).toBe(false);
  });

  test.each([
    ['no list', {}, "''"],
    [
      'a wrong clock',
      [{ caseId: 'c', number: null, subject: '', clock: 'lunch', atRiskAt: null, dueAt: 1 }],
      "'0.clock'",
    ],
    [
      'a fraction',
      [{ caseId: 'c', number: null, subject: '', clock: 'resolution', atRiskAt: null, dueAt: 1.5 }],
      "'0.dueAt'",
    ],
  ])('%s is refused, naming the place', async (_name, argument, place) => {
    const set = guardedHandler('deadlines:set', () => undefined);
    await expect(set(page, argument)).rejects.toThrow(`wrong argument at ${place}`);
  });

  test('a call without an argument refuses one', async () => {
    const restart = guardedHandler('backend:restart', () => undefined);
    await expect(restart(page, { force: true })).rejects.toThrow('wrong argument');
    await expect(restart(page, undefined)).resolves.toBeUndefined();
  });
});
