import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inflationWords } from '../../../../src-renderer/case/flag-words.ts';
import { QueueIndex } from '../../../../src-renderer/queue/queue-index.ts';
import type { CaseDocument, Priority, Severity } from '../../../../src-shared/cases/case-document.ts';
import { accountIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { EpochMs } from '../../../../src-shared/ids.ts';
import { type Inflation, inflationOf, triageFactOf } from '../../../../src-shared/triage/inflation.ts';
import { event, minutesIn, policy } from '../../shared/cases/timeline.ts';
import { caseOf, directory, entryOf, me } from './cases.ts';

const rule = { days: 3, share: 0.5, at_least: 2 };
const zone = 'America/Los_Angeles';
const day = 24 * 60;
const context = { policy: policy({ inflation: rule }), directory, me };

interface Made {
  readonly account: string;
  readonly priority: Priority | null;
  readonly found: Severity | null;
  /** Minutes after the opening. */
  readonly at: number;
  readonly done?: boolean;
}

function made(id: string, { account, priority, found, at, done = false }: Made): CaseDocument {
  const triage = found === null ? [] : [event(at, { type: 'severity_set', severity: found })];
  const end = done ? [event(at + 1, { type: 'resolved' })] : [];
  const doc = caseOf(id, [...triage, ...end], { opening: { priority } });
  return { ...doc, accountId: accountIdSchema.parse(account) };
}

/** Every account counted by itself, from the documents. */
function countedAnew(docs: readonly CaseDocument[], now: EpochMs): Map<string, Inflation> {
  const over = new Map<string, Inflation>();
  for (const account of ['a', 'b', 'c']) {
    const facts = docs
      .filter(({ accountId }) => accountId === account)
      .flatMap((doc) => triageFactOf(entryOf(doc).state) ?? []);
    const figures = inflationOf(facts, rule, now, zone);
    if (figures.isOver) over.set(account, figures);
  }
  return over;
}

const indexOf = (docs: readonly CaseDocument[], now: EpochMs = minutesIn(60)): QueueIndex => {
  const index = new QueueIndex(context, now);
  index.fill(docs, context, now);
  return index;
};

describe('rule-4 the accounts over the threshold', () => {
  const inflated = { account: 'a', priority: 1, found: 3, at: 5 } as const;

  it('are known with their figures, closed cases counted as well', () => {
    const index = indexOf([
      made('1', inflated),
      made('2', { ...inflated, done: true }),
      made('3', { account: 'a', priority: 2, found: 2, at: 5 }),
      made('4', { account: 'b', priority: 3, found: 3, at: 5 }),
    ]);
    expect([...index.inflated]).toStrictEqual([['a', { inflated: 2, cases: 3, share: 2 / 3, isOver: true }]]);
  });

  it('leave out what is not triaged, and what has no priority of the customer', () => {
    const index = indexOf([made('1', inflated), made('2', { ...inflated, found: null })]);
    expect(index.inflated.size).toBe(0);
    index.change([['3', made('3', { ...inflated, priority: null })]]);
    expect(index.inflated.size).toBe(0);
    index.change([['2', made('2', inflated)]]);
    expect(index.inflated.get('a')).toMatchObject({ inflated: 2, cases: 2 });
  });

  it('go by the severity found first, whatever it became', () => {
    const first = made('1', inflated);
    const raised = caseOf('1', [
      event(5, { type: 'severity_set', severity: 3 }),
      event(9, { type: 'severity_set', severity: 1 }),
    ]);
    const index = indexOf([first, made('2', inflated)]);
    index.change([['1', { ...raised, accountId: first.accountId }]]);
    expect(index.inflated.get('a')).toMatchObject({ inflated: 2, cases: 2 });
  });

  it('keep their map until a figure changes, and leave when the window has rolled past their cases', () => {
    const index = indexOf([made('1', inflated), made('2', inflated)]);
    const before = index.inflated;
    index.change([['9', made('9', { account: 'b', priority: 2, found: 2, at: 5 })]]);
    index.advance(minutesIn(90));
    expect(index.inflated).toBe(before);
    expect(index.advance(minutesIn(4 * day))).toBe(true);
    expect(index.inflated.size).toBe(0);
  });

  it('are counted anew when the clock is set back to the evening before', () => {
    const index = indexOf([made('1', { ...inflated, at: 600 }), made('2', { ...inflated, at: 600 })], minutesIn(900));
    index.change([['3', made('3', { ...inflated, at: 870 })]]);
    expect(index.inflated.get('a')).toMatchObject({ cases: 3 });
    index.advance(minutesIn(820));
    expect(index.inflated.get('a')).toMatchObject({ cases: 2 });
  });

  it('are none under a policy without the section', () => {
    const off = { ...context, policy: policy() };
    const index = new QueueIndex(off, minutesIn(60));
    index.fill([made('1', inflated), made('2', inflated)], off, minutesIn(60));
    expect(index.inflated.size).toBe(0);
  });

  it('are told in a sentence', () => {
    const figures = { inflated: 14, cases: 22, share: 14 / 22, isOver: true };
    const rule = { days: 90, share: 0.5, at_least: 5 };
    const words = '14 of 22 cases in 90 days came with a higher priority than found; over 50 %.';
    const source = 'Source: published policy, priority';
    expect(inflationWords(figures, rule)).toBe(
      `${words} ${source}; window and threshold: assumption of this desk’s policy.`,
    );
    expect(inflationWords(figures, { ...rule, source: 'published' })).toBe(`${words} ${source}.`);
  });

  it('are after any changes and at any time what counting everything anew gives', () => {
    const level = fc.constantFrom<Severity[]>(1, 2, 3, 4);
    const someCase = fc.record({
      id: fc.integer({ min: 0, max: 12 }).map((number) => `c${number}`),
      account: fc.constantFrom('a', 'b', 'c'),
      priority: fc.option(level, { nil: null }),
      found: fc.option(level, { nil: null }),
      at: fc.integer({ min: 0, max: 8 * day }),
      done: fc.boolean(),
    });
    const someStep = fc.oneof(
      { weight: 5, arbitrary: fc.array(someCase, { minLength: 1, maxLength: 4 }) },
      { weight: 1, arbitrary: someCase.map(({ id }) => id) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 10 * day }) },
    );
    fc.assert(
      fc.property(fc.array(someStep, { maxLength: 30 }), (steps) => {
        let now = minutesIn(0);
        const docs = new Map<string, CaseDocument>();
        const index = indexOf([], now);
        for (const step of steps) {
          if (typeof step === 'number') {
            now = minutesIn(step);
            index.advance(now);
          } else if (typeof step === 'string') {
            docs.delete(step);
            index.change([[step, null]]);
          } else {
            for (const one of step) docs.set(one.id, made(one.id, one));
            index.change(step.map(({ id }) => [id, docs.get(id) ?? null] as const));
          }
          expect(new Map(index.inflated)).toStrictEqual(countedAnew([...docs.values()], now));
        }
      }),
      { numRuns: 200 },
    );
  });
});
