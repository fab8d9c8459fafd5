import { z } from 'zod';
import { type Deadline, deadlineSchema } from '../../src-shared/desktop-contract.ts';
import type { DurationMs } from '../../src-shared/ids.ts';
import type { Clock } from '../clock/test-clock.ts';
import { dueNotices, firedSchema, type Notice, nextNoticeAt } from './due-notices.ts';

export const deadlineFileSchema = z.object({ deadlines: z.array(deadlineSchema), fired: z.array(firedSchema) });
export type DeadlineFile = z.infer<typeof deadlineFileSchema>;

/** The longest delay that setTimeout keeps; a longer one would fire at once. */
const longestTimeoutMs: DurationMs = 2 ** 31 - 1;

export interface DeadlineScheduler {
  /** Replaces the list. What was told before is not told again. */
  set(deadlines: readonly Deadline[]): void;
  /** Looks at the clock anew: after sleep, or when a test has moved it. */
  rearm(): void;
  stop(): void;
}

/**
 * Tells of deadlines when their time comes, from a list kept on disk, so with the window closed, offline and after a restart.
 * A notice is noted on disk before it is shown: a crash in between may lose it, but it never comes twice.
 */
export function scheduleDeadlines(parts: {
  readonly file: { read(): DeadlineFile | undefined; write(value: DeadlineFile): void };
  readonly clock: Pick<Clock, 'now'>;
  readonly tell: (notices: readonly Notice[]) => void;
}): DeadlineScheduler {
  let { deadlines, fired } = parts.file.read() ?? { deadlines: [], fired: [] };
  let timer: NodeJS.Timeout | undefined;

  function arm(): void {
    clearTimeout(timer);
    const now = parts.clock.now();
    const due = dueNotices(deadlines, fired, now);
    if (due.fired !== fired) {
      fired = [...due.fired];
      parts.file.write({ deadlines, fired });
    }
    const next = nextNoticeAt(deadlines, now);
    if (next !== null) timer = setTimeout(arm, Math.min(next - now, longestTimeoutMs));
    if (due.notices.length > 0) parts.tell(due.notices);
  }

  arm();
  return {
    set: (list) => {
      // The page hands its list over whenever it has looked; most often nothing has changed.
      if (JSON.stringify(list) === JSON.stringify(deadlines)) return;
      deadlines = [...list];
      parts.file.write({ deadlines, fired });
      arm();
    },
    rearm: arm,
    stop: () => clearTimeout(timer),
  };
}
