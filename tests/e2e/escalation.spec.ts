import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { exportedData, runScript } from './command-line.ts';
import { openCase } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';
import { syncOf } from './outage.ts';
import { type TeamBackend, teamBackend } from './team-backend.ts';

/** Tuesday morning at the desk: what the sample has does not depend on when the tests run. */
const clockAt = '2026-11-17T18:00:00.000Z';

/** Types into the field that has the focus, and goes on to the next one. */
async function fillNext(page: Page, label: string, text: string): Promise<void> {
  await expect(page.getByRole('textbox', { name: label })).toBeFocused();
  await page.keyboard.insertText(text);
  await page.keyboard.press('Tab');
}

/** What the tracker of another team says of a ticket. */
async function trackerSays(backend: TeamBackend, ref: string, news: object): Promise<number> {
  const wanted = ['service-token', '--data', backend.dataDir, '--name', 'tracker', '--may', 'tickets'];
  const token = (await runScript('src-backend/main.ts', wanted)).stdout.trim();
  const answer = await fetch(`${backend.url}/v1/dev-tickets/${ref}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(news),
  });
  return answer.status;
}

test('rule-6 a TAE escalates a case on a ticket, and hears of it from the tracker', async ({ launch, folder }) => {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '40,5'], clockAt);
  await backend.start();
  try {
    const token = await backend.addUser('Tom Weber', 'tae');
    const dueline = await launch({ args: ['--server', backend.url, '--token', token], clockAt });
    const { window: page } = dueline;
    await expect(syncOf(dueline)).toHaveAttribute('data-connection', 'online');
    const { cases } = await exportedData(backend.dataDir);
    const found = cases.find(({ events }) => events.every(({ type }) => type === 'opened'));
    if (found === undefined) throw new Error('The sample has no case that is new.');
    const pane = await openCase(page, found);

    await page.keyboard.press('f');
    const team = page.getByRole('combobox', { name: 'Team' });
    await expect(team).toBeFocused();
    await expectAccessible(page, 'the escalation dialog');
    await page.keyboard.press('Tab');
    await fillNext(page, 'Ticket', 'DEV-4711');
    // What was typed is there again after a step back.
    await page.keyboard.press('Escape');
    await expect(team).toHaveCount(0);
    await page.keyboard.press('f');
    await expect(page.getByRole('textbox', { name: 'Ticket' })).toHaveValue('DEV-4711');
    await page.getByLabel('Planned release').fill('2027-01-15');
    await page.getByRole('textbox', { name: 'Link' }).fill('javascript:alert(1)');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('alert')).toContainText('The link is no web address');
    await page.getByRole('textbox', { name: 'Link' }).fill('https://tracker.example/DEV-4711');
    await page.keyboard.press('Control+Enter');

    const line = pane.getByRole('list', { name: 'Escalations' }).getByRole('listitem');
    await expect(line).toHaveText('DevelopmentDEV-4711release Fri 15 Jan 2027');
    await expect(line.getByRole('link')).toHaveAttribute('href', 'https://tracker.example/DEV-4711');
    await expect(pane).toContainText('Waiting: development');
    await expectAccessible(page, 'a case that was escalated');

    await page.keyboard.press('Control+z');
    await expect(line).toHaveCount(0);
    await expect(pane).toContainText('took back the escalation to Development');
    await page.keyboard.press('f');
    await page.getByRole('textbox', { name: 'Ticket' }).fill('DEV-4711');
    await page.keyboard.press('Control+Enter');
    await expect(line).toContainText('DEV-4711');

    await page.keyboard.press('#');
    await expect(page.getByRole('textbox', { name: 'Status' })).toBeFocused();
    await expectAccessible(page, 'the dialog of a ticket');
    await page.keyboard.insertText('In review');
    await page.keyboard.press('Control+Enter');
    await expect(line).toContainText('In review');
    await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '0');

    expect(await trackerSays(backend, 'DEV-4711', { status: 'Done', plannedReleaseOn: '2027-02-01' })).toBe(200);
    await expect(line).toContainText('Done');
    await expect(line).toContainText('release Mon 1 Feb 2027');
    await expect(pane).toContainText('changed ticket DEV-4711, now Done, release planned on Mon 1 Feb 2027');
    expect(await trackerSays(backend, 'DEV-9999', { status: 'Done' })).toBe(404);
  } finally {
    await backend.kill();
  }
});

test('rule-9 a COA sends a custom report to Professional Services, offline, with its Statement of Work', async ({
  launch,
  folder,
}) => {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '40,5'], clockAt);
  await backend.start();
  try {
    const token = await backend.addUser('Ana Ruiz', 'coa');
    const dueline = await launch({ args: ['--server', backend.url, '--token', token], clockAt });
    const { window: page } = dueline;
    await expect(syncOf(dueline)).toHaveAttribute('data-connection', 'online');
    const { cases } = await exportedData(backend.dataDir);
    const found = cases.find(({ events }) => events.every(({ type }) => type === 'opened'));
    if (found === undefined) throw new Error('The sample has no case that is new.');
    const pane = await openCase(page, found);
    await backend.kill();

    await page.keyboard.press('f');
    await expect(page.getByRole('combobox', { name: 'Team' }).getByRole('option')).toHaveText([
      'Professional Services',
    ]);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('alert')).toContainText('It needs a Statement of Work');
    await page.getByRole('textbox', { name: 'Statement of Work' }).fill('SOW-2027-014');
    await page.keyboard.press('Control+Enter');
    await expect(pane.getByRole('list', { name: 'Escalations' })).toContainText('SOW SOW-2027-014');
    await expect(pane).toContainText('Waiting: internal');
    await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '1');

    await backend.start();
    await page.getByRole('button', { name: 'Try now' }).click();
    await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
    const stored = (await exportedData(backend.dataDir)).cases.find(({ id }) => id === found.id);
    expect(stored?.events.slice(1)).toMatchObject([
      { type: 'escalated', team: 'professional_services', sowRef: 'SOW-2027-014' },
      { type: 'waiting', on: 'internally' },
    ]);
  } finally {
    await backend.kill();
  }
});
