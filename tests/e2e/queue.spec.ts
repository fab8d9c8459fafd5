import path from 'node:path';
import { expect } from '@playwright/test';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { atRiskAt } from '../../src-shared/sla/read-clock.ts';
import { exportedData, independentFigures } from './command-line.ts';
import { expectCount, rowOf, shownRows, showView } from './desk-page.ts';
import { expectFigures } from './expect-figures.ts';
import { test } from './launch.ts';

/** A working morning: all calendars of the shipped policy are open. */
const morning = '2026-11-18T18:00:00.000Z';
const open = 120;

test.describe('the queue on sample data', () => {
  test('shows the order and the figures that the command line computes from the export', async ({ launch, folder }) => {
    const profile = path.join(folder, 'desk');
    const { window: page } = await launch({ profile, args: ['--sample', `${open},30`], clockAt: morning });
    await showView(page, 'All open');
    await expectCount(page, 'All open', open);

    const data = await exportedData(path.join(profile, 'data'));
    await expectFigures(page, data, Date.parse(morning));
  });

  test('turns rows at risk and overdue as time passes, without changing the order', async ({ launch, folder }) => {
    const profile = path.join(folder, 'desk');
    const dueline = await launch({ profile, args: ['--sample', `${open},0`], clockAt: morning });
    const page = dueline.window;
    await showView(page, 'All open');
    await expectCount(page, 'All open', open);

    const data = await exportedData(path.join(profile, 'data'));
    const policy = compilePolicy(data.policy);
    const upcoming = data.cases
      .map((doc) => ({ doc, state: foldCase(policy, doc.events) }))
      .flatMap(({ doc, state }) => {
        const clock = state.mostUrgent === null ? undefined : state.clocks[state.mostUrgent];
        const riskAt = clock === undefined ? null : atRiskAt(policy, clock);
        const dueAt = clock?.dueAt ?? null;
        const isAhead =
          riskAt !== null && dueAt !== null && riskAt > Date.parse(morning) && dueAt - riskAt > 15 * 60_000;
        return isAhead ? [{ id: doc.id, riskAt, dueAt }] : [];
      })
      .sort((a, b) => a.dueAt - b.dueAt);
    const next = upcoming[0];
    if (next === undefined) throw new Error('The sample has no case that is still on time.');
    const left = rowOf(page, next.id).locator('[data-time-left]');
    const before = (await shownRows(page)).map((row) => row.id);

    await expect(left).toHaveAttribute('data-state', 'on_time');
    await dueline.setClock(next.riskAt);
    await expect(left).toHaveAttribute('data-state', 'at_risk');
    await dueline.setClock(next.dueAt);
    await expect(left).toHaveAttribute('data-state', 'due_soon');
    await dueline.setClock(next.dueAt + 1);
    await expect(left).toHaveAttribute('data-state', 'overdue');

    const { order, cases } = await independentFigures(data, next.dueAt + 1);
    expect((await shownRows(page)).map((row) => row.id)).toEqual(order);
    expect(order).toEqual(before);
    const overdue = [...cases.values()].filter((answer) =>
      ['first_response', 'next_update', 'resolution'].some((name) => answer.clocks[name]?.state === 'breached'),
    );
    await expectCount(page, 'Overdue', overdue.length);
  });

  test('filters over the whole queue and says what it hides', async ({ launch, folder }) => {
    const profile = path.join(folder, 'desk');
    const { window: page } = await launch({ profile, args: ['--sample', `${open},0`], clockAt: morning });
    await showView(page, 'All open');
    await expectCount(page, 'All open', open);
    const last = (await shownRows(page)).at(-1);
    const data = await exportedData(path.join(profile, 'data'));
    const wanted = data.cases.find((found) => found.id === last?.id);

    await page.keyboard.press('/');
    await page.keyboard.type(wanted?.number ?? '');
    await expect(page.getByRole('grid').locator('[data-case-id]')).toHaveCount(1);
    await expect(rowOf(page, wanted?.id ?? '')).toBeVisible();

    await page.getByRole('searchbox', { name: 'Filter' }).fill('no case says this');
    await expect(
      page
        .getByText(`${open}`, { exact: false })
        .and(page.getByText('hide', { exact: false }))
        .first(),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(open + 1));
  });
});
