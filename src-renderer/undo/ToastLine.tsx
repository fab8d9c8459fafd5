import { useStore } from 'zustand';
import { Button, IconButton } from '../controls/Button.tsx';
import { CloseIcon } from '../controls/icons.tsx';
import type { Toaster } from './toaster.ts';
import styles from './undo.module.css';

/** What was just done, and the way back from it. Lies over the rail's foot, so that nothing moves. */
export function ToastLine({ toaster }: { readonly toaster: Toaster }) {
  const toast = useStore(toaster.state, (state) => state.toast);
  return (
    // The place is always there: what comes into it is read out, without taking the focus.
    <div className={styles.place} role="status" aria-label="Last action">
      {toast !== null && (
        // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only stops its time; its buttons act.
        <div
          key={toast.key}
          className={styles.toast}
          onPointerEnter={toaster.hold}
          onPointerLeave={toaster.letGo}
          onFocus={toaster.hold}
          onBlur={toaster.letGo}
        >
          <p className={styles.words} title={toast.words}>
            {toast.words}
          </p>
          <div className={styles.actions}>
            {toast.action === null ? (
              <span />
            ) : (
              <Button shortcut={toast.action.shortcut} onClick={toast.action.act}>
                {toast.action.words}
              </Button>
            )}
            <IconButton label="Dismiss" onClick={toaster.dismiss}>
              <CloseIcon size={12} />
            </IconButton>
          </div>
        </div>
      )}
    </div>
  );
}
