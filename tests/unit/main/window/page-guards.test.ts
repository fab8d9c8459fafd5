import { describe, expect, test } from 'vitest';
import { pagePreferences } from '../../../../src-main/window/page-preferences.ts';
import { mayRequest, refuseRemoteContent } from '../../../../src-main/window/page-requests.ts';
import { isPermitted, type Permission, refusePermissions } from '../../../../src-main/window/permissions.ts';
import { hostileUrls } from '../../../fixtures/hostile-urls.ts';

/** All that this version of Electron knows of; a type error here says that a new one has others. */
const permissions = {
  ar: 1,
  'automatic-fullscreen': 1,
  'background-fetch': 1,
  'background-sync': 1,
  'captured-surface-control': 1,
  'clipboard-read': 1,
  'clipboard-sanitized-write': 1,
  'deprecated-sync-clipboard-read': 1,
  'display-capture': 1,
  fileSystem: 1,
  fullscreen: 1,
  geolocation: 1,
  'geolocation-approximate': 1,
  'hand-tracking': 1,
  hid: 1,
  'idle-detection': 1,
  keyboardLock: 1,
  'local-fonts': 1,
  'local-network': 1,
  'local-network-access': 1,
  'loopback-network': 1,
  media: 1,
  mediaKeySystem: 1,
  midi: 1,
  midiSysex: 1,
  nfc: 1,
  notifications: 1,
  openExternal: 1,
  'payment-handler': 1,
  'periodic-background-sync': 1,
  'persistent-storage': 1,
  pointerLock: 1,
  'screen-wake-lock': 1,
  sensors: 1,
  serial: 1,
  'smart-card': 1,
  'speaker-selection': 1,
  'storage-access': 1,
  'system-wake-lock': 1,
  'top-level-storage-access': 1,
  usb: 1,
  vr: 1,
  'web-app-installation': 1,
  'web-printing': 1,
  'window-management': 1,
  unknown: 1,
} satisfies Readonly<Record<Permission, 1>>;
const known = Object.keys(permissions) as Permission[];

describe('permissions', () => {
  test.each(known)('%s is refused, to strangers and to the app’s own page', (permission) => {
    expect(isPermitted(permission, 'https://example.com/')).toBe(false);
    expect(isPermitted(permission, '')).toBe(false);
    // Its data may be kept when the disk runs full; that is all.
    expect(isPermitted(permission, 'app://dueline/')).toBe(permission === 'persistent-storage');
  });

  test('requests, silent checks and devices are all asked about', () => {
    const handlers = new Map<string, unknown>();
    refusePermissions({
      setPermissionRequestHandler: (handler) => void handlers.set('request', handler),
      setPermissionCheckHandler: (handler) => void handlers.set('check', handler),
      setDevicePermissionHandler: (handler) => void handlers.set('device', handler),
    });
    const request = handlers.get('request') as (...args: unknown[]) => void;
    const check = handlers.get('check') as (...args: unknown[]) => boolean;
    const device = handlers.get('device') as (details: object) => boolean;
    const answers: boolean[] = [];
    for (const permission of known) {
      request({}, permission, (granted: boolean) => answers.push(granted), { requestingUrl: 'https://example.com/' });
      answers.push(check(null, permission, 'https://example.com/', {}));
      answers.push(device({ deviceType: permission, origin: 'app://dueline' }));
    }
    expect(new Set(answers)).toEqual(new Set([false]));
    request({}, 'persistent-storage', (granted: boolean) => answers.push(granted), { requestingUrl: 'app://dueline/' });
    expect(answers.at(-1)).toBe(true);
  });
});

describe('what a page asks of the network', () => {
  test.each(['app://dueline/', 'app://dueline/api/sync/me', 'blob:app://dueline/1', 'data:image/png;base64,AA'])(
    '%s is the app’s own',
    (url) => expect(mayRequest(url, true)).toBe(true),
  );

  test.each([
    'https://example.com/',
    'http://127.0.0.1:7787/sync/me',
    'ws://example.com/',
    'wss://example.com/',
    'file:///etc/passwd',
    'ftp://example.com/',
    'chrome://settings/',
    'devtools://devtools/bundled/inspector.html',
    'application://dueline/',
    '',
  ])('%j is refused when packaged', (url) => expect(mayRequest(url, true)).toBe(false));

  test('no hostile address of another scheme passes', () => {
    const others = hostileUrls.filter(({ url }) => !/^(app|blob|data):/i.test(url));
    expect(others.filter(({ url }) => mayRequest(url, true))).toEqual([]);
  });

  test('tools for developers work unpackaged only', () => {
    expect(mayRequest('devtools://devtools/x.js', false)).toBe(true);
    expect(mayRequest('devtools://devtools/x.js', true)).toBe(false);
  });

  test('the session cancels what is refused', () => {
    const cancelled: unknown[] = [];
    const proxies: unknown[] = [];
    const refused: string[] = [];
    refuseRemoteContent(
      {
        setProxy: async (proxy) => void proxies.push(proxy),
        on: ((name: string, listener: (event: object) => void) => {
          if (name === 'will-download') listener({ preventDefault: () => refused.push(name) });
        }) as never,
        webRequest: {
          onBeforeRequest: ((listener: (details: object, answer: (response: object) => void) => void) => {
            listener({ url: 'https://example.com/', webContentsId: 1 }, (response) => cancelled.push(response));
            listener({ url: 'app://dueline/', webContentsId: 1 }, (response) => cancelled.push(response));
          }) as never,
        },
      },
      true,
    );
    expect(cancelled).toEqual([{ cancel: true }, { cancel: false }]);
    expect(refused).toEqual(['will-download']);
    // What is no request has nobody to go to, this computer included.
    expect(proxies).toEqual([
      { mode: 'fixed_servers', proxyRules: 'http://nowhere.invalid:9', proxyBypassRules: '<-loopback>' },
    ]);
  });
});

describe('the preferences of a page', () => {
  test('leave nothing to a default', () => {
    expect(pagePreferences('/app/preload.cjs', true)).toEqual({
      preload: '/app/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      devTools: false,
      backgroundThrottling: false,
    });
  });

  test('tools for developers are there only unpackaged', () => {
    expect(pagePreferences('/app/preload.cjs', false).devTools).toBe(true);
  });
});
