import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import { projectFolder } from '../../scripts/build-app.ts';
import type { Desktop } from '../../src-shared/desktop-contract.ts';
import { runtime } from './runtime.ts';

declare global {
  interface Window {
    readonly desktop: Desktop;
  }
}

export interface LaunchOptions {
  /** Profile folder; a fresh one, removed after the test, when left out. */
  readonly profile?: string;
  /** Arguments after the app's folder. */
  readonly args?: readonly string[];
  /** Instant at which the clock of renderer, main and backend stands. */
  readonly clockAt?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the desktop has a tray; Windows and macOS always have one. Without, unless told. */
  readonly tray?: boolean;
}

export interface Dueline {
  readonly app: ElectronApplication;
  readonly window: Page;
  readonly profile: string;
  /** What it runs on. */
  readonly runtime: 'electron' | 'stand-in';
  /** Waits until the embedded backend serves, and answers the id of its process. */
  backendPid(): Promise<number>;
  /** Puts the clock of renderer, main and backend to another instant; needs `clockAt`. */
  setClock(at: number): Promise<void>;
  /** As somebody sets the computer's clock, with no time passing and the backend's left alone; needs `clockAt`. */
  setComputerClock(at: number): Promise<void>;
  /** As a power cut: every process of the app gets SIGKILL. */
  kill(): Promise<void>;
  /** As a person quits. */
  close(): Promise<void>;
}

interface Fixtures {
  /** An empty folder, removed after the test. */
  readonly folder: string;
  /** Starts the app; what is still running after the test is ended. */
  readonly launch: (options?: LaunchOptions) => Promise<Dueline>;
}

/** Playwright's test with the app. Where neither Electron nor a browser is, tests count as not run. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from a pattern, and refuses another argument.
  folder: async ({}, use) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  },
  launch: async ({ folder }, use) => {
    test.skip(runtime.kind === 'none', runtime.kind === 'none' ? runtime.reason : '');
    const started: Dueline[] = [];
    let launches = 0;
    await use(async (options = {}) => {
      const dueline = await launchDueline({
        ...options,
        profile: options.profile ?? path.join(folder, `profile-${++launches}`),
      });
      started.push(dueline);
      return dueline;
    });
    await Promise.all(started.map((dueline) => dueline.kill()));
  },
});

/** Starts the app on a profile and waits for its window. The caller ends it. */
export async function launchDueline(options: LaunchOptions & { readonly profile: string }): Promise<Dueline> {
  const app = await _electron.launch({
    args: [projectFolder, '--profile', options.profile, ...(options.args ?? [])],
    env: appEnvironment(options),
    cwd: projectFolder,
  });
  const child = app.process();
  const exited = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  const page = await app.firstWindow();
  await page.waitForURL(/^(app:\/\/dueline|http:\/\/dueline\.app\.localhost)\//);
  return {
    app,
    window: page,
    profile: options.profile,
    runtime: runtime.kind === 'electron' ? 'electron' : 'stand-in',
    backendPid: async () => {
      await expect
        .poll(() => page.evaluate(async () => (await window.desktop.call('backend:state', undefined)).state))
        .toBe('running');
      return app.evaluate(({ app: main }) => {
        const backend = main.getAppMetrics().find((metric) => metric.name === 'Dueline backend');
        if (!backend) throw new Error('The backend has no process.');
        return backend.pid;
      });
    },
    setClock: async (at) => {
      await app.evaluate(async (_electronModule, instant) => {
        const world = globalThis as { duelineTestClock?: { set(at: number): Promise<void> } };
        if (!world.duelineTestClock) throw new Error('The clock runs: launch with clockAt to set it.');
        await world.duelineTestClock.set(instant);
      }, at);
      // Messages keep their order: once this call is answered, the page has heard of the instant too.
      await page.evaluate(() => window.desktop.call('app:info', undefined));
    },
    setComputerClock: async (at) => {
      await app.evaluate((_electronModule, instant) => {
        const world = globalThis as { duelineTestClock?: { setComputer(at: number): void } };
        if (!world.duelineTestClock) throw new Error('The clock runs: launch with clockAt to set it.');
        world.duelineTestClock.setComputer(instant);
      }, at);
      await page.evaluate(() => window.desktop.call('app:info', undefined));
    },
    kill: async () => {
      killTree(child.pid);
      await exited;
    },
    close: async () => {
      // Nobody is there to say that the app may end with changes waiting.
      await app.evaluate(({ dialog }) => {
        dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
      });
      await app.close();
      await exited;
    },
  };
}

function appEnvironment(options: LaunchOptions): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || name === 'DUELINE_TEST_CLOCK' ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(inherited),
    ...(options.clockAt === undefined ? {} : { DUELINE_TEST_CLOCK: options.clockAt }),
    ...(process.platform === 'linux' ? { PATH: `${busFolder(options.tray ?? false)}:${process.env.PATH ?? ''}` } : {}),
    ...options.env,
  };
}

/** Programs that answer in place of the Linux desktop's bus, so that tests do not depend on the desktop they run on. */
function busFolder(hasTray: boolean): string {
  return path.join(projectFolder, 'tests/e2e/desktop-bus', hasTray ? 'with-tray' : 'without-tray');
}

/** Playwright starts the app as the leader of a process group, so the group is the app, its browser and its backend. */
function killTree(pid: number | undefined): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
