import { expect } from '@playwright/test';
import { killApp } from '../kills/app-rounds.ts';
import { none, sabotages } from '../kills/sabotage.ts';
import { test } from './launch.ts';
import { runtime } from './runtime.ts';

// A round is a start of the app; more of them: `npm run test:kill`.
test.describe.configure({ timeout: 180_000 });
test.skip(runtime.kind === 'none', runtime.kind === 'none' ? runtime.reason : '');

test('an app that is killed while actions are entered keeps each saved one, and sends it once', async () => {
  const report = await killApp({ rounds: 3, seed: 2, sabotage: none });
  expect(report).toMatchObject({ rounds: 3, missing: [], twice: [] });
  expect(report.acknowledged).toBeGreaterThan(0);
});

test('and it would be noticed if what waits were forgotten', async () => {
  const sabotage = sabotages['drop-outbox']?.() ?? none;
  const report = await killApp({ rounds: 3, seed: 2, sabotage });
  expect(report.missing).not.toEqual([]);
});
