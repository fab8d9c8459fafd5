import { customerClocks } from '../../src-shared/cases/case-state.ts';
import type { Deadline } from '../../src-shared/desktop-contract.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import { atRiskAt, overdueAt } from '../../src-shared/sla/read-clock.ts';
import type { QueueEntry } from '../queue/queue-entry.ts';

/** The main process takes no more than this (desktop-contract.ts); the nearest ones matter. */
const mostDeadlines = 5_000;

/**
 * The running customer clocks of an agent's own open cases, in the order of the queue. What is overdue is among them:
 * the main process knows what it has already told.
 */
export function ownDeadlines(policy: CompiledPolicy, mine: readonly QueueEntry[], now: EpochMs): Deadline[] {
  const deadlines: Deadline[] = [];
  for (const entry of mine) {
    for (const name of customerClocks) {
      const clock = entry.state.clocks[name];
      if (clock?.phase !== 'running' || clock.dueAt === null) continue;
      const breachedAt = overdueAt(clock);
      if (breachedAt === null) continue;
      const riskAt = atRiskAt(policy, clock);
      deadlines.push({
        caseId: entry.id,
        number: entry.doc.number,
        subject: entry.doc.subject,
        clock: name,
        atRiskAt: riskAt !== null && riskAt > now ? riskAt : null,
        dueAt: clock.dueAt,
        overdueAt: breachedAt,
      });
      if (deadlines.length === mostDeadlines) return deadlines;
    }
  }
  return deadlines;
}
