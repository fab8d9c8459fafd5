import { readFileSync } from 'node:fs';
import { compileCalendar } from '../../src-shared/calendar/compile-calendar.ts';
import { addWorkingTime, workingTimeBetween } from '../../src-shared/calendar/working-time.ts';
import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import type { FoldEvent } from '../../src-shared/cases/fold-event.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { parsePolicy } from '../../src-shared/policy/parse-policy.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { compareQueueKeys, queueKey } from '../../src-shared/queue/queue-order.ts';
import { readClock } from '../../src-shared/sla/read-clock.ts';
import { type Figure, ratePerSecond } from './figure.ts';

const minuteMs = 60_000;
const spans = 10_000;
const cases = 20_000;

/** SLA arithmetic, folding and ordering, a second, on the shipped policy. */
export async function benchSla(): Promise<Figure[]> {
  const policy = shippedPolicy();
  const { support } = policy.calendars;
  if (support === undefined) throw new Error('The shipped policy has no calendar "support".');
  const calendar = compileCalendar(support);
  const random = numbers(7);
  const from = Date.parse('2025-11-01T00:00:00Z');
  const starts = Float64Array.from({ length: spans }, () => from + Math.floor(random() * 400 * 24 * 60) * minuteMs);
  const lengths = Float64Array.from({ length: spans }, () => Math.floor(random() * 6_600) * minuteMs);

  let sink = 0;
  const between = ratePerSecond(() => {
    for (let index = 0; index < spans; index += 1) {
      const start = starts[index] ?? 0;
      sink += workingTimeBetween(calendar, start, start + 3 * (lengths[index] ?? 0));
    }
  }, spans);
  const add = ratePerSecond(() => {
    for (let index = 0; index < spans; index += 1) {
      sink += addWorkingTime(calendar, starts[index] ?? 0, lengths[index] ?? 0) ?? 0;
    }
  }, spans);

  const compiled = compilePolicy(policy);
  const timelines = Array.from(starts.subarray(0, cases / 2)).flatMap((at) => [
    timeline(at),
    timeline(at + 7 * minuteMs),
  ]);
  let states: CaseState[] = [];
  const folds = ratePerSecond(() => {
    states = timelines.map((events) => foldCase(compiled, events));
  }, timelines.length);
  const keys = states.map((state, index) =>
    queueKey({ id: `case-${index}`, number: String(index).padStart(8, '0') }, state),
  );
  const sorts = ratePerSecond(() => {
    sink += keys.toSorted(compareQueueKeys).length;
  });
  const now = from + 420 * 24 * 60 * minuteMs;
  let ticks = 0;
  const reads = ratePerSecond(() => {
    ticks += 1;
    for (const { clocks } of states) {
      if (clocks.resolution !== undefined) sink += readClock(clocks.resolution, now + ticks * 1_000).remainingMs;
    }
  }, states.length);
  if (!Number.isFinite(sink)) throw new Error('The arithmetic went wrong.');

  return [
    { name: 'SLA: working time between two instants', value: between, unit: 'a second' },
    { name: 'SLA: due by adding working time', value: add, unit: 'a second' },
    { name: 'SLA: folds of a case of 6 events', value: folds, unit: 'a second' },
    { name: 'SLA: clock readings', value: reads, unit: 'a second' },
    { name: `SLA: sorting ${keys.length} cases`, value: 1_000 / sorts, unit: 'ms' },
  ];
}

function shippedPolicy(): Policy {
  const file = new URL('../../assets/policy/itn.json', import.meta.url);
  const result = parsePolicy(JSON.parse(readFileSync(file, 'utf8')));
  if (!result.ok) throw new Error('The shipped policy is broken.');
  return result.policy;
}

/** The usual life of an open case. */
function timeline(at: number): FoldEvent[] {
  return [
    { type: 'opened', at, channel: 'portal', priority: 2, agreement: 'premier' },
    { type: 'severity_set', at: at + 20 * minuteMs, severity: 2 },
    { type: 'agent_message', at: at + 60 * minuteMs },
    { type: 'waiting', at: at + 61 * minuteMs, on: 'customer' },
    { type: 'customer_message', at: at + 300 * minuteMs },
    { type: 'agent_message', at: at + 340 * minuteMs },
  ];
}

/** The same random numbers in every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
