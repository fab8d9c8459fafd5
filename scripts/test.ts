/*
 * `npm test`: unit, property and conformance tests, then the app end to end.
 * `npm test -- unit` or `npm test -- e2e` runs one of the two. Installs nothing.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { buildIfStale, projectFolder } from './build-app.ts';
import { runBin } from './run.ts';

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const results = path.join(projectFolder, 'test-results');
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => name !== 'unit' && name !== 'e2e');
if (unknown.length > 0) {
  console.error(`npm test: unknown part ${unknown.join(', ')}; the parts are unit and e2e`);
  process.exit(2);
}
const runs = (part: 'unit' | 'e2e') => wanted.length === 0 || wanted.includes(part);

mkdirSync(results, { recursive: true });
const counts: Count[] = [];
if (runs('unit')) counts.push(await unitTests());
if (runs('e2e')) counts.push(await endToEndTests());

const total = counts.reduce((sum, count) => ({
  passed: sum.passed + count.passed,
  failed: sum.failed + count.failed,
  skipped: sum.skipped + count.skipped,
}));
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function unitTests(): Promise<Count> {
  const report = path.join(results, 'unit.json');
  rmSync(report, { force: true });
  const code = await runBin('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const count = readUnitReport(report);
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

async function endToEndTests(): Promise<Count> {
  try {
    buildIfStale();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const report = path.join(results, 'e2e.json');
  rmSync(report, { force: true });
  const code = await runBin('@playwright/test/cli.js', ['test', '--config', 'tests/e2e/playwright.config.ts']);
  const count = readEndToEndReport(report);
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function readUnitReport(file: string): Count {
  const schema = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number() });
  const report = schema.safeParse(readJson(file));
  if (!report.success) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests } = report.data;
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
}

function readEndToEndReport(file: string): Count {
  const schema = z.object({
    stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  });
  const report = schema.safeParse(readJson(file));
  if (!report.success) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = report.data.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
