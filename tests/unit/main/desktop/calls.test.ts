import { describe, expect, test } from 'vitest';
import { guardedHandler } from '../../../../src-main/desktop/calls.ts';

const crossing = { threshold: 'due', at: 1, tellAt: 1, leftMs: 0 };
const deadline = { clock: 'resolution', dueAt: 1, crossings: [crossing] };
const told = { caseId: 'c', number: null, subject: '', account: '', severity: 1, reason: 'mine' };

/** A change with one deadline, of which some fields are others. */
function changeWith(fields: object): object {
  return { whole: true, put: [{ ...told, deadlines: [{ ...deadline, ...fields }] }], remove: [], isFresh: true };
}

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
    const info = guardedHandler('deadlines:change', () => {
      ran = true;
      return undefined;
    });
    await expect(info(sender, 'anything')).rejects.toThrow("for Dueline's own window");
    expect(ran).toBe(false);
  });

  test.each([
    ['no object', [], "''"],
    ['no list', { whole: true, put: {}, remove: [], isFresh: true }, "'put'"],
    ['a wrong clock', changeWith({ clock: 'lunch' }), "'put.0.deadlines.0.clock'"],
    ['a fraction', changeWith({ dueAt: 1.5 }), "'put.0.deadlines.0.dueAt'"],
  ])('%s is refused, naming the place', async (_name, argument, place) => {
    const set = guardedHandler('deadlines:change', () => undefined);
    await expect(set(page, argument)).rejects.toThrow(`wrong argument at ${place}`);
  });

  test('a call without an argument refuses one', async () => {
    const restart = guardedHandler('backend:restart', () => undefined);
    await expect(restart(page, { force: true })).rejects.toThrow('wrong argument');
    await expect(restart(page, undefined)).resolves.toBeUndefined();
  });
});
