import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { ExternalLink } from '../../../../src-main/window/external-link.ts';
import { type GuardedContents, guardContents } from '../../../../src-main/window/guard-contents.ts';
import { isAppPage } from '../../../../src-main/window/navigation-guard.ts';
import { hostile, hostileUrls } from '../../../fixtures/hostile-urls.ts';

type WindowOpenHandler = Parameters<GuardedContents['setWindowOpenHandler']>[0];

/** A page that only says what it is about to do. */
class FakeContents extends EventEmitter {
  policy = '';
  #opens: WindowOpenHandler = () => ({ action: 'allow' });
  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#opens = handler;
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.policy = policy;
  }
  /** Whether the page may go on with it. */
  may(name: string, details: object, ...more: unknown[]): boolean {
    let goesOn = true;
    const event = {
      ...details,
      preventDefault: () => {
        goesOn = false;
      },
    };
    this.emit(name, event, ...more);
    return goesOn;
  }
  opens(url: string): string {
    const referrer = { url: 'app://dueline/', policy: 'default' } as const;
    return this.#opens({ url, frameName: '', features: '', disposition: 'new-window', referrer }).action;
  }
}

function guarded() {
  const contents = new FakeContents();
  const opened: ExternalLink[] = [];
  const refused: (readonly [string, string])[] = [];
  guardContents(contents as unknown as GuardedContents, {
    open: (link) => opened.push(link),
    refused: (what, scheme) => refused.push([what, scheme]),
  });
  return { contents, opened, refused };
}

describe('the fixture of hostile addresses', () => {
  test('has at least 80, each once and with its reason', () => {
    expect(hostileUrls.length).toBeGreaterThanOrEqual(80);
    const keys = hostileUrls.map(({ class: kind, method, url }) => `${kind} ${method} ${url}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('a page goes nowhere but to the app’s own page', () => {
  test.each(['app://dueline', 'app://dueline/', 'app://dueline/index.html', 'app://dueline/?x#y', 'APP://dueline/'])(
    '%s is that page',
    (url) => {
      const { contents, refused } = guarded();
      expect(isAppPage(url)).toBe(true);
      expect(contents.may('will-navigate', { url })).toBe(true);
      expect(contents.may('will-redirect', { url, isMainFrame: true })).toBe(true);
      expect(contents.may('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
      expect(refused).toEqual([]);
    },
  );

  test.each(hostile('navigation'))('$url ($reason)', ({ url }) => {
    const { contents, refused } = guarded();
    expect(isAppPage(url)).toBe(false);
    expect(contents.may('will-navigate', { url })).toBe(false);
    expect(contents.may('will-frame-navigate', { url, isMainFrame: true })).toBe(false);
    expect(contents.may('will-frame-navigate', { url, isMainFrame: false })).toBe(false);
    expect(refused.map(([what]) => what)).toEqual(['navigation', 'frame']);
  });

  test('no frame in it shows anything, not even the app’s own page', () => {
    const { contents } = guarded();
    expect(contents.may('will-frame-navigate', { url: 'app://dueline/', isMainFrame: false })).toBe(false);
    expect(contents.may('will-redirect', { url: 'app://dueline/', isMainFrame: false })).toBe(false);
  });
});

describe('a page is led nowhere else', () => {
  test.each([...hostile('redirect'), ...hostile('navigation')])('$url ($reason)', ({ url }) => {
    const { contents, refused } = guarded();
    expect(contents.may('will-redirect', { url, isMainFrame: true })).toBe(false);
    expect(contents.may('will-redirect', { url, isMainFrame: false })).toBe(false);
    expect(refused.map(([what]) => what)).toEqual(['redirect', 'redirect']);
  });
});

describe('a page opens no window', () => {
  test.each([...hostile('external link'), ...hostile('navigation').filter(({ url }) => !url.startsWith('https:'))])(
    '$url ($reason)',
    ({ url }) => {
      const { contents, opened } = guarded();
      expect(contents.opens(url)).toBe('deny');
      expect(opened).toEqual([]);
    },
  );

  test('what the guard of external links lets pass is handed on, and still opens no window', () => {
    const { contents, opened, refused } = guarded();
    expect(contents.opens('https://example.com/help')).toBe('deny');
    expect(opened).toEqual([{ url: 'https://example.com/help', place: 'example.com' }]);
    expect(refused).toEqual([]);
  });

  test('no webview is attached', () => {
    const { contents, refused } = guarded();
    expect(contents.may('will-attach-webview', {}, { nodeIntegration: true }, { src: 'https://example.com/' })).toBe(
      false,
    );
    expect(refused).toEqual([['webview', 'https']]);
  });
});

test('only the scheme of a refused address is told', () => {
  const { contents, refused } = guarded();
  contents.may('will-navigate', { url: 'https://example.com/?customer=secret' });
  contents.may('will-navigate', { url: 'customer secret' });
  expect(refused).toEqual([
    ['navigation', 'https'],
    ['navigation', ''],
  ]);
});

test('connections between browsers tell no address of this computer', () => {
  expect(guarded().contents.policy).toBe('disable_non_proxied_udp');
});
