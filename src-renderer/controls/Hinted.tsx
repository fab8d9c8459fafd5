import { Tooltip } from '@base-ui/react/tooltip';
import { type ComponentProps, useId } from 'react';
import styles from './controls.module.css';

interface HintedProps extends Omit<ComponentProps<'button'>, 'title'> {
  /** Told while it is pointed at or has the focus, and to assistive technology. */
  readonly words: string;
}

/** A small badge that says on pointing and on focus what it means, and leads to what can be done about it. */
export function Hinted({ words, children, ...rest }: HintedProps) {
  const id = useId();
  return (
    <Tooltip.Root>
      <Tooltip.Trigger delay={350} className={styles.hinted} aria-describedby={id} {...rest}>
        {children}
      </Tooltip.Trigger>
      <span id={id} className="visually-hidden">
        {words}
      </span>
      <Tooltip.Portal>
        <Tooltip.Positioner className={styles.overlay} side="bottom" sideOffset={6}>
          <Tooltip.Popup className={styles.tooltip} aria-hidden="true">
            <p>{words}</p>
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
