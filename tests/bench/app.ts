import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { type Dueline, launchDueline } from '../e2e/launch.ts';
import { type Figure, median } from './figure.ts';
import { benchPalette } from './palette.ts';

/*
 * The running app: start to first rows, cost of a tick, cost of an action, memory. The clock stands still, so that a
 * tick happens when the bench says so and at no other time.
 */

const clockAt = '2026-11-18T18:00:00.000Z';
const ticks = 30;

/** Measures the app on sample desks of the given numbers of open cases. */
export async function benchApp(openCases: readonly number[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const open of openCases) {
    const profile = mkdtempSync(path.join(os.tmpdir(), 'dueline-bench-'));
    try {
      figures.push(...(await benchDesk(profile, open)));
    } finally {
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
  }
  return figures;
}

async function benchDesk(profile: string, open: number): Promise<Figure[]> {
  const named = (name: string, value: number, unit: string): Figure => ({ name: `${open} open: ${name}`, value, unit });
  const args = ['--sample', `${open},0`];
  const figures: Figure[] = [];

  const first = await launchDueline({ profile, args, clockAt });
  await allLoaded(first, open);
  figures.push(named('new profile, window to everything loaded', await sinceNavigation(first.window), 'ms'));
  // As a person works for a while: the first rows are kept for the next start once the queue has rested.
  await first.window.waitForTimeout(6_000);
  await first.close();

  const firstRows: number[] = [];
  const loaded: number[] = [];
  for (let round = 0; round < 5; round++) {
    const again = await launchDueline({ profile, args, clockAt });
    await allLoaded(again, open);
    loaded.push(await markedAt(again.window, 'dueline:loaded'));
    firstRows.push(await markedAt(again.window, 'dueline:first-rows'));
    await again.close();
  }
  figures.push(named('start to first rows (median of 5)', median(firstRows), 'ms'));
  figures.push(named('start to everything in memory (median of 5)', median(loaded), 'ms'));

  const dueline = await launchDueline({ profile, args, clockAt });
  await allLoaded(dueline, open);
  figures.push(named('script of a tick', await tickScriptMs(dueline), 'ms'));
  figures.push(named('action to painted result (median of 20)', await actionMs(dueline), 'ms'));
  for (const { name, value, unit } of await benchPalette(dueline.window)) figures.push(named(name, value, unit));
  figures.push(named('renderer, JavaScript heap after collection', await heapMegabytes(dueline.window), 'MB'));
  const backendRss = residentMegabytes(dueline, 'backend.js');
  if (backendRss !== null) figures.push(named('backend, resident', backendRss, 'MB'));
  const rendererRss = residentMegabytes(dueline, '--type=renderer');
  if (rendererRss !== null) figures.push(named('renderer, resident (largest)', rendererRss, 'MB'));
  await dueline.close();
  return figures;
}

async function allLoaded({ window }: Dueline, open: number): Promise<void> {
  await window.getByRole('button', { name: new RegExp(`^All open\\D*${open.toLocaleString('en-US')}\\b`) }).waitFor({
    timeout: 300_000,
  });
}

function sinceNavigation(window: Page): Promise<number> {
  return window.evaluate(() => performance.now());
}

/** When the app set a mark: ms since the window began to load. */
async function markedAt(window: Page, mark: string): Promise<number> {
  await window.waitForFunction((name) => performance.getEntriesByName(name).length > 0, mark);
  return window.evaluate((name) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN, mark);
}

/** Script of the page in a second's tick, less what the bench itself makes the page do to set the clock. */
async function tickScriptMs(dueline: Dueline): Promise<number> {
  const startedAt = Date.parse(clockAt);
  const session = await dueline.window.context().newCDPSession(dueline.window);
  await session.send('Performance.enable');
  const script = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN;
  };
  const scriptMsOf = async (work: (round: number) => Promise<unknown>) => {
    const before = await script();
    for (let round = 1; round <= ticks; round++) await work(round);
    await dueline.window.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))));
    return (((await script()) - before) * 1_000) / ticks;
  };
  const ask = () => dueline.window.evaluate(() => window.desktop.call('app:info', undefined));
  const differences: number[] = [];
  // The first round of each warms up; then they take turns, so that what else the machine does weighs on both.
  for (let turn = 0; turn <= 3; turn++) {
    const asked = await scriptMsOf(ask);
    const ticked = await scriptMsOf((round) => dueline.setClock(startedAt + (turn * ticks + round) * 1_000));
    if (turn > 0) differences.push(ticked - asked);
  }
  return median(differences);
}

/** From the key to the frame after the row changed: j moves the active row. */
async function actionMs({ window }: Dueline): Promise<number> {
  const times = await window.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    const measured: number[] = [];
    for (let round = 0; round < 20; round++) {
      const startedAt = performance.now();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
      await frame();
      measured.push(performance.now() - startedAt);
    }
    return measured;
  });
  return median(times);
}

async function heapMegabytes(window: Page): Promise<number> {
  const session = await window.context().newCDPSession(window);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}

/** Resident memory of the app's largest process whose command line has `mark`; null where `ps` is not to be had. */
function residentMegabytes(dueline: Dueline, mark: string): number | null {
  const group = dueline.app.process().pid;
  if (group === undefined || process.platform === 'win32') return null;
  const rows = execFileSync('ps', ['-eo', 'pgid=,rss=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((row) => row !== null && Number(row[1]) === group && (row[3] ?? '').includes(mark))
    .map((row) => Number(row?.[2]) / 1_024);
  return rows.length === 0 ? null : Math.max(...rows);
}
