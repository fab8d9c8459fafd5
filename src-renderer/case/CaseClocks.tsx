import { useState } from 'react';
import type { CaseClock, ClockName } from '../../src-shared/cases/case-state.ts';
import { commandWords } from '../../src-shared/desktop/command-words.ts';
import { LinkButton } from '../controls/Button.tsx';
import type { CellSource } from '../queue/cell-context.ts';
import { TimeFigure } from '../queue/TimeLeftCell.tsx';
import { UsedBar } from '../queue/UsedBar.tsx';
import { sameFields, useTimed } from '../time/use-timed.ts';
import { dueTimeWords } from '../time/wall-time.ts';
import { ClockExplanation } from './ClockExplanation.tsx';
import styles from './case.module.css';
import { clockLineOf } from './clock-lines.ts';
import { clockNames } from './names.ts';

interface CaseClocksProps {
  readonly clocks: readonly CaseClock[];
  readonly source: CellSource;
  /** Clocks are read at the case's last event at the earliest. */
  readonly lastEventAt: number;
  /** An imported log without messages cannot tell when somebody answered. */
  readonly messagesRecorded: boolean;
  /** What to say if the case has another agreement than its account; null if it has not. */
  readonly ownAgreement: string | null;
  /** Why each missed clock was missed, in the policy's words; null where the policy asks for no reasons. */
  readonly reasons: Readonly<Partial<Record<ClockName, string>>> | null;
  /** Null where whoever looks may give none. */
  readonly onExplainMissed: (() => void) | null;
}

/** Every clock of the case: what it reads, how much is used, and on demand how that came about. */
export function CaseClocks({ clocks, messagesRecorded, reasons, ...about }: CaseClocksProps) {
  const [explained, setExplained] = useState<ClockName | null>(null);
  return (
    <section className={styles.clocks} aria-label="Clocks">
      {!messagesRecorded && (
        <p className={styles.clockRow}>
          <span className={styles.clockName}>First response</span>
          <span className={styles.quiet}>not recorded</span>
        </p>
      )}
      {clocks.map((clock) => (
        <ClockRow
          key={clock.name}
          {...about}
          clock={clock}
          reason={reasons === null ? undefined : (reasons[clock.name] ?? null)}
          explained={explained === clock.name}
          onExplain={() => setExplained((before) => (before === clock.name ? null : clock.name))}
        />
      ))}
      {clocks.length === 0 && messagesRecorded && (
        <p className={styles.quiet}>The agreement owes nothing at this severity.</p>
      )}
    </section>
  );
}

interface ClockRowProps extends Omit<CaseClocksProps, 'clocks' | 'messagesRecorded' | 'reasons'> {
  readonly clock: CaseClock;
  /** Why it was missed; null while nobody said so, undefined where nobody is asked. */
  readonly reason: string | null | undefined;
  readonly explained: boolean;
  readonly onExplain: () => void;
}

function ClockRow({ reason, onExplainMissed, explained, onExplain, ...about }: ClockRowProps) {
  const { clock, source, lastEventAt } = about;
  const line = useTimed(
    source.clock,
    (now) => clockLineOf(source.policy, clock, Math.max(now, lastEventAt)),
    sameFields,
  );
  const dueWords = line.dueAt === null ? [] : dueTimeWords(line.dueAt, clock.calendar.timeZone);
  const isTimely = line.state === 'none' || line.state === 'on_time' || line.state === 'paused';
  return (
    <>
      <div className={styles.clockRow} data-clock={clock.name} data-state={line.state}>
        <span className={styles.clockName}>{clockNames[clock.name]}</span>
        <span className={styles.clockReading} data-remaining-ms={line.remainingMs ?? undefined}>
          {isTimely ? (
            <span className={line.state === 'on_time' ? undefined : styles.quiet}>{line.line}</span>
          ) : (
            <TimeFigure state={line.state} words={line.line} />
          )}
        </span>
        <span className={styles.clockBar}>{line.used !== null && <UsedBar state={line.state} used={line.used} />}</span>
        <span className={styles.clockDue} title={dueWords.join(' · ')}>
          {dueWords[0] ?? ''}
        </span>
        <LinkButton aria-expanded={explained} aria-label={`Why, ${clockNames[clock.name]}`} onClick={onExplain}>
          why?
        </LinkButton>
      </div>
      {reason !== undefined && line.isMissed && (
        <ReasonLine clock={clock} reason={reason} onExplain={onExplainMissed} />
      )}
      {explained && <ClockExplanation {...about} />}
    </>
  );
}

interface ReasonLineProps {
  readonly clock: CaseClock;
  readonly reason: string | null;
  readonly onExplain: (() => void) | null;
}

/** Why a clock was missed, and the way to say so. While it is only overdue, there is something better to do. */
function ReasonLine({ clock, reason, onExplain }: ReasonLineProps) {
  if (reason === null && (clock.phase !== 'stopped' || onExplain === null)) return null;
  return (
    <p className={styles.clockReason}>
      <span>{reason === null ? 'Nobody said why.' : `Missed because: ${reason}`}</span>
      {onExplain !== null && (
        <LinkButton
          aria-keyshortcuts={`Shift+${commandWords.breach_reason.key}`}
          aria-label={`${reason === null ? 'Give a reason' : 'Change the reason'}, ${clockNames[clock.name]}`}
          onClick={onExplain}
        >
          {reason === null ? 'give a reason' : 'change'}
        </LinkButton>
      )}
    </p>
  );
}
