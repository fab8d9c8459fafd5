import { Dialog } from '@base-ui/react/dialog';
import { shortcutGroups } from '../app/shortcuts.ts';
import { Button, Key } from '../controls/Button.tsx';
import controls from '../controls/controls.module.css';
import { useReturnFocus } from '../controls/use-return-focus.ts';
import styles from './dialogs.module.css';

/** Every key of the window. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  useReturnFocus();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={controls.scrim} />
        <Dialog.Popup className={`${controls.dialog} ${styles.wide}`}>
          <Dialog.Title className={controls.dialogTitle}>Keyboard</Dialog.Title>
          <div className={styles.sheet}>
            {shortcutGroups.map((group) => (
              <section key={group.title}>
                <h3>{group.title}</h3>
                <dl>
                  {group.shortcuts.map((shortcut) => (
                    <div key={shortcut.words}>
                      <dt>
                        {shortcut.keys.map((key) => (
                          <Key key={key}>{key}</Key>
                        ))}
                      </dt>
                      <dd>{shortcut.words}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <div className={controls.dialogActions}>
            <Button shortcut="Esc" onClick={onClose}>
              Close
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
