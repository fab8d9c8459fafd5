import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { exportedData } from './command-line.ts';
import { openCase, rowOf, showView } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';
import { teamBackend } from './team-backend.ts';

/** What the sample has does not depend on when the tests run. */
const clockAt = '2026-11-17T18:00:00.000Z';

test('rule-6 a case goes to a TAE, who accepts and returns it, twice; two cases become one', async ({
  launch,
  folder,
}) => {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '60,5'], clockAt);
  await backend.start();
  try {
    const join = async (name: string, role: string): Promise<Page> => {
      const token = await backend.addUser(name, role);
      const profile = path.join(folder, name);
      const { window } = await launch({ profile, args: ['--server', backend.url, '--token', token], clockAt });
      await expect(window.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
      return window;
    };
    const ana = await join('Ana Ruiz', 'coa');
    const tom = await join('Tom Weber', 'tae');
    const { cases } = await exportedData(backend.dataDir);
    const open = cases.filter(({ events }) => !events.some(({ type }) => type === 'resolved' || type === 'closed'));
    const siblingOf = (id: string, accountId: string) =>
      open.find((other) => other.accountId === accountId && other.id !== id);
    const handedOff = open.find(
      ({ id, accountId, events }) =>
        events.every(({ type }) => type === 'opened') && siblingOf(id, accountId) !== undefined,
    );
    if (handedOff === undefined) throw new Error('The sample has no new case whose account has another open one.');

    const pane = await openCase(ana, handedOff);
    const handOff = async (summary: string): Promise<void> => {
      await ana.keyboard.press('h');
      for (const [label, text] of [
        ['Summary', summary],
        ['Impact', 'The first truck leaves at 14:00.'],
        ['Steps tried', 'Renewed the certificate.'],
        ['Evidence', 'TLS alert 46'],
      ] as const) {
        await expect(ana.getByRole('textbox', { name: label })).toBeFocused();
        await ana.keyboard.insertText(text);
        await ana.keyboard.press('Tab');
      }
      await ana.keyboard.press('Control+Enter');
      await expect(pane).toContainText(summary);
    };
    await handOff('Orders stop at the AS2 endpoint.');
    await expect(pane).toContainText('handed the case off to the TAEs');
    await expect(pane).toContainText('Evidence: TLS alert 46');

    // A row that came in above those in sight would not be where it is clicked.
    const seen = await openCase(tom, handedOff);
    await expect(seen).toContainText('Impact: The first truck leaves at 14:00.');
    await showView(tom, 'Hand-offs');
    await rowOf(tom, handedOff.id).click();
    await expectAccessible(tom, 'a case that was handed off');
    await tom.keyboard.press('h');
    await expect(seen).toContainText('accepted the hand-off');
    await expect(rowOf(tom, handedOff.id)).toHaveCount(0);
    await pane.getByText('Properties').click();
    await expect(pane.getByRole('definition').filter({ hasText: 'Tom Weber' })).toBeVisible();

    await tom.keyboard.press('b');
    await tom.getByRole('textbox', { name: 'What is missing' }).fill('Which partner?');
    await tom.keyboard.press('Control+Enter');
    await expect(pane).toContainText('returned the hand-off');
    await expect(pane).toContainText('Which partner?');
    const returned = pane.getByTitle('How often the TAEs gave its hand-off back');
    await expect(returned).toHaveText('returned once');
    await ana.getByRole('region', { name: 'Timeline' }).focus();
    await handOff('Every partner of the AS2 endpoint.');
    await expect(seen).toContainText('Every partner of the AS2 endpoint.');
    await tom.getByRole('region', { name: 'Timeline' }).focus();
    await tom.keyboard.press('b');
    await tom.getByRole('textbox', { name: 'What is missing' }).fill('Since when?');
    await tom.keyboard.press('Control+Enter');
    await expect(returned).toHaveText('returned 2 times');

    const survivor = siblingOf(handedOff.id, handedOff.accountId);
    if (survivor === undefined) throw new Error('The account has no other open case.');
    await ana.getByRole('region', { name: 'Timeline' }).focus();
    await ana.keyboard.press('m');
    await ana.getByRole('textbox', { name: 'Into which case' }).fill(survivor.number ?? '');
    await ana.keyboard.press('ArrowDown');
    await ana.keyboard.press('Control+Enter');
    await expect(pane).toContainText(`Merged into ${survivor.number}`);
    await expectAccessible(ana, 'a merged case');
    await pane.getByRole('button', { name: `Open ${survivor.number}` }).click();
    const goesOn = ana.locator(`[data-open-case="${survivor.id}"]`);
    await expect(goesOn).toContainText(`merged ${handedOff.number} into this one`);
    await expect(goesOn).toContainText(`returned the hand-off on ${handedOff.number}`);
  } finally {
    await backend.kill();
  }
});
