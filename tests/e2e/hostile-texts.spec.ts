import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { hostileCases, hostileUser, shownTexts, type TextOf } from '../fixtures/hostile-desk.ts';
import { markOf, otherText, scriptText } from '../fixtures/hostile-words.ts';
import { shownBy } from './desk-notifications.ts';
import { showView } from './desk-page.ts';
import { draftStored } from './draft-stored.ts';
import { actingOn } from './filled-case.ts';
import { exportedLines, hostileAt, hostileBackend, tokenOf } from './hostile-backend.ts';
import { expectInPlace, expectOnlyText, expectShown, shownPlaces, watch } from './hostile-page.ts';
import { tourOfTexts } from './hostile-tour.ts';
import { type Dueline, test } from './launch.ts';
import { syncOf } from './outage.ts';
import { runtime } from './runtime.ts';
import type { TeamBackend } from './team-backend.ts';

test('script in every field is text on every screen', async ({ launch, folder }) => {
  await onDesk(folder, scriptText, async (backend, options) => {
    await expectStoredWhole(backend, scriptText);
    const dueline = await launch(options);
    const { window: page } = dueline;
    await watch(page, scriptText);
    const seen = await tour(page, scriptText, (screen) => expectOnlyText(page, screen));
    // Whatever has a text on the desk has it on a screen.
    expect(shownTexts().filter((place) => !seen.has(place))).toEqual([]);
    await expectToldAsText(dueline, scriptText);
    await expect(page).toHaveTitle(/^Dueline( — \d+ overdue)?$/);
    await expectNoneInDiagnostics(page);
  });
});

test('every other class of hostile text is whole, in its place, and moves nothing beside it', async ({
  launch,
  folder,
}) => {
  // Texts of 100,000 characters on some thirty screens.
  test.setTimeout(120_000);
  await onDesk(folder, otherText, async (backend, options) => {
    await expectStoredWhole(backend, otherText);
    const dueline = await launch(options);
    const { window: page } = dueline;
    await dueline.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 0, y: 0, width: 1024, height: 700 }),
    );
    await expect.poll(() => page.evaluate(() => innerWidth <= 1024)).toBe(true);
    await watch(page, otherText);
    await tour(page, otherText, async (screen) => {
      await expectOnlyText(page, screen);
      await expectInPlace(page, screen);
    });
    await expectToldAsText(dueline, otherText);
    await expectNoneInDiagnostics(page);
  });
});

test('hostile words of one’s own are kept as a draft and with what was refused, and copied as they are', async ({
  launch,
  folder,
}) => {
  const own = (field: string) => `${field} ${otherText('macros.text').slice(0, 400)} <img src=x onerror=hit()>`;
  await onDesk(folder, scriptText, async (backend, options) => {
    const first = await launch(options);
    const { window: page } = first;
    await openCase(page, hostileCases.vote);
    await page.keyboard.press('r');
    await page.getByRole('textbox', { name: 'Reply' }).fill(own('Draft'));
    await draftStored(page, JSON.stringify(own('Draft')).slice(1, -1));
    await page.keyboard.press('Escape');
    await expect(syncOf(first)).toHaveAttribute('data-connection', 'online');
    await backend.kill();
    await openCase(page, hostileCases.request);
    await page.keyboard.press('h');
    const labels = ['Summary', 'Impact', 'Steps tried', 'Evidence'] as const;
    for (const label of labels) await page.getByRole('dialog').getByLabel(label).fill(own(label));
    await page.keyboard.press('Control+Enter');
    await expect(syncOf(first)).toHaveAttribute('data-waiting', '1');
    await first.kill();

    await backend.start();
    const ben = actingOn(backend, await tokenOf(backend, hostileUser), () => Date.parse(hostileAt));
    const brief = { summary: 'a', impact: 'b', stepsTried: 'c', evidence: 'd' };
    await ben('hand_off', { caseId: hostileCases.request, eventId: randomUUID(), ...brief });
    const { window: again } = await launch(options);
    await watch(again, scriptText);
    await expect(again.getByRole('button', { name: 'Needs attention 1' })).toBeVisible();
    await again.keyboard.press('0');
    const refused = again.getByRole('article');
    await expectShown(again, 'Needs attention', ['users.name', 'accounts.name']);
    await refused.getByRole('button', { name: 'Show all of it' }).click();
    await again.evaluate(() =>
      window.addEventListener('copy', (event) =>
        Object.assign(window, { copied: event.clipboardData?.getData('text/plain') }),
      ),
    );
    await refused.getByRole('button', { name: 'Copy text' }).click();
    expect(await again.evaluate(() => (window as { copied?: string }).copied)).toBe(
      labels.map((label) => `${label}:\n${own(label)}`).join('\n\n'),
    );
    for (const label of labels) {
      expect(await refused.textContent()).toContain(own(label));
    }
    await expectOnlyText(again, 'Needs attention');
    await openCase(again, hostileCases.vote);
    await expect(again.getByRole('textbox', { name: 'Reply' })).toHaveValue(own('Draft'));
    await expectOnlyText(again, 'a draft');
  });
});

interface Options {
  readonly profile: string;
  readonly args: readonly string[];
  readonly clockAt: string;
}

async function onDesk(
  folder: string,
  text: TextOf,
  work: (backend: TeamBackend, options: Options) => Promise<void>,
): Promise<void> {
  const backend = await hostileBackend(folder, text);
  try {
    await backend.start();
    const args = ['--server', backend.url, '--token', await tokenOf(backend, hostileUser)];
    await work(backend, { profile: path.join(folder, 'ana'), args, clockAt: hostileAt });
  } finally {
    await backend.kill();
  }
}

/** Answers the places whose texts were on a screen. */
async function tour(page: Page, text: TextOf, look: (screen: string) => Promise<void>): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  await tourOfTexts(page, text, async (screen, places) => {
    await expectShown(page, screen, places);
    for (const place of await shownPlaces(page)) seen.add(place);
    await look(screen);
  });
  return seen;
}

async function openCase(page: Page, id: string): Promise<void> {
  await showView(page, 'All open');
  await page.locator(`[data-case-id="${id}"]`).click();
  await expect(page.locator(`[data-open-case="${id}"]`)).toBeVisible();
}

/** What is exported is a line a document, whatever stands in it, and each text is in there as it is. */
async function expectStoredWhole(backend: TeamBackend, text: TextOf): Promise<void> {
  const texts = new Set<unknown>();
  const take = (value: unknown): void => {
    texts.add(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      texts.add(key);
      take(inner);
    }
  };
  for (const line of await exportedLines(backend)) take(line);
  expect(shownTexts().filter((place) => !texts.has(text(place)))).toEqual([]);
}

/** A reminder that came while nobody watched is told by the system, and by the window until it is seen. */
async function expectToldAsText(dueline: Dueline, text: TextOf): Promise<void> {
  const { window: page } = dueline;
  await dueline.setClock(Date.parse(hostileAt) + 2 * 3_600_000);
  const told = page.getByRole('region', { name: 'Deadlines to see' });
  await expect(told).toContainText(markOf('cases.events[reminder_set].about'));
  await expect(told).toContainText(text('accounts.name'));
  if (runtime.kind === 'electron') return;
  const notices = await shownBy(dueline);
  expect(notices.some(({ body }) => body.includes(text('accounts.name')))).toBe(true);
}

async function expectNoneInDiagnostics(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+D');
  const diagnostics = page.getByRole('dialog').getByRole('textbox', { name: 'Diagnostics' });
  await expect(diagnostics).toHaveValue(/Dueline diagnostics/);
  const written = await diagnostics.inputValue();
  expect(shownTexts().filter((place) => written.includes(`${markOf(place)} `))).toEqual([]);
}
