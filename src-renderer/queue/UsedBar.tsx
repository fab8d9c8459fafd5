import styles from './queue.module.css';
import type { TimeState } from './time-left.ts';

/** How much of the target is used. The figure beside it says the same in words. */
export function UsedBar({ state, used }: { readonly state: TimeState; readonly used: number }) {
  return (
    <span className={styles.bar} data-state={state} aria-hidden="true">
      <span className={styles.barFill} style={{ transform: `scaleX(${used.toFixed(3)})` }} />
    </span>
  );
}
