/*
 * `npm run test:kill -- [--rounds N] [--only app|sqlite|postgres] [--seed S] [--sabotage NAME]`
 *
 * Kills the app, the backend on SQLite and the backend on PostgreSQL N times each while actions are entered, and then
 * looks for each acknowledged one in the export. Ends with `rounds R, acknowledged A, missing M, twice T`; the exit
 * code is 1 if one is missing or there twice.
 */
import { parseArgs } from 'node:util';
import { buildIfStale } from '../../scripts/build-app.ts';
import { runtime } from '../e2e/runtime.ts';
import { notInstalled } from '../postgres/own-postgres.ts';
import { isFaultless, type KillReport, summary, together } from './acknowledgements.ts';
import { killApp } from './app-rounds.ts';
import { type KillOptions, killPostgresBackend, killSqliteBackend } from './backend-rounds.ts';
import { none, sabotages } from './sabotage.ts';

interface Victim {
  /** Why it cannot be killed here; null if it can. */
  readonly missing: string | null;
  kill(options: KillOptions): Promise<KillReport>;
}

const victims: Readonly<Record<string, Victim>> = {
  app: { missing: runtime.kind === 'none' ? runtime.reason : null, kill: killApp },
  sqlite: { missing: null, kill: killSqliteBackend },
  postgres: { missing: notInstalled, kill: killPostgresBackend },
};
const shownIds = 20;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    sabotage: { type: 'string' },
  },
});
const rounds = wholeNumber('--rounds', values.rounds);
const seed = wholeNumber('--seed', values.seed);
const sabotage = values.sabotage === undefined ? () => none : sabotages[values.sabotage];
if (sabotage === undefined) fail(`--sabotage ${values.sabotage}: there are ${Object.keys(sabotages).join(', ')}`);
const wanted = Object.entries(victims).filter(([name]) => values.only === undefined || values.only === name);
if (wanted.length === 0) fail(`--only ${values.only}: there are ${Object.keys(victims).join(', ')}`);

const reports: KillReport[] = [];
for (const [name, victim] of wanted) {
  if (victim.missing !== null) {
    console.log(`${name}: not run. ${victim.missing}`);
    continue;
  }
  if (name === 'app') buildIfStale();
  const startedAt = performance.now();
  const report = await victim.kill({ rounds, seed, sabotage: sabotage() });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  console.log(`${name}: ${summary(report)} (seed ${seed}, ${seconds} s)`);
  for (const id of report.missing.slice(0, shownIds)) console.log(`  missing ${id}`);
  for (const id of report.twice.slice(0, shownIds)) console.log(`  twice   ${id}`);
  reports.push(report);
}
const report = together(reports);
console.log(summary(report));
process.exitCode = reports.every(isFaultless) && reports.length > 0 ? 0 : 1;

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) fail(`${option} ${text}: expected a whole number`);
  return number;
}

function fail(message: string): never {
  console.error(`npm run test:kill: ${message}`);
  process.exit(2);
}
