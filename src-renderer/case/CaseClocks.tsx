import { useState } from 'react';
import type { CaseClock, ClockName } from '../../src-shared/cases/case-state.ts';
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
}

/** Every clock of the case: what it reads, how much is used, and on demand how that came about. */
export function CaseClocks({ clocks, source, lastEventAt, messagesRecorded }: CaseClocksProps) {
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
          clock={clock}
          source={source}
          lastEventAt={lastEventAt}
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

interface ClockRowProps {
  readonly clock: CaseClock;
  readonly source: CellSource;
  readonly lastEventAt: number;
  readonly explained: boolean;
  readonly onExplain: () => void;
}

function ClockRow({ clock, source, lastEventAt, explained, onExplain }: ClockRowProps) {
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
      {explained && <ClockExplanation clock={clock} source={source} lastEventAt={lastEventAt} />}
    </>
  );
}
