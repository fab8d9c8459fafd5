import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import itn from '../../assets/policy/itn.json' with { type: 'json' };
import { sampleDocuments } from '../../src-backend/sample/sample-documents.ts';
import { type DeadlineKeeper, keepDeadlines } from '../../src-main/deadlines/keep-deadlines.ts';
import { ledgerLineSchema, listLineSchema } from '../../src-main/deadlines/ledger.ts';
import { lineFile } from '../../src-main/profile/line-file.ts';
import { userIdSchema } from '../../src-shared/cases/case-document.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import { caseDeadlines } from '../../src-shared/deadlines/case-deadlines.ts';
import { type CaseDeadlines, type DeadlineChange, deadlineChangeSchema } from '../../src-shared/deadlines/deadline.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { policySchema } from '../../src-shared/policy/policy.ts';
import { type Figure, median } from './figure.ts';
import { inFolder } from './in-folder.ts';

/*
 * Deadlines of 20,000 cases, each with something to tell within a week, in the process that tells them: the code of the
 * app on a real disk, its timer replaced so that nothing is told meanwhile.
 */

const cases = 20_000;
const changes = 1_000;
const now = Date.parse('2026-11-18T18:00:00.000Z');
const lead = { id: userIdSchema.parse('lead'), hearsEverything: true };

/** Measures handing over, scheduling and rescheduling 20,000 deadlines, and the memory that this takes. */
export function benchDeadlines(): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const { list, computeMs } = deadlinesOfSample();
    const figures: Figure[] = [{ name: `page: what to tell of ${list.length} cases`, value: computeMs, unit: 'ms' }];
    const whole: DeadlineChange = { whole: true, put: list, remove: [], isFresh: false };
    const text = JSON.stringify(whole);
    figures.push({ name: 'hand-over of all: size', value: text.length / 1e6, unit: 'MB' });
    figures.push({
      name: 'hand-over of all: cloned and checked (median of 5)',
      value: median(times(5, () => deadlineChangeSchema.parse(structuredClone(whole)))),
      unit: 'ms',
    });

    const keeper = keeperIn(folder);
    const entries = list.flatMap(({ deadlines }) => deadlines.flatMap(({ crossings }) => crossings)).length;
    figures.push({
      name: `main: schedule all, ${entries} entries, and keep it`,
      value: timed(() => keeper.change(whole)),
      unit: 'ms',
    });
    const before = heapAfterCollection();
    const each = times(changes, (round) => change(keeper, list, round));
    figures.push({ name: `main: reschedule after one change (median of ${changes})`, value: median(each), unit: 'ms' });
    figures.push({ name: `main: the slowest of ${changes}`, value: Math.max(...each), unit: 'ms' });
    figures.push({ name: 'main: heap with all', value: before, unit: 'MB' });
    figures.push({
      name: `main: heap grown after ${changes} changes`,
      value: heapAfterCollection() - before,
      unit: 'MB',
    });
    keeper.stop();
    figures.push({
      name: 'main: start with all from the disk',
      value: timed(() => keeperIn(folder).stop()),
      unit: 'ms',
    });
    return figures;
  });
}

/** One case gets a new message, so that its deadlines move by a minute. */
function change(keeper: DeadlineKeeper, list: readonly CaseDeadlines[], round: number): void {
  const one = list[(round * 7_919) % list.length];
  if (one === undefined) throw new Error('There is no case to change.');
  const later = (round + 1) * 60_000;
  const deadlines = one.deadlines.map((deadline) => ({
    ...deadline,
    dueAt: deadline.dueAt + later,
    crossings: deadline.crossings.map((crossing) => ({
      ...crossing,
      at: crossing.at + later,
      tellAt: crossing.tellAt + later,
    })),
  }));
  keeper.change({ whole: false, put: [{ ...one, deadlines }], remove: [], isFresh: false });
}

function deadlinesOfSample(): { readonly list: readonly CaseDeadlines[]; readonly computeMs: number } {
  const policy = policySchema.parse(itn);
  const compiled = compilePolicy(policy);
  // Not each open case has something to tell within a week.
  const sample = sampleDocuments({ open: 2 * cases, closed: 0, seed: 1, now, policy });
  const folded = sample.cases.map((doc) => ({ doc, state: foldCase(compiled, doc.events) }));
  let list: readonly CaseDeadlines[] = [];
  const computeMs = timed(() => {
    list = folded
      .flatMap(({ doc, state }) => caseDeadlines(compiled, doc, 'An account', state, 'everything', now, lead) ?? [])
      .slice(0, cases);
  });
  return { list, computeMs };
}

function keeperIn(folder: string): DeadlineKeeper {
  return keepDeadlines({
    list: lineFile(join(folder, 'deadlines.jsonl'), listLineSchema, false),
    ledger: lineFile(join(folder, 'notices.jsonl'), ledgerLineSchema, true),
    now: () => now,
    setTimer: () => () => {},
    quietUntil: () => null,
    isMuted: () => false,
    compose: () => ({ title: '', body: '', cases: [] }),
    show: async () => ({ outcome: 'shown' }),
    withdraw: () => {},
    alert: () => {},
    log: (message) => console.error(message),
  });
}

function timed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function times(count: number, work: (round: number) => unknown): number[] {
  return Array.from({ length: count }, (_, round) => timed(() => work(round)));
}

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed / 1e6;
}
