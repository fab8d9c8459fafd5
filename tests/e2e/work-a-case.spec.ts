import path from 'node:path';
import { expect } from '@playwright/test';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { isOpen } from '../../src-shared/queue/queue-order.ts';
import { exportedData } from './command-line.ts';
import { openCase, showView } from './desk-page.ts';
import { test } from './launch.ts';

const morning = '2026-11-18T18:00:00.000Z';

test('an agent works a case from claim to close, and the backend has each step once, in order', async ({
  launch,
  folder,
}) => {
  const profile = path.join(folder, 'desk');
  const dueline = await launch({ profile, args: ['--sample', '60,10'], clockAt: morning });
  const page = dueline.window;
  await showView(page, 'Unassigned');
  const row = page.getByRole('grid').locator('[data-case-id]').first();
  const caseId = await row.getAttribute('data-case-id');
  await row.click();
  const pane = page.locator(`[data-open-case="${caseId}"]`);
  const toolbar = pane.getByRole('toolbar', { name: 'Actions' });
  const timeline = pane.getByRole('region', { name: 'Timeline' });
  let minute = 0;
  const later = () => dueline.setClock(Date.parse(morning) + ++minute * 60_000);

  await page.keyboard.press('c');
  await expect(toolbar.getByRole('button', { name: 'Claim' })).toHaveCount(0);
  await later();

  await page.keyboard.press('s');
  await page.getByRole('dialog').getByRole('radio', { name: /^1 / }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Set severity' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await later();

  await page.keyboard.press('r');
  await page.getByRole('textbox', { name: 'Reply' }).fill('We see the rejected ASN and are on it.');
  await page.keyboard.press('Control+Enter');
  await expect(timeline.getByText('We see the rejected ASN and are on it.')).toBeVisible();
  await expect(timeline.getByText('not sent yet')).toHaveCount(0);
  await expect(pane.locator('[data-clock="first_response"]')).toContainText(/met|missed/);
  await later();

  await toolbar.getByRole('button', { name: 'Wait' }).click();
  await page.getByRole('menuitem', { name: /customer/i }).click();
  await expect(pane.locator('[data-clock="resolution"]')).toContainText('paused');
  await later();

  await toolbar.getByRole('button', { name: 'Resume' }).click();
  await expect(pane.locator('[data-clock="resolution"]')).not.toContainText('paused');
  await later();

  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note' }).fill('GLN was missing in the partner table.');
  await page.keyboard.press('Control+Enter');
  await expect(timeline.getByText('GLN was missing in the partner table.')).toBeVisible();
  await later();

  await toolbar.getByRole('button', { name: 'Resolve' }).click();
  const resolving = page.getByRole('dialog');
  await resolving.getByRole('textbox', { name: 'What resolved it' }).fill('Partner table corrected.');
  await page.keyboard.press('Control+Enter');
  await expect(resolving.getByRole('alert')).toContainText(
    'Severity 1 is resolved with its root cause. Write it down.',
  );
  await resolving.getByRole('textbox', { name: 'Root cause' }).fill('A GLN was lost in the last import.');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /resolve/i })
    .click();
  await expect(toolbar.getByRole('button', { name: 'Close case' })).toBeVisible();
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-waiting', '0');

  const data = await exportedData(path.join(profile, 'data'));
  const worked = data.cases.find((found) => found.id === caseId);
  const mine = worked?.events.filter((event) => event.at >= Date.parse(morning)) ?? [];
  expect(mine.map((event) => event.type)).toEqual([
    'assigned',
    'severity_set',
    'agent_message',
    'waiting',
    'resumed',
    'note',
    'resolved',
  ]);
  expect(mine.every((event, i) => event.at === Date.parse(morning) + i * 60_000)).toBe(true);
  expect(new Set(mine.map((event) => event.id)).size).toBe(mine.length);
});

test('what is not allowed is refused in a sentence, and nothing is stored', async ({ launch, folder }) => {
  const profile = path.join(folder, 'desk');
  const { window: page } = await launch({ profile, args: ['--sample', '60,10'], clockAt: morning });
  await showView(page, 'All open');
  // The desk is there once its cases are.
  await page.getByRole('grid').locator('[data-case-id]').first().waitFor();
  const data = await exportedData(path.join(profile, 'data'));
  const policy = compilePolicy(data.policy);
  const owned = data.cases.find((found) => {
    const state = foldCase(policy, found.events);
    return isOpen(state) && state.ownerId !== null;
  });
  if (owned === undefined) throw new Error('The sample has no open case with an owner.');
  const pane = await openCase(page, owned);
  await page.keyboard.press('c');
  await expect(pane.getByText(/already (claimed by|yours)/i)).toBeVisible();
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-waiting', '0');
  const after = (await exportedData(path.join(profile, 'data'))).cases.find((found) => found.id === owned.id);
  expect(after).toEqual(owned);
});
