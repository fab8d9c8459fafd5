import { Tooltip } from '@base-ui/react/tooltip';
import { type RefObject, useEffect, useState } from 'react';
import { atRiskWords, targetHint } from '../case/clock-source.ts';
import { clockNames } from '../case/names.ts';
import styles from '../controls/controls.module.css';
import { dueTimeWords } from '../time/wall-time.ts';
import type { CellSource } from './cell-context.ts';
import type { QueueEntry } from './queue-entry.ts';
import { timeLeftOf } from './time-left.ts';

interface TimeTooltipProps {
  readonly grid: RefObject<HTMLElement | null>;
  readonly entryOf: (id: string) => QueueEntry | undefined;
  readonly source: CellSource;
}

const restMs = 350;
const tooltipId = 'time-tooltip';

/**
 * The due time behind a figure of the first column, after the pointer rested on it, or while it has the focus (Tab from
 * the queue leads to the active row's), and the words behind the marks of a row. One tooltip serves every row.
 */
export function TimeTooltip({ grid, entryOf, source }: TimeTooltipProps) {
  const [shown, setShown] = useState<{ readonly anchor: Element; readonly id: string } | null>(null);

  useEffect(() => {
    const element = grid.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = (): void => {
      clearTimeout(timer);
      setShown(null);
    };
    const over = (event: PointerEvent): void => {
      const anchor = event.target instanceof Element ? event.target.closest('[data-time-left], [data-hint]') : null;
      const id = anchor?.closest('[data-case-id]')?.getAttribute('data-case-id');
      clearTimeout(timer);
      if (!anchor || !id) {
        setShown(null);
        return;
      }
      timer = setTimeout(() => setShown({ anchor, id }), restMs);
    };
    const focus = (event: FocusEvent): void => {
      const hint = event.target instanceof Element ? event.target.closest('[data-hint]') : null;
      const hinted = hint?.closest('[data-case-id]')?.getAttribute('data-case-id');
      if (hint && hinted) {
        setShown({ anchor: hint, id: hinted });
        return;
      }
      const cell = event.target instanceof Element ? event.target.closest('[data-column="left"]') : null;
      const anchor = cell?.querySelector('[data-time-left]');
      const id = cell?.closest('[data-case-id]')?.getAttribute('data-case-id');
      if (!cell || !anchor || !id) return;
      cell.setAttribute('aria-describedby', tooltipId);
      setShown({ anchor, id });
    };
    element.addEventListener('pointerover', over);
    element.addEventListener('pointerleave', hide);
    element.addEventListener('scroll', hide, { passive: true, capture: true });
    element.addEventListener('focusin', focus);
    element.addEventListener('focusout', hide);
    return () => {
      clearTimeout(timer);
      element.removeEventListener('pointerover', over);
      element.removeEventListener('pointerleave', hide);
      element.removeEventListener('scroll', hide, { capture: true });
      element.removeEventListener('focusin', focus);
      element.removeEventListener('focusout', hide);
    };
  }, [grid]);

  const entry = shown ? entryOf(shown.id) : undefined;
  if (!shown || !entry) return null;
  const hint = shown.anchor.getAttribute('data-hint');
  return (
    <Tooltip.Root open>
      <Tooltip.Portal>
        <Tooltip.Positioner className={styles.overlay} anchor={shown.anchor} side="right" sideOffset={8}>
          <Tooltip.Popup id={tooltipId} className={styles.tooltip} role="tooltip">
            {hint === null ? <DueWords entry={entry} source={source} /> : <p>{hint}</p>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

function DueWords({ entry, source }: { readonly entry: QueueEntry; readonly source: CellSource }) {
  const { clock, state } = entry;
  if (!clock) return <p>Nothing is owed on this case now.</p>;
  const { state: timeState } = timeLeftOf(source.policy, entry, source.clock.now());
  return (
    <>
      {clock.phase === 'paused' ? (
        <p>{clockNames[clock.name]} is paused while the case waits.</p>
      ) : clock.dueAt === null ? (
        <p>{clockNames[clock.name]} has ended.</p>
      ) : (
        dueTimeWords(clock.dueAt, clock.calendar.timeZone).map((words, index) => (
          <p key={words}>{index === 0 ? `Due ${words}` : `At the desk ${words}`}</p>
        ))
      )}
      <p>{targetHint(clock, state.provisional)}</p>
      {(timeState === 'at_risk' || timeState === 'due_soon') && <p>{atRiskWords(source.policy)}</p>}
      <p>Open the case for the whole reckoning.</p>
    </>
  );
}
