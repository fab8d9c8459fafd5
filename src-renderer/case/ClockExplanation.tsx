import type { CaseClock } from '../../src-shared/cases/case-state.ts';
import { type ExplainedStep, explainClock } from '../../src-shared/sla/explain-clock.ts';
import type { CellSource } from '../queue/cell-context.ts';
import { workingTimeWords } from '../time/duration-words.ts';
import { holidayWords } from '../time/support-hours.ts';
import { minuteOf, useTimed } from '../time/use-timed.ts';
import { clockTimeWords, wallTimeWords } from '../time/wall-time.ts';
import styles from './case.module.css';
import { clockSourceLines } from './clock-source.ts';

interface ClockExplanationProps {
  readonly clock: CaseClock;
  readonly source: CellSource;
  readonly lastEventAt: number;
  /** What to say if the case has another agreement than its account; null if it has not. */
  readonly ownAgreement: string | null;
}

const stepWords: Readonly<Record<ExplainedStep['kind'], string>> = {
  ran: 'ran',
  paused: 'paused',
  ahead: 'still to run',
};

/** The reckoning behind a due time: target and calendar with their sources, every stretch that counted, pauses, holidays. */
export function ClockExplanation({ clock, source, lastEventAt, ownAgreement }: ClockExplanationProps) {
  const now = useTimed(source.clock, minuteOf);
  const explained = explainClock(clock, Math.max(now, lastEventAt));
  const zone = explained.timeZone;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the arrows.
    <section className={styles.explanation} aria-label="Why" tabIndex={0}>
      {clockSourceLines(explained, source.policy, ownAgreement).map((line) => (
        <p key={line}>{line}</p>
      ))}
      <table className={styles.steps}>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">What</th>
            <th scope="col">Worked</th>
            <th scope="col">Used</th>
          </tr>
        </thead>
        <tbody>
          {explained.steps.map((step) => (
            <Step key={`${step.kind} ${step.fromAt}`} step={step} zone={zone} />
          ))}
        </tbody>
      </table>
      {explained.holidays.length > 0 && <p>Holidays within: {explained.holidays.map(holidayWords).join(', ')}.</p>}
      {explained.reading.dueAt !== null && <p>Due {wallTimeWords(explained.reading.dueAt, zone, true)}.</p>}
    </section>
  );
}

function Step({ step, zone }: { readonly step: ExplainedStep; readonly zone: string }) {
  return (
    <>
      <tr>
        <td>{wallTimeWords(step.fromAt, zone)}</td>
        <td>{wallTimeWords(step.toAt, zone)}</td>
        <td>{stepWords[step.kind]}</td>
        <td>{step.kind === 'paused' ? '' : workingTimeWords(step.workedMs)}</td>
        <td>{workingTimeWords(step.usedMs)}</td>
      </tr>
      {step.open.length > 1 &&
        step.open.map((interval) => (
          <tr key={interval.fromAt} className={styles.openInterval}>
            <td>{wallTimeWords(interval.fromAt, zone)}</td>
            <td>{clockTimeWords(interval.toAt, zone)}</td>
            <td>open</td>
            <td>{workingTimeWords(interval.toAt - interval.fromAt)}</td>
            <td />
          </tr>
        ))}
      {step.openCut && (
        <tr className={styles.openInterval}>
          <td colSpan={5}>and further days</td>
        </tr>
      )}
    </>
  );
}
