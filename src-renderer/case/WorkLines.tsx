import type { EpochMs, EventId } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { LinkButton } from '../controls/Button.tsx';
import { agentTimeZone, wallTimeWords } from '../time/wall-time.ts';
import styles from './case.module.css';

/** A reminder as the opened case shows it. */
export interface ShownReminder {
  readonly id: EventId;
  readonly remindAt: EpochMs;
  readonly about: string;
  /** Null: who looks at it. */
  readonly forName: string | null;
  readonly mayFinish: boolean;
}

interface WorkLinesProps {
  readonly now: EpochMs;
  /** Undefined: it is not snoozed. Null: until the customer writes. */
  readonly snoozedUntilAt: EpochMs | null | undefined;
  readonly reminders: readonly ShownReminder[];
  readonly onUnsnooze: () => void;
  readonly onFinish: (id: EventId) => void;
}

/** What keeps the case out of the way, and what somebody wants to come back to. */
export function WorkLines({ now, snoozedUntilAt, reminders, onUnsnooze, onFinish }: WorkLinesProps) {
  return (
    <>
      {snoozedUntilAt !== undefined && (
        <p className={styles.line}>
          <span>{snoozeWords(snoozedUntilAt)}</span>
          <LinkButton onClick={onUnsnooze}>End the snooze</LinkButton>
        </p>
      )}
      {reminders.map((reminder) => (
        <p key={reminder.id} className={styles.line} data-due={reminder.remindAt <= now || undefined}>
          <span title={reminder.about}>
            {reminder.remindAt <= now ? 'Reminder since ' : 'Reminder '}
            {wallTimeWords(reminder.remindAt, agentTimeZone)}
            {reminder.forName !== null && ` for ${reminder.forName}`}
            {reminder.about.trim() !== '' && `: ${isolated(reminder.about)}`}
          </span>
          {reminder.mayFinish && <LinkButton onClick={() => onFinish(reminder.id)}>Done</LinkButton>}
        </p>
      ))}
    </>
  );
}

/** How long a case is snoozed. */
export function snoozeWords(untilAt: EpochMs | null): string {
  return untilAt === null
    ? 'Snoozed until the customer writes'
    : `Snoozed until ${wallTimeWords(untilAt, agentTimeZone)}`;
}
