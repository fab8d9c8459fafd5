import { expect, type Page } from '@playwright/test';
import { colleagueOn } from './colleague.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';
import { addedSince, inOutage, syncOf } from './outage.ts';

const toastOf = (page: Page) => page.getByRole('status', { name: 'Last action' });
const itemsOf = (page: Page) => page.getByRole('article');

test('what was refused is retried, edited, discarded and restored, by the keyboard alone', async ({
  launch,
  folder,
}) => {
  await inOutage({ launch, folder }, [], async (outage) => {
    const { backend, options, dueline, seen } = outage;
    await dueline.window.keyboard.press('r');
    await dueline.window.keyboard.insertText('We are looking at it.');
    await dueline.window.keyboard.press('Control+Enter');
    await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '2');
    await dueline.kill();

    await backend.start();
    const ben = await colleagueOn(backend, 'Ben Okafor');
    await ben('claim', { caseId: seen.id });
    await ben('resolve', { caseId: seen.id, rootCause: 'A full disk.' });
    await ben('close', { caseId: seen.id, reason: 'resolved' });

    const again = await launch(options);
    const page = again.window;
    await expect(page.getByRole('button', { name: 'Needs attention 2' })).toBeVisible();
    await expect(toastOf(page)).toContainText(/needs? attention/i);
    await page.keyboard.press('0');
    await expect(itemsOf(page)).toHaveCount(2);
    await expect(itemsOf(page).first()).toBeFocused();
    await expect(itemsOf(page).first().getByRole('heading', { name: 'Claim' })).toBeVisible();
    await expect(itemsOf(page).first()).toContainText(seen.number ?? '');
    await expect(itemsOf(page).first()).toContainText('was closed by Ben Okafor');
    await expect(itemsOf(page).first()).toContainText('Source: assumption of this desk’s policy, states of a case.');
    await expectAccessible(page, 'Needs attention with items');

    await page.keyboard.press('r');
    await expect(itemsOf(page).first().getByRole('alert')).toContainText('was closed by Ben Okafor');
    await expect(itemsOf(page)).toHaveCount(2);

    await page.keyboard.press('j');
    await page.keyboard.press('d');
    await expect(itemsOf(page)).toHaveCount(1);
    await expect(toastOf(page)).toContainText('Discarded: Message to the customer');
    await expectAccessible(page, 'the way back from a discard');
    await page.keyboard.press('Control+z');
    await expect(itemsOf(page)).toHaveCount(2);

    await again.kill();
    const third = await launch(options);
    const desk = third.window;
    await expect(desk.getByRole('button', { name: 'Needs attention 2' })).toBeVisible();
    await ben('reopen', { caseId: seen.id });
    await ben('release', { caseId: seen.id });
    await desk.keyboard.press('0');
    await desk.keyboard.press('Enter');
    const pane = desk.locator(`[data-open-case="${seen.id}"]`);
    await expect(pane).toContainText('released the case');
    await expect(pane).toContainText('2 actions on this case were not accepted.');

    await desk.keyboard.press('r');
    await expect(itemsOf(desk)).toHaveCount(1);
    await expect(toastOf(desk)).toContainText('Done again: Claim');
    await expect(itemsOf(desk).first()).toBeFocused();

    await desk.keyboard.press('e');
    const reply = desk.getByRole('textbox', { name: 'Reply' });
    await expect(reply).toBeFocused();
    await expect(reply).toHaveValue('We are looking at it.');
    await reply.press('End');
    await desk.keyboard.insertText(' It is open again.');
    await desk.keyboard.press('Control+Enter');
    await expect(desk.getByText('Everything you did was accepted')).toBeVisible();
    await desk.keyboard.press('Escape');
    await expect(desk.getByRole('heading', { name: 'Needs attention' })).toBeFocused();
    await expect(syncOf(third)).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
    const added = await addedSince(outage);
    expect(added.slice(-2)).toEqual([
      ['assigned', ''],
      ['agent_message', 'We are looking at it. It is open again.'],
    ]);
    expect(added.filter(([type]) => type === 'agent_message')).toHaveLength(1);
  });
});
