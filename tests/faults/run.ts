/*
 * `npm run test:faults -- [--schedules N] [--seed S] [--shard i/n] [--operations M] [--sabotage NAME]
 *   [--figures]`
 *
 * Runs the schedules of the seeds S to S + N - 1, or of this shard's share of them. A failing one is cut down and
 * printed with its trace. With --figures it tells how often each action was taken
 * and refused. Ends with `schedules N, operations M, failures K`; the exit code is 1 if any failed.
 */
import { parseArgs } from 'node:util';
import { type FiguresByAction, together } from './figures.ts';
import { runSchedule, shrink } from './run-schedule.ts';
import { sabotages } from './sabotage.ts';
import { scheduleFrom } from './schedule.ts';

const progressEveryMs = 5_000;
/** More of them seldom tell more. */
const shownFailures = 3;

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    shard: { type: 'string', default: '1/1' },
    operations: { type: 'string', default: '200' },
    sabotage: { type: 'string' },
    figures: { type: 'boolean', default: false },
  },
});

const schedules = wholeNumber('--schedules', values.schedules);
const first = wholeNumber('--seed', values.seed);
const operations = wholeNumber('--operations', values.operations);
const [shard = 0, shards = 0] = values.shard.split('/').map((part) => wholeNumber('--shard', part));
if (shard < 1 || shard > shards) fail(`--shard ${values.shard}: expected i/n with i from 1 to n`);
const sabotage = values.sabotage === undefined ? {} : sabotages[values.sabotage];
if (sabotage === undefined) {
  fail(`--sabotage ${values.sabotage}: there are ${Object.keys(sabotages).join(', ')}`);
}

let ran = 0;
let happened = 0;
let failures = 0;
let figures: FiguresByAction = new Map();
let toldAt = performance.now();
for (let seed = first + shard - 1; seed < first + schedules; seed += shards) {
  const run = await runSchedule(scheduleFrom(seed, operations), sabotage);
  ran += 1;
  happened += run.operations;
  figures = together([figures, run.figures]);
  if (run.failure !== null) {
    failures += 1;
    if (failures <= shownFailures) await show(seed);
    else console.log(`seed ${seed} fails: ${run.failure.split('\n')[0]}`);
  }
  if (performance.now() - toldAt > progressEveryMs) {
    toldAt = performance.now();
    console.log(`${ran} schedules, up to seed ${seed}; ${failures} failures`);
  }
}
if (values.figures) {
  for (const [name, { accepted, refusedHere, refusedThere }] of [...figures].sort()) {
    console.log(`${name}: ${accepted} taken, ${refusedHere} refused by the app, ${refusedThere} by the server`);
  }
}
console.log(`schedules ${ran}, operations ${happened}, failures ${failures}`);
process.exitCode = failures > 0 ? 1 : 0;

async function show(seed: number): Promise<void> {
  const smallest = await shrink(scheduleFrom(seed, operations), sabotage);
  const { trace, failure } = await runSchedule(smallest, sabotage);
  console.log(`\nseed ${seed} fails, also with only ${smallest.operations.length} of its ${operations} operations:`);
  console.log(JSON.stringify(smallest));
  for (const line of trace) console.log(`  ${line}`);
  console.log(`  ${failure}\n`);
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) fail(`${option} ${text}: expected a whole number`);
  return number;
}

function fail(message: string): never {
  console.error(`npm run test:faults: ${message}`);
  process.exit(2);
}
