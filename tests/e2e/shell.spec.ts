import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect } from '@playwright/test';
import { projectFolder } from '../../scripts/build-app.ts';
import { type Dueline, test } from './launch.ts';

const small = ['--sample', '5,5'];

test.describe('the window', () => {
  test('opens with its title and says what it runs on', async ({ launch }) => {
    const { window: page, runtime } = await launch({ args: small });
    await expect(page).toHaveTitle('Dueline');
    const info = await page.evaluate(() => window.desktop.call('app:info', undefined));
    expect(info).toEqual({ version: '0.1.0', platform: process.platform, runtime, testClockAt: null });
  });

  test('runs no inline script, no eval, and asks no other host', async ({ launch }) => {
    const { window: page } = await launch({ args: small });
    const blocked = await page.evaluate(async () => {
      const directives: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => directives.push(event.effectiveDirective));
      const script = document.createElement('script');
      try {
        script.textContent = 'document.title = "hacked"';
      } catch {
        // No text becomes script. A node of text is not asked about until the script is to run.
        script.append('document.title = "hacked"');
      }
      document.head.append(script);
      const style = document.createElement('style');
      style.append('body { color: red }');
      document.head.append(style);
      // In a task of its own: what DevTools itself evaluates is exempt.
      const evaluated = await new Promise((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return "evaluated"')());
          } catch {
            resolve('refused');
          }
        });
      });
      const fetched = await fetch('http://127.0.0.1:9/').then(
        () => 'fetched',
        () => 'refused',
      );
      await new Promise((resolve) => setTimeout(resolve));
      return { directives, evaluated, fetched };
    });
    expect(blocked.evaluated).toBe('refused');
    expect(blocked.fetched).toBe('refused');
    expect(blocked.directives).toEqual(
      expect.arrayContaining(['require-trusted-types-for', 'style-src-elem', 'connect-src']),
    );
    await expect(page).toHaveTitle('Dueline');
  });

  test('has window.desktop as its only way out of the page', async ({ launch }) => {
    const { window: page } = await launch({ args: small });
    const found = await page.evaluate(() => ({
      bridge: Object.keys(window.desktop),
      isFixed: Object.isFrozen(window.desktop) && !Reflect.set(window, 'desktop', 1),
      node: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
        (name) => name in window,
      ),
    }));
    expect(found).toEqual({ bridge: ['call', 'on'], isFixed: true, node: [] });
  });

  test('opens no other window and goes to no other page', async ({ launch }) => {
    const { app, window: page } = await launch({ args: small });
    const before = page.url();
    await page.evaluate(() => {
      window.open('https://example.com/');
      location.href = 'https://example.com/';
    });
    // A round trip through the page shows that it is still there, after both attempts were answered.
    await expect(page).toHaveTitle('Dueline');
    await expect.poll(() => app.windows().length).toBe(1);
    expect(page.url()).toBe(before);
  });

  test('refuses calls with a wrong argument, naming the place', async ({ launch }) => {
    const { window: page } = await launch({ args: small });
    const answer = await page.evaluate(() =>
      window.desktop.call('backend:join', { url: 'nowhere', token: 'x' }).catch((error: Error) => error.message),
    );
    expect(answer).toContain("wrong argument at 'url'");
  });

  test('refuses calls from any page but its own', async ({ launch }) => {
    const { app } = await launch({ args: small });
    const opened = app.waitForEvent('window');
    await app.evaluate(
      ({ BrowserWindow }, preload) => {
        const window = new BrowserWindow({ webPreferences: { preload, sandbox: true, contextIsolation: true } });
        void window.loadURL('data:text/html,<title>stranger</title>');
      },
      path.join(projectFolder, 'out/preload/preload.cjs'),
    );
    const stranger = await opened;
    await expect(stranger).toHaveTitle('stranger');
    const answer = await stranger.evaluate(() =>
      window.desktop.call('app:info', undefined).catch((error: Error) => error.message),
    );
    expect(answer).toContain("for Dueline's own window");
  });
});

test.describe('the end of a window', () => {
  test('closing the last one ends the app where there is no tray', async ({ launch }) => {
    test.skip(process.platform !== 'linux', 'Windows and macOS have a tray.');
    const { app } = await launch({ args: small });
    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect(await ended).toBe(0);
  });

  test('a crash of the page offers to load it again', async ({ launch }) => {
    const { app } = await launch({ args: small });
    const message = await app.evaluate(async ({ BrowserWindow, dialog }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const asked = new Promise<string>((resolve) => {
        dialog.showMessageBox = async (...args: unknown[]) => {
          resolve((args.at(-1) as { message: string }).message);
          return { response: 0, checkboxChecked: false };
        };
      });
      const loaded = new Promise<void>((resolve) => contents?.once('did-finish-load', () => resolve()));
      contents?.forcefullyCrashRenderer();
      const said = await asked;
      await loaded;
      return said;
    });
    expect(message).toBe('The window has stopped working.');
  });
});

test.describe('one process a profile', () => {
  test('a second start hands over to the first', async ({ launch, folder }) => {
    const first = await launch({ profile: path.join(folder, 'shared'), args: small });
    await first.app.evaluate(({ app }) => {
      Object.assign(globalThis, {
        handedOver: new Promise((resolve) => app.once('second-instance', () => resolve(true))),
      });
    });
    const second = startApp(['--profile', first.profile]);
    expect(await exitOf(second)).toEqual({ code: 0, said: '' });
    expect(await first.app.evaluate(() => (globalThis as { handedOver?: unknown }).handedOver)).toBe(true);
    expect(first.app.windows()).toHaveLength(1);
  });

  test('two profiles run at once and share nothing', async ({ launch }) => {
    const [one, two] = await Promise.all([launch({ args: small }), launch({ args: small })]);
    await keepNote(one, 'of the first');
    expect(await readNote(two)).toBeNull();
    expect(await one.backendPid()).not.toBe(await two.backendPid());
  });

  test('IndexedDB survives a kill of every process', async ({ launch, folder }) => {
    const profile = path.join(folder, 'kept');
    const before = await launch({ profile, args: small });
    await keepNote(before, 'written before the kill');
    await before.kill();
    const after = await launch({ profile });
    expect(await readNote(after)).toBe('written before the kill');
  });

  test('arguments that nobody understands end the start with a sentence', async ({ folder, launch: _launch }) => {
    const ended = await exitOf(startApp(['--profile', path.join(folder, 'unused'), '--sever', 'http://x']));
    expect(ended.code).toBe(2);
    expect(ended.said).toContain('--sever');
  });
});

test.describe('the embedded backend', () => {
  test('is started again after a crash, and the page hears of it', async ({ launch }) => {
    const dueline = await launch({ args: small });
    const crashed = await dueline.backendPid();
    await dueline.window.evaluate(() => {
      const states: string[] = [];
      Object.assign(window, { heard: states });
      window.desktop.on('backend:state', (state) => states.push(state.state));
    });
    process.kill(crashed, 'SIGKILL');
    await expect
      .poll(() => dueline.window.evaluate(() => (window as { heard?: string[] }).heard))
      .toEqual(['restarting', 'running']);
    expect(await dueline.backendPid()).not.toBe(crashed);
    expect(await dueline.window.evaluate(async () => (await fetch('/api/sync/me')).status)).toBe(200);
  });

  test('ends when the main process is killed', async ({ launch }) => {
    const dueline = await launch({ args: small });
    const backend = await dueline.backendPid();
    const closed = dueline.app.waitForEvent('close');
    const main = await dueline.app.evaluate(() => process.pid);
    process.kill(main, 'SIGKILL');
    await closed;
    await expect.poll(() => isRunning(backend)).toBe(false);
  });

  test('ends with the app', async ({ launch }) => {
    const dueline = await launch({ args: small });
    const backend = await dueline.backendPid();
    await dueline.close();
    expect(isRunning(backend)).toBe(false);
  });

  test('says why it cannot run, and goes on when asked to start again', async ({ launch }) => {
    const { window: page } = await launch({ args: [...small, '--user', 'nobody-of-this-name'] });
    const state = () => page.evaluate(() => window.desktop.call('backend:state', undefined));
    await expect
      .poll(state)
      .toMatchObject({ state: 'failed', message: expect.stringContaining('nobody-of-this-name') });
    const answer = await page.evaluate(async () => {
      const response = await fetch('/api/sync/me');
      return { status: response.status, body: await response.json() };
    });
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'unreachable' } } });
    await page.evaluate(() => window.desktop.call('backend:restart', undefined));
    await expect.poll(state).toMatchObject({ state: 'failed' });
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function startApp(args: readonly string[]): ChildProcess {
  const executable: string = createRequire(import.meta.url)('electron');
  const switches = process.platform === 'linux' ? ['--no-sandbox'] : [];
  return spawn(executable, [...switches, projectFolder, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
}

function exitOf(child: ChildProcess): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((resolve) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    child.once('close', (code) => resolve({ code, said }));
  });
}

/** Writes to a database of the test's own, durably, as the outbox does. */
async function keepNote({ window: page }: Dueline, text: string): Promise<void> {
  await page.evaluate(async (note) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('shell-test', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('notes');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    await new Promise<void>((resolve, reject) => {
      const transaction = database.transaction('notes', 'readwrite', { durability: 'strict' });
      transaction.objectStore('notes').put(note, 'note');
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error);
    });
    database.close();
  }, text);
}

async function readNote({ window: page }: Dueline): Promise<unknown> {
  return page.evaluate(async () => {
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === 'shell-test')) return null;
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('shell-test', 1);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return new Promise<unknown>((resolve, reject) => {
      const request = database.transaction('notes').objectStore('notes').get('note');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  });
}
