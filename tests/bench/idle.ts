import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectFolder } from '../../scripts/build-app.ts';
import { type Dueline, launchDueline } from '../e2e/launch.ts';
import type { Figure } from './figure.ts';

/*
 * What the app costs while nobody does anything: time of the processor and wake-ups of each process over a minute, with
 * the window shown and hidden. Read from /proc, so on Linux only.
 */

const minuteMs = 60_000;
const settleMs = 20_000;
/** As the kernel counts time of the processor: sysconf(_SC_CLK_TCK). */
const tickMs = 10;

interface Usage {
  readonly cpuMs: number;
  readonly wakeUps: number;
}

/** Measures a minute of rest with the window shown and one with it hidden. */
export async function benchIdle(open: number): Promise<Figure[]> {
  if (process.platform !== 'linux') {
    console.log('  not measured: /proc is on Linux only.');
    return [];
  }
  const profile = mkdtempSync(path.join(os.tmpdir(), 'dueline-bench-'));
  try {
    const dueline = await launchDueline({ profile, args: ['--sample', `${open},0`] });
    await dueline.window
      .getByRole('button', { name: new RegExp(`^All open\\D*${open.toLocaleString('en-US')}\\b`) })
      .waitFor({ timeout: 300_000 });
    // What follows a start (first rows, filter, compacting) is over.
    await dueline.window.waitForTimeout(settleMs);
    const shown = await minuteOf(dueline, `${open} open, shown`);
    await dueline.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await dueline.window.waitForTimeout(2_000);
    const hidden = await minuteOf(dueline, `${open} open, hidden`);
    await dueline.close();
    return [...shown, ...hidden];
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

async function minuteOf(dueline: Dueline, name: string): Promise<Figure[]> {
  const before = usageOf(dueline);
  await new Promise((resolve) => setTimeout(resolve, minuteMs));
  const after = usageOf(dueline);
  return [...after].flatMap(([kind, usage]) => {
    const was = before.get(kind) ?? { cpuMs: 0, wakeUps: 0 };
    return [
      { name: `${name}: ${kind}, processor`, value: ((usage.cpuMs - was.cpuMs) / minuteMs) * 100, unit: '%' },
      { name: `${name}: ${kind}, wake-ups`, value: (usage.wakeUps - was.wakeUps) / 60, unit: '/s' },
    ];
  });
}

/** By kind of process, those of the app's group that run now. */
function usageOf(dueline: Dueline): Map<string, Usage> {
  const group = dueline.app.process().pid;
  const found = new Map<string, Usage>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      // The name in brackets may itself hold brackets and spaces.
      const [, fields = ''] = /^.*\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
      const [, , pgrp, ...rest] = fields.split(' ');
      if (Number(pgrp) !== group) continue;
      const kind = kindOf(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
      const before = found.get(kind) ?? { cpuMs: 0, wakeUps: 0 };
      // utime and stime are the 14th and 15th field of all.
      const cpuMs = (Number(rest[8]) + Number(rest[9])) * tickMs;
      found.set(kind, { cpuMs: before.cpuMs + cpuMs, wakeUps: before.wakeUps + wakeUpsOf(pid) });
    } catch {
      // It ended while it was looked at.
    }
  }
  return found;
}

/** Each time a thread lets go of the processor to wait, something wakes it up later. */
function wakeUpsOf(pid: string): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, task) => {
    const status = readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8');
    return sum + Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1] ?? 0);
  }, 0);
}

function kindOf(commandLine: string): string {
  if (commandLine.includes('backend.js')) return 'backend';
  if (commandLine.includes('--type=renderer')) return 'renderer';
  // Electron's main process and the stand-in's are started with the project's folder.
  return commandLine.split('\0').includes(projectFolder) ? 'main' : 'browser';
}
