import path from 'node:path';
import { expect } from '@playwright/test';
import { openCase, rowOf, showView } from './desk-page.ts';
import { draftStored } from './draft-stored.ts';
import { test } from './launch.ts';
import { addedSince, inOutage, syncOf } from './outage.ts';
import { teamBackend } from './team-backend.ts';

test('what was done offline survives a kill and a restart, and reaches the backend once, in order', async ({
  launch,
  folder,
}) => {
  const notes = ['First note.', 'Second note.', 'Third note.'];
  const message = 'We are looking at it.';
  await inOutage({ launch, folder }, notes, async (outage) => {
    const { backend, options, dueline, seen } = outage;
    const pane = dueline.window.locator(`[data-open-case="${seen.id}"]`);
    const reply = dueline.window.getByRole('textbox', { name: 'Reply' });
    await dueline.window.keyboard.press('r');
    await reply.fill(message);
    await dueline.window.keyboard.press('Control+Enter');
    await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '5');
    await expect(syncOf(dueline)).toHaveAttribute('data-connection', 'offline');
    await expect(pane.getByText('not sent yet')).toBeVisible();

    await reply.pressSequentially('Half a sent');
    await expect(pane.getByText('Kept as a draft')).toBeVisible();
    await draftStored(dueline.window, 'Half a sent');
    await dueline.kill();

    const second = await launch(options);
    const draft = second.window.getByRole('textbox', { name: 'Reply' });
    await expect(syncOf(second)).toHaveAttribute('data-waiting', '5');
    const restored = await openCase(second.window, seen);
    for (const text of [...notes, message]) await expect(restored.getByText(text)).toBeVisible();
    await expect(draft).toHaveValue('Half a sent');

    await backend.start();
    await second.window.getByRole('button', { name: 'Try now' }).click();
    await expect(syncOf(second)).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
    await expect(restored.getByText('not sent yet')).toHaveCount(0);
    await expect(draft).toHaveValue('Half a sent');
    expect(await addedSince(outage)).toEqual([
      ['assigned', ''],
      ...notes.map((text) => ['note', text]),
      ['agent_message', message],
    ]);
  });
});

test('two agents on one backend see each other’s changes', async ({ launch, folder }, testInfo) => {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '40,5']);
  await backend.start();
  try {
    const [ana, ben] = await Promise.all(
      ['Ana Ruiz', 'Ben Okafor'].map(async (name) => {
        const token = await backend.addUser(name, 'coa');
        const profile = path.join(folder, name);
        return launch({ profile, args: ['--server', backend.url, '--token', token] });
      }),
    );
    if (ana === undefined || ben === undefined) throw new Error('Both agents must have started.');
    for (const { window } of [ana, ben]) {
      await expect(window.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
      await showView(window, 'Unassigned');
    }
    const row = ana.window.getByRole('grid').locator('[data-case-id]').first();
    const caseId = (await row.getAttribute('data-case-id')) ?? '';
    await expect(rowOf(ben.window, caseId)).toBeVisible();
    await row.click();
    const startedAt = Date.now();
    await ana.window.keyboard.press('c');
    await expect(rowOf(ben.window, caseId)).toHaveCount(0);
    testInfo.annotations.push({ type: 'seen by the other agent after', description: `${Date.now() - startedAt} ms` });

    await showView(ben.window, 'All open');
    await expect(rowOf(ben.window, caseId)).toContainText('Ana Ruiz');
  } finally {
    await backend.kill();
  }
});
