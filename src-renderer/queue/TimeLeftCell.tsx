import { AtRiskMark, PausedMark } from '../controls/icons.tsx';
import { sameFields, useTimed } from '../time/use-timed.ts';
import { useCellSource } from './cell-context.ts';
import styles from './queue.module.css';
import type { QueueEntry } from './queue-entry.ts';
import { type TimeState, timeLeftOf, timeStateNames } from './time-left.ts';
import { UsedBar } from './UsedBar.tsx';

/** The first column: working time left, its state by colour and shape, and the share of the target used. */
export function TimeLeftCell({ entry }: { readonly entry: QueueEntry }) {
  const { clock, policy } = useCellSource();
  const left = useTimed(clock, (now) => timeLeftOf(policy, entry, now), sameFields);
  return (
    <span
      className={styles.left}
      data-time-left
      data-state={left.state}
      data-remaining-ms={left.remainingMs ?? undefined}
      data-due-at={left.dueAt ?? undefined}
      data-clock={left.clock ?? undefined}
    >
      <TimeFigure state={left.state} words={left.words} />
      {left.used !== null && <UsedBar state={left.state} used={left.used} />}
    </span>
  );
}

/** The figure with its mark: half disc at risk, outline within ten minutes, filled once overdue, bars when paused. */
export function TimeFigure({ state, words }: { readonly state: TimeState; readonly words: string }) {
  const name = timeStateNames[state];
  return (
    <span className={styles.figure} data-state={state}>
      {state === 'at_risk' && <AtRiskMark />}
      {state === 'paused' && <PausedMark />}
      <span className={styles.figureWords}>{words}</span>
      {state !== 'paused' && name !== '' && <span className="visually-hidden"> {name}</span>}
    </span>
  );
}
