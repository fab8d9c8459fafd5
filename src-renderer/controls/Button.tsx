import type { ComponentProps, ReactNode } from 'react';
import styles from './controls.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'plain' | 'primary' | 'quiet';
  /** The key that does the same, shown beside the label and told to assistive technology. */
  readonly shortcut?: string | undefined;
  readonly children: ReactNode;
}

/** A labelled action. */
export function Button({ look = 'plain', shortcut, title, children, className, ...rest }: ButtonProps) {
  const looks = { plain: '', primary: styles.primary, quiet: styles.quiet };
  return (
    <button
      type="button"
      className={[styles.button, looks[look], className].filter(Boolean).join(' ')}
      aria-keyshortcuts={shortcut}
      // Where there is no room for the key beside the label, the tooltip still tells it.
      title={withKey(title ?? (typeof children === 'string' ? children : undefined), shortcut) ?? title}
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

/** A tooltip with the key that does the same; none where nothing is said or no key does it. */
export function withKey(words: string | undefined, shortcut: string | undefined): string | undefined {
  return words === undefined || shortcut === undefined ? undefined : `${words} (${shortcut})`;
}

/** An action inside a sentence. */
export function LinkButton(props: ComponentProps<'button'>) {
  return <button type="button" className={styles.link} {...props} />;
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  readonly label: string;
  /** The key that does the same, told in the tooltip. */
  readonly shortcut?: string;
  readonly children: ReactNode;
}

/** An action shown by its icon alone; the label names it for everybody else. */
export function IconButton({ label, shortcut, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={styles.iconButton}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      title={withKey(label, shortcut) ?? label}
      {...rest}
    >
      {children}
    </button>
  );
}

/** A key cap. */
export function Key({ children }: { readonly children: ReactNode }) {
  return <kbd className={styles.key}>{children}</kbd>;
}
