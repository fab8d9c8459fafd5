import { createHash } from 'node:crypto';
import { type FiguresByAction, together } from './figures.ts';
import { type Operation, type Schedule, scheduleFrom } from './schedule.ts';
import { type Sabotage, World } from './world.ts';

export interface Run {
  /** What went wrong; null if nothing did. */
  readonly failure: string | null;
  readonly operations: number;
  /** How many things happened in all. */
  readonly steps: number;
  /** What became of each action. */
  readonly figures: FiguresByAction;
  readonly trace: readonly string[];
  readonly hash: string;
}

/** Runs one world from beginning to end, or to the first rule that does not hold. */
export async function runSchedule(schedule: Schedule, sabotage: Sabotage = {}): Promise<Run> {
  const trace: string[] = [];
  const realNow = performance.now;
  // The server lets others in after so much real time; here that stands still, or a slow machine changed the trace.
  performance.now = () => 0;
  let operations = 0;
  let failure: string | null = null;
  const world = await World.open(schedule, sabotage, (line) => trace.push(line));
  try {
    await world.begin();
    for (const operation of schedule.operations) {
      await world.take(operation);
      operations += 1;
    }
    await world.end();
  } catch (error) {
    failure =
      error instanceof Error
        ? error.name === 'Violation'
          ? error.message
          : (error.stack ?? error.message)
        : String(error);
  } finally {
    await world.close();
    performance.now = realNow;
  }
  const hash = createHash('sha256').update(trace.join('\n')).digest('hex');
  return { failure, operations, steps: world.steps, figures: world.figures(), trace, hash };
}

/** What a failure broke, without the case in which it did. */
function ruleOf({ failure }: Run): string | undefined {
  return failure?.split(/[:(]/)[0];
}

/** Leaves out operations as long as the schedule still breaks the same rule, within a number of runs. */
export async function shrink(schedule: Schedule, sabotage: Sabotage = {}, runs = 300): Promise<Schedule> {
  let left = runs;
  let smallest = schedule;
  const rule = ruleOf(await runSchedule(schedule, sabotage));
  const fails = async (operations: readonly Operation[]) => {
    left -= 1;
    return ruleOf(await runSchedule({ ...schedule, operations }, sabotage)) === rule;
  };
  for (
    let size = Math.ceil(schedule.operations.length / 2);
    size >= 1 && left > 0;
    size = size > 1 ? Math.ceil(size / 2) : 0
  ) {
    for (let from = smallest.operations.length - size; from > -size && left > 0; from -= size) {
      const start = Math.max(0, from);
      const operations = smallest.operations.toSpliced(start, size);
      if (await fails(operations)) smallest = { ...smallest, operations };
    }
  }
  return smallest;
}

/** The seeds among `count` from `first` whose schedule breaks a rule, with the rule. */
export async function failuresAmong(first: number, count: number, operations: number): Promise<readonly string[]> {
  return (await runAll(first, count, operations)).failures;
}

/** The same, and what became of each action in all of them. */
export async function runAll(
  first: number,
  count: number,
  operations: number,
): Promise<{ readonly failures: readonly string[]; readonly figures: FiguresByAction }> {
  const failures: string[] = [];
  const figures: FiguresByAction[] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    const run = await runSchedule(scheduleFrom(seed, operations));
    if (run.failure !== null) failures.push(`seed ${seed}: ${run.failure}`);
    figures.push(run.figures);
  }
  return { failures, figures: together(figures) };
}
