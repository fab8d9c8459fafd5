import { z } from 'zod';
import {
  type Alert,
  caseDeadlinesSchema,
  type NoticeForm,
  type NoticeOutcome,
  namedCaseSchema,
  noticeFormSchema,
  noticeOutcomeSchema,
  type OnCall,
  onCallSchema,
} from '../../src-shared/deadlines/deadline.ts';
import type { EpochMs } from '../../src-shared/ids.ts';

const toldSchema = z.object({
  key: z.string(),
  /** The instant of the crossing. */
  at: z.int(),
});

/** A line of the ledger: what was told, and what became of it. */
export const ledgerLineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('telling'),
    /** Counts up; its outcome names it. */
    notice: z.int(),
    at: z.int(),
    form: noticeFormSchema,
    title: z.string(),
    body: z.string(),
    cases: z.array(namedCaseSchema).readonly(),
    /** Where it leads; null when it speaks of several cases. */
    caseId: z.string().nullable(),
    told: z.array(toldSchema).readonly(),
  }),
  z.object({ kind: z.literal('outcome'), notice: z.int(), at: z.int(), result: noticeOutcomeSchema }),
  /** The agent has seen, in the window, what the system did not show. */
  z.object({ kind: z.literal('seen'), notice: z.int() }),
  z.object({ kind: z.literal('snoozed'), caseId: z.string(), until: z.int() }),
  /** At the head of a ledger that was written anew: what earlier lines told. */
  z.object({ kind: z.literal('told'), told: z.array(toldSchema).readonly() }),
]);
export type LedgerLine = z.infer<typeof ledgerLineSchema>;

/** A line of the list of deadlines: cases that were put in it or taken out. */
export const listLineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('put'), cases: z.array(caseDeadlinesSchema).readonly() }),
  z.object({ kind: z.literal('removed'), caseIds: z.array(z.string()).readonly() }),
  /** When the agent is on call, in place of what was known of it. */
  z.object({ kind: z.literal('on_call'), onCall: z.array(onCallSchema).readonly() }),
]);
export type ListLine = z.infer<typeof listLineSchema>;

/** What a ledger says when the app starts. */
export interface LedgerState {
  readonly told: ReadonlyMap<string, EpochMs>;
  /** Told, but the app ended before it was known whether it was shown. */
  readonly unsure: readonly string[];
  readonly snoozed: ReadonlyMap<string, EpochMs>;
  readonly lastNotice: number;
  /** Not shown by the system, and not yet seen in the window. */
  readonly alerts: readonly Alert[];
}

export function readLedger(lines: readonly LedgerLine[]): LedgerState {
  const told = new Map<string, EpochMs>();
  const snoozed = new Map<string, EpochMs>();
  const tellings = new Map<number, Extract<LedgerLine, { kind: 'telling' }>>();
  /** By key the notice that told it last, until its outcome is known. */
  const open = new Map<string, number>();
  const alerts = new Set<number>();
  for (const line of lines) {
    if (line.kind === 'telling' || line.kind === 'told') for (const { key, at } of line.told) told.set(key, at);
    if (line.kind === 'telling') {
      tellings.set(line.notice, line);
      for (const { key } of line.told) open.set(key, line.notice);
    } else if (line.kind === 'outcome') {
      for (const { key } of tellings.get(line.notice)?.told ?? []) if (open.get(key) === line.notice) open.delete(key);
      const form = tellings.get(line.notice)?.form;
      if (form !== undefined && needsAlert(form, line.result)) alerts.add(line.notice);
    } else if (line.kind === 'seen') alerts.delete(line.notice);
    else if (line.kind === 'snoozed') snoozed.set(line.caseId, line.until);
  }
  return {
    told,
    snoozed,
    unsure: [...open.keys()],
    lastNotice: Math.max(0, ...tellings.keys()),
    alerts: [...alerts].flatMap((alert) => {
      const line = tellings.get(alert);
      if (line === undefined) return [];
      const { kind: _, told: _told, ...shown } = line;
      return [shown];
    }),
  };
}

/** Whether the window shows it: the system did not, or several cases have to be gone through. */
export function needsAlert(form: NoticeForm, { outcome }: NoticeOutcome): boolean {
  return outcome === 'failed' || outcome === 'timed out' || (outcome === 'shown' && form !== 'case');
}

/** A ledger written anew: what was told before `since` in one line, then the lines since then. */
export function compactLedger(
  lines: readonly LedgerLine[],
  told: ReadonlyMap<string, EpochMs>,
  since: EpochMs,
): LedgerLine[] {
  const kept = new Set(lines.flatMap((line) => (line.kind === 'telling' && line.at >= since ? [line.notice] : [])));
  const recent = lines.filter((line) =>
    line.kind === 'snoozed' ? line.until >= since : line.kind !== 'told' && kept.has(line.notice),
  );
  return [{ kind: 'told', told: [...told].map(([key, at]) => ({ key, at })) }, ...recent];
}

/** The list of deadlines as its lines leave it. */
export function readList(lines: readonly ListLine[]): z.infer<typeof caseDeadlinesSchema>[] {
  const cases = new Map<string, z.infer<typeof caseDeadlinesSchema>>();
  for (const line of lines) {
    if (line.kind === 'put') for (const one of line.cases) cases.set(one.caseId, one);
    else if (line.kind === 'removed') for (const caseId of line.caseIds) cases.delete(caseId);
  }
  return [...cases.values()];
}

/** When the agent is on call, as it was known last. */
export function readOnCall(lines: readonly ListLine[]): readonly OnCall[] {
  return lines.findLast((line) => line.kind === 'on_call')?.onCall ?? [];
}

/** One notification as the ledger's export names it. */
export interface ExportedNotice {
  readonly notice: number;
  readonly at: string;
  readonly form: NoticeForm;
  readonly title: string;
  readonly body: string;
  readonly told: readonly { readonly key: string; readonly at: string }[];
  /** Null where the app ended before the system answered. */
  readonly outcome: NoticeOutcome | null;
}

/** What the ledger says was told, oldest first. What was told longer ago than it keeps lines of is left out. */
export function noticesOf(lines: readonly LedgerLine[]): ExportedNotice[] {
  const outcomes = new Map(lines.flatMap((line) => (line.kind === 'outcome' ? [[line.notice, line.result]] : [])));
  const iso = (at: EpochMs): string => new Date(at).toISOString();
  return lines.flatMap((line) => {
    if (line.kind !== 'telling') return [];
    const { notice, at, form, title, body } = line;
    const told = line.told.map((one) => ({ key: one.key, at: iso(one.at) }));
    return [{ notice, at: iso(at), form, title, body, told, outcome: outcomes.get(notice) ?? null }];
  });
}
