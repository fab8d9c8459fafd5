import type { ComponentProps, ReactNode } from 'react';
import styles from './controls.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'plain' | 'primary' | 'quiet';
  /** The key that does the same, shown beside the label and told to assistive technology. */
  readonly shortcut?: string | undefined;
  readonly children: ReactNode;
}

/** A labelled action. */
export function Button({ look = 'plain', shortcut, children, className, ...rest }: ButtonProps) {
  const looks = { plain: '', primary: styles.primary, quiet: styles.quiet };
  return (
    <button
      type="button"
      className={[styles.button, looks[look], className].filter(Boolean).join(' ')}
      aria-keyshortcuts={shortcut}
      {...rest}
    >
      {children}
      {shortcut !== undefined && (
        // `aria-keyshortcuts` says it to screen readers, so that the name stays the label alone.
        <span aria-hidden="true">
          <Key>{shortcut}</Key>
        </span>
      )}
    </button>
  );
}

/** An action inside a sentence. */
export function LinkButton(props: ComponentProps<'button'>) {
  return <button type="button" className={styles.link} {...props} />;
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  readonly label: string;
  readonly children: ReactNode;
}

/** An action shown by its icon alone; the label names it for everybody else. */
export function IconButton({ label, children, ...rest }: IconButtonProps) {
  return (
    <button type="button" className={styles.iconButton} aria-label={label} title={label} {...rest}>
      {children}
    </button>
  );
}

/** A key cap. */
export function Key({ children }: { readonly children: ReactNode }) {
  return <kbd className={styles.key}>{children}</kbd>;
}
