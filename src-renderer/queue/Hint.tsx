// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a hint is told on focus too, not on pointing alone.
import type { ReactNode } from 'react';
import { useActiveRow } from './active-row.ts';
import styles from './queue.module.css';

interface HintProps {
  /** Told on pointing and on focus, and to assistive technology in place of what is shown. */
  readonly words: string;
  readonly children: ReactNode;
}

/** A small mark in a row, with what it means. The grid's one tooltip tells it; Tab from the queue leads to it. */
export function Hint({ words, children }: HintProps) {
  const isActive = useActiveRow();
  return (
    <span className={styles.hint} role="note" data-hint={words} tabIndex={isActive ? 0 : undefined}>
      <span aria-hidden="true">{children}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
