import path from 'node:path';
import { expect, type Locator } from '@playwright/test';
import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import { exportedData } from './command-line.ts';
import { showView } from './desk-page.ts';
import type { Dueline, LaunchOptions } from './launch.ts';
import { type TeamBackend, teamBackend } from './team-backend.ts';

/** An agent who works on while the team's backend is gone. */
export interface Outage {
  readonly backend: TeamBackend;
  /** Starts the agent's app again on the same profile. */
  readonly options: LaunchOptions;
  readonly dueline: Dueline;
  /** The case as the backend had it before it went. */
  readonly seen: CaseDocument;
}

/** The state of sync that the rail shows. */
export function syncOf({ window }: Dueline): Locator {
  return window.getByRole('status', { name: 'Sync' });
}

/**
 * Runs `work` in an outage: an agent has joined a backend, it was killed, and the first unassigned case was claimed
 * and has the notes. The backend is ended afterwards, whatever happens.
 */
export async function inOutage(
  world: { readonly launch: (options: LaunchOptions) => Promise<Dueline>; readonly folder: string },
  notes: readonly string[],
  work: (outage: Outage) => Promise<void>,
): Promise<void> {
  const backend = await teamBackend(path.join(world.folder, 'team'), ['--sample', '40,5']);
  await backend.start();
  try {
    const token = await backend.addUser('Ana Ruiz', 'coa');
    const args = ['--server', backend.url, '--token', token];
    const options = { profile: path.join(world.folder, 'ana'), args };
    const dueline = await world.launch(options);
    const page = dueline.window;
    await showView(page, 'Unassigned');
    const row = page.getByRole('grid').locator('[data-case-id]').first();
    const caseId = await row.getAttribute('data-case-id');
    const seen = (await exportedData(backend.dataDir)).cases.find((found) => found.id === caseId);
    if (seen === undefined) throw new Error('The case on screen is not in the export.');
    await expect(syncOf(dueline)).toHaveAttribute('data-connection', 'online');

    await backend.kill();
    await row.click();
    await expect(page.locator(`[data-open-case="${seen.id}"]`)).toBeVisible();
    await page.keyboard.press('c');
    await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '1');
    for (const [index, text] of notes.entries()) {
      await page.keyboard.press('n');
      await page.getByRole('textbox', { name: 'Note' }).fill(text);
      await page.keyboard.press('Control+Enter');
      await expect(syncOf(dueline)).toHaveAttribute('data-waiting', String(index + 2));
      await page.keyboard.press('Escape');
    }
    await work({ backend, options, dueline, seen });
  } finally {
    await backend.kill();
  }
}

/** What the backend has of the case beyond what it had before the outage: type and text of each event. */
export async function addedSince({ backend, seen }: Outage): Promise<(readonly [type: string, text: string])[]> {
  const after = (await exportedData(backend.dataDir)).cases.find((found) => found.id === seen.id);
  const added = after?.events.slice(seen.events.length) ?? [];
  expect(added.every((event) => event.version !== null)).toBe(true);
  return added.map((event) => [event.type, ('text' in event ? event.text : undefined) ?? '']);
}
