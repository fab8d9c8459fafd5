import { expect, type Locator, type Page } from '@playwright/test';

/* The window's parts, by the names under which a person finds them. */

/** The rail's button of a view, with its count. */
export function viewButton(page: Page, view: string): Locator {
  return page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view });
}

/** Goes to a view. */
export async function showView(page: Page, view: string): Promise<void> {
  await viewButton(page, view).click();
  await expect(viewButton(page, view)).toHaveAttribute('aria-current', 'page');
}

/** The count that the rail shows beside a view. */
export async function expectCount(page: Page, view: string, count: number): Promise<void> {
  await expect(viewButton(page, view)).toHaveText(`${view}${count.toLocaleString('en-US')}`);
}

/** The row of a case. */
export function rowOf(page: Page, caseId: string): Locator {
  return page.locator(`[data-case-id="${caseId}"]`);
}

/** Finds a case by its number, in all open cases, and opens its pane. */
export async function openCase(
  page: Page,
  found: { readonly id: string; readonly number: string | null },
): Promise<Locator> {
  await showView(page, 'All open');
  await page.getByRole('searchbox', { name: 'Filter' }).fill(found.number ?? '');
  await rowOf(page, found.id).click();
  const pane = page.locator(`[data-open-case="${found.id}"]`);
  await expect(pane).toBeVisible();
  return pane;
}

export interface ShownRow {
  readonly id: string;
  readonly state: string;
  readonly remainingMs: number | null;
  readonly dueAt: number | null;
}

/** Every row of the current view from top to bottom, scrolled through as only the visible ones are drawn. */
export async function shownRows(page: Page): Promise<ShownRow[]> {
  const seen = new Map<number, ShownRow>();
  const grid = page.getByRole('grid');
  const body = grid;
  const rowCount = Number(await grid.getAttribute('aria-rowcount'));
  // The header is row 1.
  for (let index = 2; index <= rowCount; index++) {
    if (seen.has(index)) continue;
    await body.evaluate((element, above) => {
      const height = element.querySelector('[data-case-id]')?.getBoundingClientRect().height ?? 0;
      element.scrollTop = above * height;
    }, index - 2);
    await grid.locator(`[data-case-id][aria-rowindex="${index}"]`).waitFor();
    for (const { index: drawnIndex, ...row } of await drawnRows(grid)) seen.set(drawnIndex, row);
  }
  await body.evaluate((element) => {
    element.scrollTop = 0;
  });
  return [...seen].sort(([a], [b]) => a - b).map(([, row]) => row);
}

function drawnRows(grid: Locator): Promise<(ShownRow & { readonly index: number })[]> {
  return grid.locator('[data-case-id]').evaluateAll((rows) =>
    rows.map((row) => {
      const left = row.querySelector<HTMLElement>('[data-time-left]');
      const figure = (value: string | undefined) => (value === undefined ? null : Number(value));
      return {
        index: Number(row.getAttribute('aria-rowindex')),
        id: row.getAttribute('data-case-id') ?? '',
        state: left?.dataset.state ?? '',
        remainingMs: figure(left?.dataset.remainingMs),
        dueAt: figure(left?.dataset.dueAt),
      };
    }),
  );
}
