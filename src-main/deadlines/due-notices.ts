import { z } from 'zod';
import { type Deadline, deadlineSchema } from '../../src-shared/desktop-contract.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';

export const noticeKindSchema = z.enum(['at_risk', 'overdue']);
/** What is told about a deadline, in the order in which it comes about. */
export type NoticeKind = z.infer<typeof noticeKindSchema>;

export const firedSchema = z.object({
  caseId: z.string(),
  clock: deadlineSchema.shape.clock,
  dueAt: z.int(),
  kind: noticeKindSchema,
});
/** A notice that has been given: it is not given again for the same case, clock, due instant and kind. */
export type Fired = z.infer<typeof firedSchema>;

export interface Notice {
  readonly kind: NoticeKind;
  readonly deadline: Deadline;
}

/** Kept this long after its due instant, so that a deadline that comes back in a later list is still known. */
const rememberFiredMs: DurationMs = 30 * 24 * 3_600_000;

/**
 * What has to be told at `now`, and the list of what has been told after it.
 * A deadline that is overdue already is not announced as at risk any more.
 */
export function dueNotices(
  deadlines: readonly Deadline[],
  fired: readonly Fired[],
  now: EpochMs,
): { readonly notices: readonly Notice[]; readonly fired: readonly Fired[] } {
  const known = new Set(fired.map(firedKey));
  const notices: Notice[] = [];
  const added: Fired[] = [];
  for (const deadline of deadlines) {
    const reached = kindsReached(deadline, now);
    const news = reached.filter((kind) => !known.has(firedKey({ ...deadline, kind })));
    const last = reached.at(-1);
    if (last !== undefined && news.includes(last)) notices.push({ kind: last, deadline });
    for (const kind of news) {
      const { caseId, clock, dueAt } = deadline;
      known.add(firedKey({ ...deadline, kind }));
      added.push({ caseId, clock, dueAt, kind });
    }
  }
  if (added.length === 0) return { notices, fired };
  return { notices, fired: [...fired.filter((one) => one.dueAt > now - rememberFiredMs), ...added] };
}

/** The next instant after `now` at which something has to be told; null if there is none. */
export function nextNoticeAt(deadlines: readonly Deadline[], now: EpochMs): EpochMs | null {
  let next: EpochMs | null = null;
  for (const { atRiskAt, overdueAt } of deadlines) {
    for (const at of [atRiskAt, overdueAt]) {
      if (at !== null && at > now && (next === null || at < next)) next = at;
    }
  }
  return next;
}

function kindsReached(deadline: Deadline, now: EpochMs): readonly NoticeKind[] {
  const kinds: NoticeKind[] = [];
  if (deadline.atRiskAt !== null && deadline.atRiskAt <= now) kinds.push('at_risk');
  if (deadline.overdueAt <= now) kinds.push('overdue');
  return kinds;
}

function firedKey({ caseId, clock, dueAt, kind }: Fired): string {
  return JSON.stringify([caseId, clock, dueAt, kind]);
}
