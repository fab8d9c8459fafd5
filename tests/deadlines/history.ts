import { type Random, randomFrom } from '../../src-backend/sample/random.ts';
import type { CaseEvent } from '../../src-shared/cases/case-document.ts';
import { caseEventSchema } from '../../src-shared/cases/case-document.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import { type PolicyName, policyNames } from './policies.ts';

const minute = 60_000;
const hour = 60 * minute;

/** What happens to the desk and to the agent's computer. */
export type Happening =
  | { readonly kind: 'event'; readonly caseIndex: number; readonly event: CaseEvent }
  | { readonly kind: 'policy'; readonly policy: PolicyName }
  | { readonly kind: 'sleep'; readonly forMs: DurationMs; readonly isTold: boolean }
  /** The app ends, at once or within its next touches of disk and system, and starts again. */
  | { readonly kind: 'restart'; readonly afterTouches: number; readonly backAfterMs: DurationMs }
  /** The window is gone for a while; what happens meanwhile is handed over when it is back. */
  | { readonly kind: 'window'; readonly goneMs: DurationMs }
  /** The app's clock is off by so much until it is set right. */
  | { readonly kind: 'clock'; readonly byMs: DurationMs; readonly forMs: DurationMs };

export interface History {
  readonly seed: number;
  readonly startAt: EpochMs;
  readonly cases: number;
  /** Each after the one before. */
  readonly steps: readonly { readonly at: EpochMs; readonly happens: Happening }[];
  readonly endAt: EpochMs;
}

/** Both changes of daylight saving time of the desk's zone, a weekend, and an ordinary week. */
const starts = ['2026-03-06T15:00:00Z', '2026-10-30T14:00:00Z', '2026-06-04T20:00:00Z', '2026-06-09T13:00:00Z'];

/** A history by its seed: a few cases, some days, and what a computer goes through meanwhile. */
export function historyFrom(seed: number, steps = 24): History {
  const random = randomFrom(seed, 'deadlines');
  const startAt = Date.parse(random.pick(starts)) + random.whole(0, 12 * 60) * minute;
  const cases = random.whole(1, 4);
  const list: { at: EpochMs; happens: Happening }[] = [];
  let at = startAt;
  for (let index = 0; index < cases; index += 1) {
    list.push({ at, happens: { kind: 'event', caseIndex: index, event: opening(random, index, at) } });
  }
  for (let index = 0; index < steps; index += 1) {
    at += random.weighted([
      [random.whole(1, 20 * minute), 5],
      [random.whole(10 * minute, 5 * hour), 6],
      [random.whole(5 * hour, 20 * hour), 1],
    ]);
    list.push({ at, happens: happening(random, cases, index, at) });
  }
  return { seed, startAt, cases, steps: list, endAt: at + 12 * 24 * hour };
}

function happening(random: Random, cases: number, index: number, at: EpochMs): Happening {
  const kind = random.weighted([
    ['event', 14],
    ['policy', 2],
    ['sleep', 3],
    ['restart', 3],
    ['window', 2],
    ['clock', 2],
  ] as const);
  switch (kind) {
    case 'event': {
      const caseIndex = random.whole(0, cases - 1);
      return { kind, caseIndex, event: laterEvent(random, `${caseIndex}-${index}`, at) };
    }
    case 'policy':
      return { kind, policy: random.pick(policyNames) };
    case 'sleep':
      return { kind, forMs: random.whole(minute, 30 * hour), isTold: random.chance(0.7) };
    case 'restart':
      return { kind, afterTouches: random.whole(0, 8), backAfterMs: random.whole(1_000, 10 * hour) };
    case 'window':
      return { kind, goneMs: random.whole(minute, 12 * hour) };
    case 'clock':
      return { kind, byMs: random.pick([-26, -5, -0.5, 0.5, 5, 26]) * hour, forMs: random.whole(minute, 3 * hour) };
  }
}

function opening(random: Random, index: number, at: EpochMs): CaseEvent {
  return caseEventSchema.parse({
    id: `open-${index}`,
    type: 'opened',
    at,
    by: { kind: 'system', name: 'portal' },
    version: null,
    channel: random.pick(['portal', 'phone', 'email']),
    priority: random.whole(1, 3),
    ...(random.chance(0.5) ? { severity: random.whole(1, 3) } : {}),
    agreement: random.pick(['standard', 'premier']),
    text: '',
  });
}

function laterEvent(random: Random, id: string, at: EpochMs): CaseEvent {
  const body = random.weighted<object>([
    [{ type: 'agent_message', text: '' }, 6],
    [{ type: 'customer_message', text: '' }, 4],
    [{ type: 'call', connected: true, text: '' }, 2],
    [{ type: 'severity_set', severity: random.whole(1, 4) }, 5],
    [{ type: 'agreement_changed', agreement: random.pick(['standard', 'premier']) }, 2],
    [{ type: 'waiting', on: random.pick(['customer', 'development']) }, 4],
    [{ type: 'resumed' }, 2],
    [{ type: 'resolved' }, 2],
    [{ type: 'reopened' }, 2],
  ]);
  return caseEventSchema.parse({ id, at, by: { kind: 'system', name: 'desk' }, version: 1, ...body });
}
