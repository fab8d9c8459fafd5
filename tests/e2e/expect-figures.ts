import { expect, type Page } from '@playwright/test';
import { type ExportedData, independentFigures } from './command-line.ts';
import { shownRows } from './desk-page.ts';

/** Holds the rows on screen to the order and the figures that the command line computes for an instant. */
export async function expectFigures(page: Page, data: ExportedData, at: number): Promise<void> {
  const { order, cases } = await independentFigures(data, at);
  const rows = await shownRows(page);
  expect(rows.map((row) => row.id)).toEqual(order);

  for (const row of rows) {
    const answer = cases.get(row.id);
    const clock = answer?.most_urgent ? answer.clocks[answer.most_urgent] : undefined;
    if (clock === undefined) {
      expect(['paused', 'none'], row.id).toContain(row.state);
      continue;
    }
    // The wire rounds to four decimals of a minute; the screen's milliseconds are exact.
    expect((row.remainingMs ?? Number.NaN) / 60_000, row.id).toBeCloseTo(clock.remaining_minutes, 3);
    expect(row.dueAt, row.id).toBe(clock.due === null ? null : Date.parse(clock.due));
    expect(row.state === 'overdue', row.id).toBe(clock.state === 'breached');
  }
}
