import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { extractAll } from '@electron/asar';
import { _electron } from 'playwright-core';
import type { Desktop } from '../../src-shared/desktop-contract.ts';
import type { BuiltPackage } from './build-packages.ts';

/** What the packaged app showed. */
export interface SeenStart {
  readonly isPackaged: boolean;
  readonly version: string;
  readonly name: string;
  readonly title: string;
  /** Rows of the queue on the screen, and the first of them. */
  readonly rows: number;
  readonly firstRow: string;
  /** Roles of the menu bar, at any depth. */
  readonly menuRoles: readonly string[];
  /** What the app asked to be started with for links. */
  readonly links: readonly string[];
  /** Where the test clock stands; null: it is dead, as it must be. */
  readonly testClockAt: number | null;
}

/** Copies the package's resources into `folder`, with `app.asar` extracted, since Node reads no archives. Answers where the app is then. */
export function extractApp(built: BuiltPackage, folder: string): string {
  const resources = path.join(folder, 'resources');
  const extracted = path.join(resources, 'app');
  if (!existsSync(resources)) {
    cpSync(built.resources, resources, { recursive: true });
    extractAll(path.join(resources, 'app.asar'), extracted);
  }
  return extracted;
}

/** Starts the packed Linux layout on the tests' stand-in for Electron, by its own executable, and reads the queue. */
export async function startOnStandIn(built: BuiltPackage, folder: string): Promise<SeenStart> {
  const isRoot = process.getuid?.() === 0;
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const app = await _electron.launch({
    executablePath: built.executable,
    args: [...(isRoot ? ['--no-sandbox'] : []), '--profile', path.join(folder, 'profile'), '--sample', '40,5'],
    env: {
      ...Object.fromEntries(inherited),
      DUELINE_STAND_IN_PACKAGED: extractApp(built, folder),
      DUELINE_TEST_CLOCK: '2026-11-18T18:00:00Z',
    },
    cwd: folder,
  });
  try {
    const page = await app.firstWindow();
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'All open' }).click();
    const rows = page.locator('[data-case-id]');
    await rows.first().waitFor();
    const main = await app.evaluate(({ app: running, Menu }) => {
      const rolesOf = (menu: Electron.Menu | null | undefined): string[] =>
        (menu?.items ?? []).flatMap((item) => [item.role ?? '', ...rolesOf(item.submenu)]);
      const { electronStandIn } = globalThis as {
        electronStandIn?: { linkHandlers: { scheme: string; args: string[] }[] };
      };
      return {
        isPackaged: running.isPackaged,
        version: running.getVersion(),
        name: running.getName(),
        menuRoles: rolesOf(Menu.getApplicationMenu()),
        links: (electronStandIn?.linkHandlers ?? []).map(({ scheme, args }) => `${scheme} ${args.join(' ')}`),
      };
    });
    const { testClockAt } = await page.evaluate(() =>
      (window as unknown as { readonly desktop: Desktop }).desktop.call('app:info', undefined),
    );
    return {
      ...main,
      title: await page.title(),
      rows: await rows.count(),
      firstRow: (await rows.first().innerText()).replace(/\s+/g, ' ').trim(),
      testClockAt,
    };
  } finally {
    await app.close();
  }
}
