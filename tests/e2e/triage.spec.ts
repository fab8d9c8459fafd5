import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { isOpen } from '../../src-shared/queue/queue-order.ts';
import { inflationOf, triageFactOf } from '../../src-shared/triage/inflation.ts';
import { exportedData } from './command-line.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';
import { teamBackend } from './team-backend.ts';

const morning = '2026-11-18T18:00:00.000Z';

/** Opens a case by the keyboard: all open cases, the filter, Enter. */
async function openByKeys(page: Page, { id, number }: CaseDocument) {
  await goTo(page, '3', 'All open');
  await page.keyboard.press('/');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(number ?? '');
  await expect(page.locator(`[data-case-id="${id}"]`)).toBeVisible();
  await page.keyboard.press('Enter');
  const pane = page.locator(`[data-open-case="${id}"]`);
  await expect(pane).toBeVisible();
  return pane;
}

/** Tab until the button is reached: what is told on focus needs no pointer. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const button = page.getByRole('button', { name });
  await expect(button).toBeVisible();
  for (let stops = 0; stops < 80; stops += 1) {
    await page.keyboard.press('Tab');
    if (await button.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not lead to ${name}.`);
}

/** Goes to a view by its number, once there is a row for the keys to act on. */
async function goTo(page: Page, key: string, view: string): Promise<void> {
  await expect(page.getByRole('grid').locator('[data-active]')).toHaveCount(1);
  await page.keyboard.press(key);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(view);
}

test('rule-3 an untriaged case is triaged by questions, one key each, and another severity than proposed is told', async ({
  launch,
}) => {
  const { window: page } = await launch({ args: ['--sample', '60,10'], clockAt: morning });
  await goTo(page, '4', 'Untriaged');
  const rows = page.getByRole('grid').locator('[data-case-id]');
  await expect(rows.first().locator('[data-time-left]')).toHaveAttribute('data-clock', 'triage');
  const dues = await rows
    .locator('[data-time-left]')
    .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-due-at'))));
  expect(dues).toEqual(dues.toSorted((a, b) => a - b));
  const count = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  const id = await rows.first().getAttribute('data-case-id');
  await page.keyboard.press('Enter');
  const pane = page.locator(`[data-open-case="${id}"]`);
  await expect(pane).toContainText('provisional');

  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('stands in until you set it');
  await expectAccessible(page, 'the severity dialog');
  for (const key of 'q13') await page.keyboard.press(key);
  await expect(dialog.getByRole('status')).toHaveText('Still possible: severity 2, 3.');
  for (const key of '321') await page.keyboard.press(key);
  await expect(dialog.getByRole('status')).toContainText('Proposed: 2 Urgent.');
  await expect(dialog.getByRole('status')).toContainText('no reasonable workaround');
  await expect(dialog.getByRole('status')).toContainText('Source: published policy, severity levels');
  await expect(dialog.getByRole('radio', { name: /^2 Urgent/ })).toBeChecked();
  await expect(dialog.getByRole('radio', { name: /^2 Urgent/ })).toBeFocused();
  await page.keyboard.press('3');
  await expect(dialog.getByRole('textbox', { name: /^Why another one/ })).toBeVisible();
  await expectAccessible(page, 'answered questions');
  await page.keyboard.press('Enter');

  await expect(dialog).toHaveCount(0);
  const timeline = pane.getByRole('region', { name: 'Timeline' });
  await expect(timeline).toContainText('set severity 3, Medium; the answers propose 2, Urgent');
  await expect(timeline).toContainText('What is hit? Degraded, and it persists.');
  await expect(pane).not.toContainText('provisional');
  await expect(page.locator(`[data-case-id="${id}"]`)).toHaveCount(0);
  await expect(page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Untriaged' })).toHaveText(
    `Untriaged${count - 1}`,
  );
});

test('rule-2 a portal case found to be severity 1 is not phoned in until a call is logged; S, a digit and Enter triage', async ({
  launch,
  folder,
}) => {
  const profile = path.join(folder, 'desk');
  const { window: page } = await launch({ profile, args: ['--sample', '60,10'], clockAt: morning });
  const { cases, policy } = await exportedData(path.join(profile, 'data'));
  const compiled = compilePolicy(policy);
  const found = cases.find(({ events }) => {
    const state = foldCase(compiled, events);
    return isOpen(state) && state.provisional && state.channel === 'portal';
  });
  if (found === undefined) throw new Error('The sample has no untriaged case of the portal.');
  const pane = await openByKeys(page, found);
  for (const key of ['s', '1', 'Enter']) await page.keyboard.press(key);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const flag = pane.getByRole('button', { name: /^not phoned in/ });
  await expect(flag).toBeVisible();
  await expect(page.locator(`[data-case-id="${found.id}"]`)).toContainText('no call');

  await tabTo(page, /^not phoned in/);
  await expect(flag).toHaveAccessibleDescription(/must be phoned in to the hotline \(925-660-1111\).*clears it \(P\)/);
  await expectAccessible(page, 'a case that was not phoned in');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Call' })).toBeFocused();
  await page.keyboard.type('They confirm that nothing can be ordered.');
  await page.keyboard.press('Control+Enter');
  await expect(flag).toHaveCount(0);
  await expect(page.locator(`[data-case-id="${found.id}"]`)).not.toContainText('no call');
});

test('rule-2 a call that turned out severity 3 or 4 belongs in the portal until the macro that says so was sent', async ({
  launch,
  folder,
}) => {
  const profile = path.join(folder, 'desk');
  const { window: page } = await launch({ profile, args: ['--sample', '200,10'], clockAt: morning });
  const { cases, policy } = await exportedData(path.join(profile, 'data'));
  const compiled = compilePolicy(policy);
  const found = cases.find(({ events }) => {
    const state = foldCase(compiled, events);
    return isOpen(state) && state.work.belongsInPortal;
  });
  if (found === undefined) throw new Error('The sample has no call of severity 3 or 4.');
  const pane = await openByKeys(page, found);
  const flag = pane.getByRole('button', { name: /^belongs in the portal/ });
  await tabTo(page, /^belongs in the portal/);
  await expect(flag).toHaveAccessibleDescription(/only severity 1 and 2 are phoned in.*macro that says so kindly/);
  await page.keyboard.press('Enter');
  const reply = page.getByRole('textbox', { name: 'Reply' });
  await expect(reply).toBeFocused();
  await expect(reply).toHaveValue(/Community Portal/);
  await page.keyboard.press('Control+Enter');
  await expect(flag).toHaveCount(0);
  const after = (await exportedData(path.join(profile, 'data'))).cases.find(({ id }) => id === found.id);
  expect(after?.events.at(-1)).toMatchObject({ type: 'agent_message', macro: 'belongs_in_portal' });
});

test('rule-4 an account whose customers ask for more than triage finds carries its figures', async ({
  launch,
  folder,
}) => {
  const profile = path.join(folder, 'desk');
  const { window: page } = await launch({ profile, args: ['--sample', '200,300'], clockAt: morning });
  await goTo(page, '3', 'All open');
  const { cases, policy } = await exportedData(path.join(profile, 'data'));
  const { inflation: rule } = policy;
  if (rule === undefined) throw new Error('The shipped policy says nothing of inflation.');
  const compiled = compilePolicy(policy);
  const states = cases.map((doc) => ({ doc, state: foldCase(compiled, doc.events) }));
  const figuresOf = (accountId: string) =>
    inflationOf(
      states.filter(({ doc }) => doc.accountId === accountId).flatMap(({ state }) => triageFactOf(state) ?? []),
      rule,
      Date.parse(morning),
      'America/Los_Angeles',
    );
  const open = states.filter(({ state }) => isOpen(state)).map(({ doc }) => doc);
  const over = open.find(({ accountId }) => figuresOf(accountId).isOver);
  const under = open.find(({ accountId }) => !figuresOf(accountId).isOver);
  if (over === undefined || under === undefined) throw new Error('The sample has no two such accounts.');
  const { inflated, cases: counted } = figuresOf(over.accountId);

  const pane = await openByKeys(page, over);
  const words = `${inflated} of ${counted} cases in 90 days came with a higher priority than found; over 50 %. Source: published policy, priority; window and threshold: assumption of this desk’s policy.`;
  await expect(page.locator(`[data-case-id="${over.id}"] [data-hint]`, { hasText: '%' })).toHaveAttribute(
    'data-hint',
    words,
  );
  await tabTo(page, /inflated$/);
  await expect(pane.getByRole('button', { name: /inflated$/ })).toHaveAccessibleDescription(words);
  await expectAccessible(page, 'an account with inflated priorities');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  const other = await openByKeys(page, under);
  await expect(other.getByRole('button', { name: /inflated$/ })).toHaveCount(0);
});

test('rule-6 each role begins in its own queue, and an administrator looks on', async ({ launch, folder }) => {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '60,5']);
  await backend.start();
  try {
    const join = async (name: string, role: string): Promise<Page> => {
      const token = await backend.addUser(name, role);
      const profile = path.join(folder, name);
      const { window } = await launch({ profile, args: ['--server', backend.url, '--token', token] });
      await expect(window.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
      return window;
    };
    const title = (page: Page) => page.getByRole('heading', { level: 1 });
    const tom = await join('Tom Weber', 'tae');
    await expect(title(tom)).toContainText('Hand-offs');
    await tom.keyboard.press('2');
    await expect(title(tom)).toContainText('My technical cases');

    const ada = await join('Ada Admin', 'administrator');
    await expect(title(ada)).toContainText('All open');
    const rows = ada.getByRole('grid').locator('[data-case-id]');
    await expect(rows.first()).toBeVisible();
    await ada.keyboard.press('Enter');
    const pane = ada.locator('[data-open-case]');
    await expect(pane).toContainText('You look on as an administrator');
    await expect(pane.getByRole('toolbar', { name: 'Actions' }).getByRole('button', { name: 'Severity' })).toHaveCount(
      0,
    );
    await expectAccessible(ada, 'the desk of an administrator');
    await ada.keyboard.press('s');
    await expect(ada.getByRole('dialog')).toHaveCount(0);
    await expect(pane.getByRole('alert')).toHaveText(/^Only a COA, a TAE or a lead can set the severity/);
  } finally {
    await backend.kill();
  }
});
