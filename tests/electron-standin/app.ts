import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type Electron from 'electron';
import { takeInstanceLock } from './instance-lock.ts';
import { seen } from './seen.ts';
import { running } from './utility-process.ts';

type Path = Parameters<Electron.App['getPath']>[0];

/** What the stand-in does when the app ends, in this order; filled by the parts that own something. */
export const beforeExit: (() => Promise<void>)[] = [];

class App extends EventEmitter {
  isPackaged = false;
  readonly commandLine = {
    switches: new Map<string, string>(),
    appendSwitch(name: string, value = ''): void {
      this.switches.set(name, value);
    },
    hasSwitch: (name: string): boolean => process.argv.some((argument) => argument.split('=')[0] === `--${name}`),
  };
  #name = 'Electron';
  #version = '0.0.0';
  #appPath = process.cwd();
  readonly #paths = new Map<string, string>();
  #ready = Promise.withResolvers<void>();
  #isReady = false;
  #quitting = false;
  #exiting = false;

  /** Reads the app's folder as Electron does: package.json names it and its entry. Answers the entry's path. */
  load(appPath: string): string {
    if (statSync(appPath).isFile()) {
      this.#appPath = path.dirname(appPath);
      return appPath;
    }
    this.#appPath = appPath;
    const manifest: Record<string, string | undefined> = JSON.parse(
      readFileSync(path.join(appPath, 'package.json'), 'utf8'),
    );
    this.#name = manifest.productName ?? manifest.name ?? this.#name;
    this.#version = manifest.version ?? this.#version;
    return path.join(appPath, manifest.main ?? 'index.js');
  }

  /** Says `ready`. The event comes before the promise resolves: Playwright's loader holds both back and needs this order. */
  becomeReady(): void {
    this.#isReady = true;
    // `DUELINE_STAND_IN_LAUNCH`: what a Mac says of the notification that has started the app.
    this.emit('ready', {}, JSON.parse(process.env.DUELINE_STAND_IN_LAUNCH ?? '{}'));
    this.#ready.resolve();
  }

  get ended(): boolean {
    return this.#exiting;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  isReady(): boolean {
    return this.#isReady;
  }
  getVersion(): string {
    return this.#version;
  }
  getName(): string {
    return this.#name;
  }
  setName(name: string): void {
    this.#name = name;
  }
  getAppPath(): string {
    return this.#appPath;
  }
  getPath(name: Path): string {
    const set = this.#paths.get(name);
    if (set !== undefined) return set;
    if (name === 'appData') return appDataFolder();
    if (name === 'userData') return path.join(appDataFolder(), this.#name);
    if (name === 'temp') return os.tmpdir();
    if (name === 'home') return os.homedir();
    throw new Error(`The Electron stand-in has no path '${name}'.`);
  }
  setPath(name: string, value: string): void {
    if (!path.isAbsolute(value)) throw new Error('Path must be absolute');
    mkdirSync(value, { recursive: true });
    this.#paths.set(name, value);
  }
  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    const userData = this.getPath('userData');
    mkdirSync(userData, { recursive: true });
    const start = { argv: process.argv, cwd: process.cwd(), additionalData: additionalData ?? {} };
    return takeInstanceLock(userData, start, (second) => {
      void this.whenReady().then(() =>
        this.emit('second-instance', {}, second.argv, second.cwd, second.additionalData),
      );
    });
  }
  /** Windows XP onwards wants it for notifications; nothing here does. */
  setAppUserModelId(_id: string): void {}
  setToastActivatorCLSID(_id: string): void {}
  setAsDefaultProtocolClient(scheme: string, path = process.execPath, args: string[] = []): boolean {
    seen.linkHandlers.push({ scheme, path, args });
    return true;
  }
  setBadgeCount(count = 0): boolean {
    seen.badgeCount = count;
    return true;
  }
  getBadgeCount(): number {
    return seen.badgeCount;
  }
  setLoginItemSettings(settings: Electron.Settings): void {
    seen.loginItem = settings;
  }
  getLoginItemSettings(_options?: Electron.LoginItemSettingsOptions): Electron.LoginItemSettings {
    const openAtLogin = seen.loginItem.openAtLogin ?? false;
    return {
      openAtLogin,
      wasOpenedAtLogin: false,
      status: openAtLogin ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
    };
  }
  getPreferredSystemLanguages(): string[] {
    return [Intl.DateTimeFormat().resolvedOptions().locale];
  }
  /** There is no dock, taskbar or other application to come before. */
  focus(): void {}

  /** The processes of the app, as far as they are known here: the browser's own are left out. */
  getAppMetrics(): Pick<Electron.ProcessMetric, 'pid' | 'type' | 'name'>[] {
    return [
      { pid: process.pid, type: 'Browser' },
      ...[...running].map(([pid, name]) => ({ pid, type: 'Utility' as const, name })),
    ];
  }

  /** Kept only: a test starts the app again itself, when it has looked at what was left. */
  relaunch(options: Electron.RelaunchOptions = {}): void {
    seen.relaunches.push(options.args ?? process.argv.slice(1));
    process.stderr.write(`[relaunch] ${JSON.stringify(options.args ?? [])}\n`);
  }
  quit(): void {
    if (this.#quitting || this.#exiting) return;
    this.#quitting = true;
    const goesOn = emitPreventable(this, 'before-quit');
    void this.#finish(goesOn).then((ended) => {
      if (!ended) this.#quitting = false;
    });
  }
  exit(code = 0): void {
    if (this.#exiting) return;
    this.#exiting = true;
    void Promise.allSettled(beforeExit.map((end) => end())).then(() => process.exit(code));
  }

  async #finish(goesOn: boolean): Promise<boolean> {
    if (!goesOn) return false;
    // Windows close between `before-quit` and `will-quit`, and may refuse.
    const refused = { value: false };
    this.emit('stand-in:close-windows', refused);
    if (refused.value) return false;
    if (!emitPreventable(this, 'will-quit')) return false;
    this.emit('quit', {}, 0);
    this.exit(0);
    return true;
  }
}

/** Emits an event that listeners may prevent; answers whether what it announces goes on. */
export function emitPreventable(emitter: EventEmitter, name: string, details: object = {}): boolean {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
  emitter.emit(name, event);
  return !event.defaultPrevented;
}

function appDataFolder(): string {
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Application Support');
  if (process.platform === 'win32') return process.env.APPDATA ?? path.join(os.homedir(), 'AppData', 'Roaming');
  return process.env.XDG_CONFIG_HOME ?? path.join(os.homedir(), '.config');
}

type Checked =
  | 'whenReady'
  | 'isReady'
  | 'isPackaged'
  | 'getVersion'
  | 'getName'
  | 'setName'
  | 'getAppPath'
  | 'getPath'
  | 'setPath'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setToastActivatorCLSID'
  | 'setAsDefaultProtocolClient'
  | 'setBadgeCount'
  | 'getBadgeCount'
  | 'setLoginItemSettings'
  | 'getLoginItemSettings'
  | 'getPreferredSystemLanguages'
  | 'focus'
  | 'quit'
  | 'relaunch'
  | 'exit';
/** Electron's `app`, as far as Dueline uses it. Events come from EventEmitter; the other members are checked here. */
export const app = new App() satisfies Pick<Electron.App, Checked>;
