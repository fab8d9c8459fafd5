import { Button } from '../controls/Button.tsx';
import styles from './connection.module.css';

interface BannerProps {
  readonly title: string;
  readonly message: string;
  readonly action?: { readonly words: string; readonly onAct: () => void } | undefined;
}

/** Something is wrong with the program itself: what happened, what is safe, and the way out. */
export function Banner({ title, message, action }: BannerProps) {
  return (
    <div className={styles.banner} role="alert">
      <p>
        <strong>{title}</strong> {message}
      </p>
      {action && <Button onClick={action.onAct}>{action.words}</Button>}
    </div>
  );
}
