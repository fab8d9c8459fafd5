import { LinkButton } from './Button.tsx';
import styles from './controls.module.css';

interface RefusalProps {
  readonly message: string;
  readonly onDismiss?: (() => void) | undefined;
}

/** Why something was not done, in a sentence. Calm: red belongs to time alone. */
export function Refusal({ message, onDismiss }: RefusalProps) {
  return (
    <div className={styles.refusal} role="alert">
      <p>{message}</p>
      {onDismiss && <LinkButton onClick={onDismiss}>Dismiss</LinkButton>}
    </div>
  );
}
