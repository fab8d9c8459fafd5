import { Button, IconButton } from '../controls/Button.tsx';
import { CloseIcon } from '../controls/icons.tsx';
import styles from './connection.module.css';

interface NoticeProps {
  readonly words: string;
  readonly action?: { readonly words: string; readonly shortcut?: string; readonly onAct: () => void };
  readonly onHide?: () => void;
}

/** A line that can wait: it is read out when there is a pause, and takes no focus. */
export function Notice({ words, action, onHide }: NoticeProps) {
  return (
    <div className={`${styles.banner} ${styles.notice}`} role="status">
      <p>{words}</p>
      {action && (
        <Button look="quiet" shortcut={action.shortcut} onClick={action.onAct}>
          {action.words}
        </Button>
      )}
      {onHide && (
        <IconButton label="Hide" onClick={onHide}>
          <CloseIcon size={12} />
        </IconButton>
      )}
    </div>
  );
}
