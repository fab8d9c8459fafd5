import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './app.module.css';
import { clampPaneWidth, paneWidths } from './workspace.ts';

interface PaneResizerProps {
  readonly width: number;
  readonly onWidth: (width: number) => void;
}

/** The edge between queue and case: dragged, or moved with the arrow keys. */
export function PaneResizer({ width, onWidth }: PaneResizerProps) {
  const drag = (event: PointerEvent<HTMLElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      onWidth(clampPaneWidth(window.innerWidth - event.clientX));
    }
  };
  const nudge = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? 16 : event.key === 'ArrowRight' ? -16 : 0;
    if (step === 0) return;
    event.preventDefault();
    onWidth(clampPaneWidth(width + step));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule between two panes that can be moved is a separator, which hr is not.
    <div
      role="separator"
      className={styles.resizer}
      tabIndex={0}
      aria-label="Width of the case pane"
      aria-orientation="vertical"
      aria-valuemin={paneWidths.least}
      aria-valuemax={paneWidths.most}
      aria-valuenow={width}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={nudge}
    />
  );
}
