import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findBrowser } from '../../electron-standin/find-browser.ts';
import { toAppUrl, toBrowserUrl } from '../../electron-standin/urls.ts';

describe('URLs of the stand-in', () => {
  test.each([
    ['app://dueline/', 'http://dueline.app.localhost/'],
    ['app://dueline/a/b?c=d#e', 'http://dueline.app.localhost/a/b?c=d#e'],
    ['app://dueline', 'http://dueline.app.localhost'],
  ])('%s is %s and back', (app, browser) => {
    expect(toBrowserUrl(app)).toBe(browser);
    expect(toAppUrl(browser)).toBe(app);
  });

  test.each(['http://127.0.0.1:80/', 'https://example.com/', 'about:blank', 'data:text/html,x', ''])(
    '%j stays',
    (url) => {
      expect(toBrowserUrl(url)).toBe(url);
      expect(toAppUrl(url)).toBe(url);
    },
  );

  test('an address that only begins like the app’s is not taken for it', () => {
    expect(toAppUrl('http://dueline.app.localhost.example.com/')).toBe('http://dueline.app.localhost.example.com/');
    expect(toAppUrl('http://dueline.app.localhost:8080/')).toBe('http://dueline.app.localhost:8080/');
    expect(toAppUrl('https://x/?http://dueline.app.localhost/')).toBe('https://x/?http://dueline.app.localhost/');
  });
});

describe('the browser of the stand-in', () => {
  function folderWith(...programs: string[]): string {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-browsers-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const program of programs) writeFileSync(path.join(folder, program), '', { mode: 0o755 });
    return folder;
  }

  test('is the first of the known ones on the path', () => {
    const folder = folderWith('microsoft-edge', 'google-chrome');
    expect(findBrowser({ PATH: folder }, 'linux')).toBe(path.join(folder, 'google-chrome'));
    expect(findBrowser({ PATH: '/nowhere' }, 'linux')).toBeUndefined();
  });

  test('is the one that CHROMIUM names, and no other', () => {
    const folder = folderWith('chromium', 'mine');
    expect(findBrowser({ PATH: folder, CHROMIUM: path.join(folder, 'mine') }, 'linux')).toBe(path.join(folder, 'mine'));
    expect(findBrowser({ PATH: folder, CHROMIUM: '/nowhere/chrome' }, 'linux')).toBeUndefined();
  });
});
