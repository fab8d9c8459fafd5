import { describe, expect, test } from 'vitest';
import { isAppPage } from '../../../../src-main/window/navigation-guard.ts';

describe('navigation guard', () => {
  test.each(['app://dueline', 'app://dueline/', 'app://dueline/index.html', 'app://dueline/?x#y', 'APP://dueline/'])(
    '%s is a page of the app',
    (url) => expect(isAppPage(url)).toBe(true),
  );

  test.each([
    '',
    'about:blank',
    'https://dueline/',
    'http://dueline.app.localhost/',
    'https://example.com/app://dueline/',
    'app://dueline.example.com/',
    'app://dueline@example.com/',
    'app://user@dueline/',
    'app://user:secret@dueline/',
    'app://dueline:80/',
    'app://other/',
    'app:dueline',
    'app:/dueline/',
    'apps://dueline/',
    'file:///app://dueline/',
    'data:text/html,app://dueline/',
    'javascript:alert(1)//app://dueline/',
    'blob:app://dueline/1234',
    'view-source:app://dueline/',
    'app://dueline/api',
    'app://dueline/api/sync/me',
    'app://dueline/x/../api/sync/me',
    'app://dueline\\@example.com/',
    ' \u0000',
  ])('%j is not', (url) => expect(isAppPage(url)).toBe(false));
});
