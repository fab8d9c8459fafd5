import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { type CdpConnection, connectCdp } from './cdp.ts';
import { findBrowser, howToGetABrowser } from './find-browser.ts';

export interface RunningChromium {
  readonly cdp: CdpConnection;
  /** `Chromium 156.0.8078.79`, for the report. */
  readonly name: string;
  /** WebSocket for Playwright. */
  readonly debuggerUrl: string;
  readonly headless: boolean;
  /** Opens a chromeless window on the page by asking the running browser, as a second start of it would. */
  openAppWindow(url: string): void;
  /** Ends it, having written what it holds (IndexedDB, cookies). */
  close(): Promise<void>;
  /** Runs when it has ended; `isClean` unless it crashed or was killed. */
  onExit(listener: (isClean: boolean) => void): void;
}

export interface ChromiumOptions {
  readonly userData: string;
  /** Loopback port that answers for every `http://HOST.SCHEME.localhost`. */
  readonly port: number;
  /** Switches given by `app.commandLine`, name → value. */
  readonly switches: ReadonlyMap<string, string>;
  readonly noSandbox: boolean;
}

/** Starts the installed browser with its data inside the profile, so that two profiles are two browsers. */
export async function startChromium(options: ChromiumOptions): Promise<RunningChromium> {
  const executable = findBrowser();
  if (executable === undefined) throw new Error(`No browser for the Electron stand-in. ${howToGetABrowser}`);
  const browserData = path.join(options.userData, 'stand-in-browser');
  mkdirSync(browserData, { recursive: true });
  const headless = !hasDisplay();
  const child = spawn(executable, chromiumArguments(options, browserData, headless), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  process.on('exit', () => child.kill('SIGKILL'));
  const debuggerUrl = await devToolsUrl(child);
  const [, , , toBrowser, fromBrowser] = child.stdio;
  const cdp = connectCdp(toBrowser as Writable, fromBrowser as Readable);
  const { product } = await cdp.browser.send('Browser.getVersion');
  return {
    cdp,
    debuggerUrl,
    headless,
    name: product.replace('HeadlessChrome', 'Chromium').replace('/', ' '),
    openAppWindow: (url) => {
      spawn(
        executable,
        [`--user-data-dir=${browserData}`, `--app=${url}`, ...(options.noSandbox ? ['--no-sandbox'] : [])],
        {
          stdio: 'ignore',
        },
      );
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      // Without an answer it has gone already; one that does not go in 5 s is killed with this process.
      cdp.browser.send('Browser.close').catch(() => {});
      await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 5_000))]);
    },
    onExit: (listener) => child.once('exit', (code) => listener(code === 0)),
  };
}

function hasDisplay(): boolean {
  if (process.env.DUELINE_HEADLESS === '1') return false;
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

function chromiumArguments(options: ChromiumOptions, browserData: string, headless: boolean): string[] {
  const switches = new Map(options.switches);
  const disabled = new Set((switches.get('disable-features') ?? '').split(',').filter((feature) => feature !== ''));
  // Fetches from a page on a loopback server would otherwise ask the user for leave.
  disabled.add('LocalNetworkAccessChecks');
  switches.set('disable-features', [...disabled].join(','));
  return [
    ...(headless ? ['--headless=new', '--disable-gpu'] : []),
    ...(options.noSandbox ? ['--no-sandbox'] : []),
    // With the pipe the browser ends when this process ends, however that ends; Playwright needs the port.
    '--remote-debugging-pipe',
    '--remote-debugging-port=0',
    '--remote-allow-origins=*',
    `--user-data-dir=${browserData}`,
    `--host-resolver-rules=MAP *.localhost 127.0.0.1:${options.port}`,
    '--no-startup-window',
    '--deny-permission-prompts',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
    '--disable-background-timer-throttling',
    '--disable-renderer-backgrounding',
    '--disable-backgrounding-occluded-windows',
    '--hide-crash-restore-bubble',
    '--no-proxy-server',
    ...[...switches].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`)),
  ];
}

function devToolsUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      if (said.length > 100_000) return;
      said += chunk.toString('utf8');
      const match = /^DevTools listening on (ws:\S+)/m.exec(said);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`The browser ended (${code ?? signal}) before it could be used:\n${said.slice(-2_000)}`)),
    );
  });
}
