import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { projectFolder } from '../../scripts/build-app.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { isOpen } from '../../src-shared/queue/queue-order.ts';
import { exportedData, independentFigures, runScript } from './command-line.ts';
import { expectCount, shownRows, showView } from './desk-page.ts';
import { test } from './launch.ts';

const log = path.join(projectFolder, 'tests/fixtures/servicenow-slice.csv');
const now = '2026-11-18T18:00:00.000Z';
const asOf = '2016-03-01T12:00';

test('a historical log becomes a live queue of what was open then', async ({ launch, folder }) => {
  const profile = path.join(folder, 'desk');
  const dueline = await launch({ profile, args: ['--sample', '0,0'], clockAt: now });
  const page = dueline.window;
  await showView(page, 'All open');
  await expectCount(page, 'All open', 0);

  const file = path.join(folder, 'log.csv');
  mkdirSync(folder, { recursive: true });
  copyFileSync(log, file);
  const options = ['--format', 'servicenow-events', file, '--as-of', asOf, '--shift-to-now'];
  const imported = await runScript(
    'src-backend/main.ts',
    ['import', '--data', path.join(profile, 'data'), ...options],
    '',
    {
      ...process.env,
      DUELINE_TEST_CLOCK: now,
    },
  );
  expect(imported.code, imported.stdout + imported.stderr).toBe(0);

  const data = await exportedData(path.join(profile, 'data'));
  const policy = compilePolicy(data.policy);
  const open = data.cases.filter((found) => isOpen(foldCase(policy, found.events)));
  expect(open.length).toBeGreaterThan(0);
  await expectCount(page, 'All open', open.length);
  const { order } = await independentFigures(data, Date.parse(now));
  expect((await shownRows(page)).map((row) => row.id)).toEqual(order);

  await page.getByRole('grid').locator('[data-case-id]').first().click();
  await expect(page.getByRole('region', { name: 'Clocks' }).getByText('not recorded')).toBeVisible();
});
