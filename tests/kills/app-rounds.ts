import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { projectFolder } from '../../scripts/build-app.ts';
import { type Random, randomFrom } from '../../src-backend/sample/random.ts';
import { showView } from '../e2e/desk-page.ts';
import { type Dueline, launchDueline } from '../e2e/launch.ts';
import { teamBackend } from '../e2e/team-backend.ts';
import { type Acknowledgements, compare, type KillReport, openAcknowledgements } from './acknowledgements.ts';
import type { KillOptions } from './backend-rounds.ts';
import { exportedIds, idPrefix } from './exported-ids.ts';

/** A start takes about as long as this, so that kills fall into each part of it. */
const startMs = 1_500;
const workMs = 800;
const drainMs = 120_000;

/**
 * Kills the app, one start after the other on the same profile, while notes are entered in its window: in some rounds
 * only the browser's processes, in some while it starts, in some while the backend cannot be reached.
 */
export async function killApp({ rounds, seed, sabotage }: KillOptions): Promise<KillReport> {
  const random = randomFrom(seed, 'kill app');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-kill-'));
  const dataDir = path.join(folder, 'team');
  const profile = path.join(folder, 'desk');
  const acknowledged = openAcknowledgements(path.join(folder, 'acknowledged'));
  const backend = await teamBackend(dataDir, ['--sample', '40,5']);
  try {
    await backend.start();
    const token = await backend.addUser('Ana Ruiz', 'coa');
    const args = ['--server', backend.url, '--token', token];
    const start = () => launchDueline({ profile, args });
    const first = await start();
    await workOn(first.window, 0);
    await first.close();

    for (let round = 0; round < rounds; round += 1) {
      const isOffline = random.chance(0.3);
      if (isOffline) await backend.kill();
      if (random.chance(0.15)) await killWhileStarting(['--profile', profile, ...args], random);
      else {
        const dueline = await start();
        const told = listen(dueline.window, acknowledged);
        await workOn(dueline.window, random.whole(0, 7));
        // It never comes to an end by itself.
        void dueline.window.evaluate(enterNotes, `${idPrefix}app-${round}-`).catch(() => undefined);
        await told;
        await pause(random.whole(0, workMs));
        await killSome(dueline, random);
      }
      sabotage.spoil(profile);
      if (isOffline) await backend.start();
    }

    const last = await start();
    const sync = last.window.getByRole('status', { name: 'Sync' });
    await expect(sync).toHaveAttribute('data-connection', 'online', { timeout: drainMs });
    await expect(sync).toHaveAttribute('data-waiting', '0', { timeout: drainMs });
    await last.close();
    return compare(rounds, acknowledged.all(), await exportedIds(['--data', dataDir]));
  } finally {
    acknowledged.close();
    await backend.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** Writes down what the page says is saved; resolves with the first. */
function listen(page: Page, acknowledged: Acknowledgements): Promise<void> {
  return new Promise((resolve) => {
    page.on('console', (message) => {
      const [word, id] = message.text().split(' ');
      if (word !== 'saved' || id === undefined) return;
      acknowledged.add(id);
      resolve();
    });
  });
}

/** Opens the case in a row of the queue, on its note. */
async function workOn(page: Page, row: number): Promise<void> {
  await showView(page, 'All open');
  await page.getByRole('grid').locator('[data-case-id]').nth(row).click();
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeVisible();
}

/** In the page: writes one note after the other, and says of each that it was saved when its field is empty again. */
async function enterNotes(prefix: string): Promise<void> {
  const setText = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
  for (let count = 1; ; count += 1) {
    const field = document.querySelector<HTMLTextAreaElement>('form[data-kind="note"] textarea');
    if (field === null) throw new Error('There is no field for a note.');
    const text = `${prefix}${count}`;
    setText?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    const about = { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent('keydown', about));
    while (field.value === text) await turn();
    console.info(`saved ${text}`);
    await turn();
  }
}

async function killSome(dueline: Dueline, random: Random): Promise<void> {
  const victim = random.weighted<'renderer' | 'browser' | 'app'>([
    ['renderer', 4],
    ['browser', 3],
    ['app', 3],
  ]);
  if (victim !== 'app') {
    for (const pid of chromiumProcesses(dueline, victim)) killOne(pid);
    // The rest goes on for a moment, as it would until somebody ends it.
    await pause(random.whole(0, 200));
  }
  await dueline.kill();
}

/** Started without Playwright, which does not outlive a start that fails. */
async function killWhileStarting(args: readonly string[], random: Random): Promise<void> {
  const executable: string = createRequire(import.meta.url)('electron');
  const switches = process.platform === 'linux' ? ['--no-sandbox'] : [];
  const child = spawn(executable, [...switches, projectFolder, ...args], { stdio: 'ignore', detached: true });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await pause(random.whole(0, startMs));
  if (child.pid !== undefined) killOne(-child.pid);
  await ended;
}

/** On Electron the browser's process is the app's own. */
function chromiumProcesses(dueline: Dueline, kind: 'renderer' | 'browser'): readonly number[] {
  const main = dueline.app.process().pid;
  if (kind === 'browser' && dueline.runtime === 'electron') return main === undefined ? [] : [main];
  return processes()
    .filter(({ group }) => group === main)
    .filter(({ args }) =>
      kind === 'renderer'
        ? args.includes('--type=renderer')
        : args.includes(`--user-data-dir=${dueline.profile}`) && !args.includes('--type='),
    )
    .map(({ pid }) => pid);
}

function processes(): readonly { readonly pid: number; readonly group: number; readonly args: string }[] {
  return execFileSync('ps', ['-eo', 'pid=,pgid=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid, group, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined ? [] : [{ pid: Number(pid), group: Number(group), args }];
    });
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
